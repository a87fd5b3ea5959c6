"""The table of formats that a timeline can be read from: names, suffixes and media types.

RDF syntaxes come from `dateline.store.syntaxes`; the others are listed here. Reads no files.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from dateline.errors import UnknownName
from dateline.store.syntaxes import SYNTAXES, Syntax


@dataclass(frozen=True, slots=True)
class Format:
    """One format: the first name is the one shown to people; `syntax` is set where it is RDF."""

    names: tuple[str, ...]
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]
    syntax: Syntax | None = None

    @property
    def name(self) -> str:
        """The name that is shown to people."""
        return self.names[0]

    @property
    def is_table(self) -> bool:
        """Whether it is a table of cells, which may have other tables beside it."""
        return self.name in ("csv", "tsv")


FORMATS: tuple[Format, ...] = (
    Format(("yaml", "yml"), (".yaml", ".yml"), ("application/yaml", "text/yaml")),
    Format(("json",), (".json",), ("application/json",)),
    Format(("jsonl", "ndjson"), (".jsonl", ".ndjson"), ("application/jsonl", "application/x-ndjson")),
    Format(("csv",), (".csv",), ("text/csv",)),
    Format(("tsv",), (".tsv", ".tab"), ("text/tab-separated-values",)),
    *(Format(syntax.names, syntax.suffixes, (syntax.media_type,), syntax) for syntax in SYNTAXES),
)
"""Every format that can be read."""

COLUMNS_SUFFIX = ".columns.yaml"
"""How the file ends that says what the columns of a table mean; it is no timeline."""


LINKS_SUFFIX = ".links.yaml"
"""How the file ends that says what the actors and places of a timeline are in open-data graphs; it is no timeline."""


DESCRIPTION = "void.ttl"
"""How the file is called that describes the dataset beside it; it is no part of the data."""


def format_named(name: str) -> Format:
    """Return the format with this name, suffix or media type, in any case.

    Raises:
        UnknownName: no format is called so.
    """
    folded = name.strip().lower()
    for one in FORMATS:
        if folded in (*one.names, *one.suffixes, *one.media_types):
            return one
    raise UnknownName("format", name, [one.name for one in FORMATS])


def format_of(path: PurePath) -> Format | None:
    """Return the format that a file's suffix names; `.gz` is looked through for RDF."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    packed = suffixes[-1:] == [".gz"]
    last = suffixes[-2:-1] if packed else suffixes[-1:]
    found = next((one for one in FORMATS if last and last[0] in one.suffixes), None)
    return None if found and packed and found.syntax is None else found


def is_columns_file(path: PurePath) -> bool:
    """Tell whether a file says what the columns of a table mean."""
    return path.name.lower().endswith(COLUMNS_SUFFIX)


def is_links_file(path: PurePath) -> bool:
    """Tell whether a file says what actors and places are in open-data graphs."""
    return path.name.lower().endswith(LINKS_SUFFIX)


def is_description(path: PurePath) -> bool:
    """Tell whether a file describes the dataset beside it, by its customary name, `void.ttl`."""
    return path.name.lower() == DESCRIPTION
