"""What a profile is: how a dataset is recognized and read, and what each of its columns becomes in the tables.

Values alone; `profile_file` reads them from YAML, `mapping` compiles them. The words of the language are told in
ontology/profiles/README.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dateline.readers.datasets.expressions import Condition, Expression, Text
from dateline.readers.lines import Place


@dataclass(frozen=True, slots=True)
class Input:
    """How a text file of the dataset is written.

    `columns` names the columns of a file without a header; `optional` are those that a file may lack.
    """

    separator: str = ","
    quotes: bool = True
    header: bool = True
    columns: tuple[str, ...] = ()
    nothing: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    skip: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Signs:
    """By what a file of the dataset is recognized: columns that its header has, their number, the file's name."""

    header: tuple[str, ...] = ()
    count: int | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Date:
    """How a date is read: fixed formats or `words` or `edtf`; its other end; how wide its precision code makes it."""

    of: Expression
    formats: tuple[str, ...]
    until: Expression | None
    range: str
    precision: Expression | None
    words: str
    day_first: bool | None
    at: Place


@dataclass(frozen=True, slots=True)
class Item:
    """One section's description of a row of a table: its fields, and whether it counts for the row at all."""

    fields: Mapping[str, Expression]
    at: Place
    date: Date | None = None
    each: Expression | None = None
    only: Condition | None = None

    def constant(self, name: str) -> str | None:
        """Return the fixed text of a field, None where it has none."""
        value = self.fields.get(name)
        return value.constant if isinstance(value, Text) else None


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """One dataset's description, as read; `file` is where it stands."""

    name: str
    file: str
    title: str
    base: str
    settings: Mapping[str, str]
    documentation: tuple[str, ...]
    input: Input
    signs: Signs
    source: Mapping[str, str]
    values: Mapping[str, Expression]
    event: Item | None
    actors: tuple[Item, ...] = ()
    places: tuple[Item, ...] = ()
    sources: tuple[Item, ...] = ()
    claims: tuple[Item, ...] = ()
    text: str = field(default="", repr=False)

    @property
    def language(self) -> str:
        """The language tag of its texts, `und` where it does not say."""
        return self.settings.get("language", "und")
