"""The fields of a section compiled as their table columns want them: references, words, numbers, lists, texts.

What goes into an IRI is either safe by the way it is made or checked in each row, so that no text from outside can
break one. Knows the tables' schemas and the profile's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from dateline.mapping.quads import IRI_PATTERN
from dateline.readers.datasets.compile import EACH, UNSAFE, Check, Compiler, any_of
from dateline.readers.datasets.expressions import (
    Cell,
    Codes,
    Condition,
    Expression,
    Iri,
    Match,
    Members,
    Slug,
    Text,
    parts_of,
)
from dateline.readers.datasets.profile import Item, Profile
from dateline.tables import NUMBER, SCHEMAS, TEXT, TEXTS
from dateline.vocab import PREFIXES

SCHEMES = {
    "role": "role",
    "factuality": "factuality",
    "quad": "quad",
    "score_scheme": "score-scheme",
    "place_precision": "place-precision",
    "rank": "rank",
    "contexts": "context",
}
"""Columns that hold words of a closed vocabulary."""

REFERENCES = ("id", "affiliations", "within", "cites", "source", "event", "url", "same_as", "close_match")
"""Columns that hold IRIs."""

KINDS = {
    "actors": ("person", "organization", "state", "group"),
    "events": ("event", "series"),
}
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_BROKEN = "This cannot be part of a web address."


@dataclass(slots=True)
class Fields:
    """Compiles the fields of the items of one profile; checks pile up."""

    profile: Profile
    compiler: Compiler
    checks: list[Check]

    def of(self, item: Item, table: str, without: Iterable[str] = ()) -> dict[str, pl.Expr]:
        """Return the columns that an item gives to a table."""
        left_out = frozenset(without)
        return {name: self._field(name, item, table) for name in item.fields if name not in left_out}

    def open(self, item: Item) -> Mapping[str, pl.DataType]:
        """Let the entries of an item's `each` be seen; return the columns to go back to."""
        known = self.compiler.columns
        self.compiler.columns = {**known, EACH: TEXT} if item.each else known
        return known

    def reference(self, value: Expression) -> pl.Expr:
        """Return the IRI that a value stands for: as it is where it is whole, else under the base of the profile."""
        found = self.compiler.expr(value)
        start = _start(value)
        if start is None:
            return self._resolved(found)
        prefix, colon, _ = start.partition(":")
        if colon and prefix in PREFIXES:
            return pl.lit(PREFIXES[prefix]) + found.str.slice(len(prefix) + 1)
        return found if _ABSOLUTE.match(start) else pl.lit(self.profile.base) + found

    def require(self, name: str, item: Item, iri: pl.Expr) -> None:
        """Reject rows in which the id of the event has no value."""
        column = self.compiler.column_of(item.fields[name])
        reason = "The row has nothing to make the id of its event from."
        self.checks.append(Check("E207", column, self.compiler.shown(item.fields[name]), iri.is_null(), reason))

    def guard(self, value: Expression, item: Item, iri: pl.Expr) -> pl.Expr:
        """Reject rows in which an IRI would be broken; among the entries of an `each`, write percent codes instead."""
        for text in _fixed(value, self.compiler):
            if set(text) & set(UNSAFE):
                message = f"{text!r} cannot be part of a web address."
                self.compiler.problems.append(item.at.error("E208", message, "Leave its blanks and signs out."))
        risky = sorted(self._risky(value))
        if not risky:
            return iri
        if item.each:
            return iri.str.replace_many(UNSAFE)
        wrong = iri.is_not_null() & ~iri.str.contains(IRI_PATTERN)
        if item.only:
            wrong &= self.compiler.condition(item.only)
        # What is in no cell cannot be in the IRI: the cells are shorter, and clean ones need no second look.
        maybe = any_of([self.compiler.cell(name).str.contains_any(list(UNSAFE)) for name in risky])
        column, shown = self.compiler.column_of(value), self.compiler.shown(value)
        self.checks.append(Check("E208", column, shown, wrong, _BROKEN, maybe))
        return iri

    def _risky(self, value: object) -> frozenset[str]:
        """The columns of the data whose text comes into a value as it is; slugs, codes and `iri` make it safe."""
        if isinstance(value, Cell):
            made = self.profile.values.get(value.name)
            return frozenset((value.name,)) if made is None else self._risky(made)
        if isinstance(value, Slug | Iri | Condition):
            return frozenset()
        if isinstance(value, Codes):
            return self._risky(value.other)
        if isinstance(value, tuple):
            return frozenset().union(*(self._risky(one) for one in value))
        return self._risky(parts_of(value)) if isinstance(value, Expression) else frozenset()

    def _field(self, name: str, item: Item, table: str) -> pl.Expr:
        value = item.fields[name]
        dtype = SCHEMAS[table][name].dtype if name in SCHEMAS[table] else TEXT
        if name in REFERENCES:
            return self._references(value, item) if dtype == TEXTS else self.guard(value, item, self.reference(value))
        if name == "contexts":
            return self.compiler.words_of_list(value, SCHEMES[name], item.at)
        if dtype == TEXTS:
            return self.compiler.texts(value)
        if name in SCHEMES:
            return self.compiler.words(value, SCHEMES[name], item.at)
        if dtype == NUMBER:
            return self.compiler.number(value, item.at)
        if name == "kind" and table in KINDS:
            self._check_kind(value, item, KINDS[table])
        return self.compiler.expr(value)

    def _check_kind(self, value: Expression, item: Item, known: tuple[str, ...]) -> None:
        fixed = value.constant if isinstance(value, Text) else None
        if fixed is not None and fixed not in known:
            message = f"`kind` cannot be {fixed!r}."
            self.compiler.problems.append(item.at.error("E213", message, f"Write one of {', '.join(known)}."))

    def _references(self, value: Expression, item: Item) -> pl.Expr:
        """A list of IRIs; of a list that is split from a cell each member is made safe by percent codes."""
        if isinstance(value, Members):
            found = [self.guard(one, item, self.reference(one)) for one in value.items]
            return pl.concat_list(found).list.drop_nulls().list.unique().list.sort()
        safe = pl.element().str.replace_many(UNSAFE)
        return self.compiler.texts(value).list.eval(self._resolved(safe))

    def _resolved(self, value: pl.Expr) -> pl.Expr:
        whole = value.str.contains(f"^{_ABSOLUTE.pattern}")
        return pl.when(whole).then(value).otherwise(pl.lit(self.profile.base) + value)


def _fixed(value: object, compiler: Compiler) -> Iterator[str]:
    """The texts that a profile or a code list itself puts into a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Slug):
        yield value.under
    elif isinstance(value, Codes):
        yield from sorted(compiler.outcomes(replace(value, other=None)) or ())
        yield from _fixed(value.other, compiler)
    elif not isinstance(value, Cell | Condition | Iri | Match):
        for part in parts_of(value):
            yield from _fixed(part, compiler)


def _start(value: Expression) -> str | None:
    """The fixed text with which a value begins, None where it begins with a cell."""
    if isinstance(value, Slug):
        return value.under
    first = value.pieces[0] if isinstance(value, Text) and value.pieces else None
    return first if isinstance(first, str) else None
