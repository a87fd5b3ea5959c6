"""What a profile is: a graph of ours in the words of others, and an account of what those words cannot say.

A profile reads a store and yields text, so it works alike on timelines, tables, RDF files and stores on disk. It
knows nothing of files and prints nothing: what it leaves out goes into the account, which the command line tells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dateline.store import Store

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person asks of an export: the IRI of who publishes it, the day on which it is made, and where it goes."""

    creator: str | None = None
    created: str | None = None
    folder: Path | None = None


@dataclass(slots=True)
class Account:
    """What was written, counted by kind, and what was not, by reason and by name."""

    written: Counter[str] = field(default_factory=Counter)
    unsaid: dict[str, list[str]] = field(default_factory=dict)

    def wrote(self, kind: str) -> None:
        """Count one thing as written; the kind is a plural, such as `events`."""
        self.written[kind] += 1

    def leave(self, reason: str, name: str) -> None:
        """Note that a thing was not said; the reason is what such things have in common, as a plural."""
        self.unsaid.setdefault(reason, []).append(name)

    def sentences(self) -> Iterator[str]:
        """Yield the account for a person: a line on what was written, then one for each reason."""
        counts = [f"{count:,} {kind if count != 1 else kind.removesuffix('s')}" for kind, count in self.written.items()]
        nothing = "nothing of what there is" if self.unsaid else "nothing, because there are no events"
        yield f"Wrote {', '.join(counts) or nothing}."
        for reason, all_names in self.unsaid.items():
            names = list(dict.fromkeys(all_names))
            rest = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
            yield f"Not said: {reason} ({len(all_names):,}): {', '.join(names[:_SHOWN])}{rest}."

    def rows(self) -> Iterator[tuple[str, str]]:
        """Yield every thing that was not said as a reason and a name."""
        for reason, names in self.unsaid.items():
            for name in names:
                yield reason, name


Writer = Callable[[Store, Wishes, Account], Iterator[str]]
"""Yields the text of an export, and notes in the account what it cannot say."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One profile: its name, how its text is called and named on the web, a sentence on it, and what writes it.

    Only a `signed` one has a place for who publishes it and when.
    """

    name: str
    suffix: str
    media_type: str
    line: str
    text: Writer
    signed: bool = False
