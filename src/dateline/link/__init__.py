"""Finds the entries of open-data graphs for the actors and places of a timeline, and keeps what people decided.

The order of the steps: read the timeline and the links file beside it, ask a provider, bring the two together,
write the file. Which links count is said in the file alone; `dateline.readers` obeys it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.atomic import atomic_file
from dateline.diagnostics import Diagnostic, Severity
from dateline.errors import InputError
from dateline.export.links import links_turtle
from dateline.link.candidates import Candidate, Found, Provider
from dateline.link.offline import Offline
from dateline.link.review import reviewed
from dateline.link.wanted import Wanted, wanted_of
from dateline.readers.files import read
from dateline.readers.links_file import Link, LinksFile, links_path, links_yaml, read_links

__all__ = ["Candidate", "Found", "Link", "Linked", "Offline", "Provider", "Wanted", "link_timeline", "wanted_of"]


@dataclass(frozen=True, slots=True)
class Linked:
    """What a search gave: the links as they stand now, names by entity, the file, and what was wrong before.

    `is_written` tells whether the file was changed; with errors in the diagnostics nothing is written.
    """

    links: tuple[Link, ...]
    names: dict[str, str]
    path: Path
    base: str
    diagnostics: tuple[Diagnostic, ...]
    is_written: bool

    def turtle(self) -> bytes:
        """Return the links that count as a graph of their own."""
        return links_turtle(self.links, self.names, base=self.base)


def link_timeline(timeline: Path, providers: Sequence[Provider], *, today: str, format: str | None = None) -> Linked:  # noqa: A002
    """Ask providers, one after the other, for the actors and places of a timeline, and update its links file.

    `today` is the ISO day that new candidates get.

    Raises:
        InputError: the timeline is not a single file, cannot be read or has no base.
        OutsideError: a provider could not be asked, or the disk refuses.
    """
    if not timeline.is_file():
        raise InputError(timeline.as_posix(), "name one timeline, a file; its links are kept beside it.")
    found = read([timeline], format=format, links=False)
    bases = found.tables.timelines["base"]
    path = links_path(timeline)
    old, problems = read_links(path, bases[0] if bases.len() else "")
    diagnostics = (*found.diagnostics, *problems)
    if bases.is_empty() or any(one.severity is Severity.ERROR for one in diagnostics):
        return Linked(old.links, old.names, path, "", diagnostics, is_written=False)
    wanted = wanted_of(found.tables)
    links = list(old.links)
    for provider in providers:
        links = reviewed(links, wanted, provider.find(wanted), provider=provider.name, today=today)
    names = old.names | {one.iri: one.name for one in wanted}
    is_written = _write(path, LinksFile(tuple(links), names), timeline, bases[0])
    return Linked(tuple(links), names, path, bases[0], diagnostics, is_written=is_written)


def _write(path: Path, file: LinksFile, timeline: Path, base: str) -> bool:
    """Write a links file where it differs from what stands there; return whether it was written."""
    text = links_yaml(file.links, file.names, file=timeline, base=base).encode()
    if path.is_file() and path.read_bytes() == text:
        return False
    with atomic_file(path) as stream:
        stream.write(text)
    return True
