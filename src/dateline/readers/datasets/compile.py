"""Expressions of a profile as Polars expressions, with what can go wrong in a row and which codes are looked up.

Knows columns, not tables. A cell without a value is null, and null runs through every expression.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

import polars as pl

from dateline.diagnostics import Diagnostic
from dateline.errors import did_you_mean
from dateline.readers.datasets import names
from dateline.readers.datasets.codes import CodeList, code_list, inline, list_names
from dateline.readers.datasets.expressions import (
    Case,
    Cell,
    Codes,
    Condition,
    Expression,
    First,
    Iri,
    Match,
    Members,
    Number,
    Slug,
    Split,
    Text,
    cells,
    read_cells,
)
from dateline.readers.lines import Place
from dateline.tables import NUMBER, TEXT

EACH = "each"
"""The name under which the entries of an `each` are seen."""

UNSAFE: dict[str, str] = {
    character: f"%{ord(character):02X}" for character in [*map(chr, range(0x21)), *'<>"{}|^`\\', "\x7f"]
}
"""Characters that no IRI may have, and how they are written instead."""


@dataclass(frozen=True, slots=True)
class Check:
    """What can be wrong in a row: `wrong` is true where it is, `value` the text that is to blame.

    `reason` is a sentence, or the expression of one. `maybe` is cheap and true for every row that can be wrong: where
    it holds for none, the rows are not looked at.
    """

    code: str
    column: str
    value: pl.Expr
    wrong: pl.Expr
    reason: str | pl.Expr
    maybe: pl.Expr | None = None


@dataclass(frozen=True, slots=True)
class Lookup:
    """A look-up of a code, or of a list of them: whatever is not among `codes` is to be counted."""

    scheme: str
    value: pl.Expr
    codes: frozenset[str]
    listed: bool = False


@dataclass(slots=True)
class Compiler:
    """Compiles the expressions of one profile for known columns; complaints, checks and look-ups pile up.

    `optional` columns are empty where the data has none; `values` are what the profile has named.
    """

    columns: Mapping[str, pl.DataType]
    file: str
    optional: frozenset[str] = frozenset()
    values: Mapping[str, Expression] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    lookups: list[Lookup] = field(default_factory=list)

    def expr(self, expression: Expression) -> pl.Expr:
        """Return the Polars expression; what is wrong is reported and stands for nothing."""
        match expression:
            case Text():
                return self._text(expression)
            case Codes():
                return self._codes(expression)
            case Number():
                return self._number(expression)
            case Slug():
                step = names.steps(self.expr(expression.of), tuple(self.expr(one) for one in expression.along))
                return pl.lit(expression.under) + step if expression.under else step
            case Match():
                return self._match(expression)
            case Iri():
                return self.expr(expression.of).str.replace_many(UNSAFE)
            case Split():
                return self._split(expression)
            case First():
                return pl.coalesce([self.expr(one) for one in expression.options])
            case Case():
                other = self.expr(expression.other) if expression.other else pl.lit(None, TEXT)
                test = self.condition(expression.test)
                return pl.when(test).then(self.expr(expression.then)).otherwise(other)
            case Members():
                return self.texts(expression)

    def condition(self, test: Condition) -> pl.Expr:
        """Return the expression of a test, never null."""
        value = self.expr(test.of)
        known = value.is_in(list(test.texts)).fill_null(value=False) if test.texts else value.is_not_null()
        return known if test.holds else known.not_()

    def texts(self, expression: Expression) -> pl.Expr:
        """Return the expression of a list of texts without gaps."""
        if isinstance(expression, Members):
            found = pl.concat_list([self.expr(one) for one in expression.items])
        elif isinstance(expression, Split) or (isinstance(expression, Codes) and isinstance(expression.of, Split)):
            found = self.expr(expression)
        else:
            found = pl.concat_list([self.expr(expression)])
        whole = found.list.drop_nulls().list.unique().list.sort()
        return whole.fill_null(pl.lit([], pl.List(TEXT)))

    def number(self, expression: Expression, place: Place) -> pl.Expr:
        """Return the expression of a number, whether or not the profile says `number`."""
        return self.expr(expression if isinstance(expression, Number) else Number(expression, place))

    def words(self, expression: Expression, scheme: str, place: Place) -> pl.Expr:
        """Return the expression of words of a closed vocabulary; others are counted as unknown codes."""
        known = code_list(scheme)
        assert known is not None, scheme
        outcomes = self.outcomes(expression)
        if outcomes is None:
            return self._looked_up(known, self.expr(expression), scheme=scheme, take="word", quiet=False)
        for word in sorted(outcomes - known.codes):
            hint = did_you_mean(word, known.codes)
            self.problems.append(place.error("E213", f"There is no {scheme} {word!r}.", hint))
        return self.expr(expression)

    def outcomes(self, expression: Expression | None) -> frozenset[str] | None:
        """Return all texts that a value can be; None where it depends on what stands in the data."""
        match expression:
            case None:
                return frozenset()
            case Text():
                return None if expression.constant is None else frozenset((expression.constant,))
            case Codes():
                table = self._table(expression)
                taken = set(table.columns.get(expression.take or table.first, {}).values()) if table else set()
                return self._together(frozenset(taken), self.outcomes(expression.other))
            case First():
                return self._together(*(self.outcomes(one) for one in expression.options))
            case Case():
                return self._together(self.outcomes(expression.then), self.outcomes(expression.other))
            case _:
                return None

    def _together(self, *found: frozenset[str] | None) -> frozenset[str] | None:
        known = [one for one in found if one is not None]
        return frozenset().union(*known) if len(known) == len(found) else None

    def words_of_list(self, expression: Expression, scheme: str, place: Place) -> pl.Expr:
        """Return the expression of a list of words of a closed vocabulary; others are counted as unknown codes."""
        known = code_list(scheme)
        assert known is not None, scheme
        if isinstance(expression, Members):
            return pl.concat_list([self.words(one, scheme, place) for one in expression.items]).list.drop_nulls()
        outcomes = self.outcomes(expression)
        if outcomes is not None and outcomes <= known.codes:
            return self.texts(expression)
        return self._members(known, self.texts(expression), scheme=scheme, take="word").list.drop_nulls()

    def column_of(self, expression: object) -> str:
        """Return the name of the first column of the data that an expression reads, as people see it."""
        for cell in read_cells(expression):
            if cell.name in self.values:
                return self.column_of(self.values[cell.name])
            return cell.name
        return ""

    def cell(self, name: str) -> pl.Expr:
        """Return the text of a column of the data; nothing where there is none."""
        return pl.col(name).cast(TEXT) if name in self.columns else pl.lit(None, TEXT)

    def shown(self, expression: object) -> pl.Expr:
        """Return the text of the first column that an expression reads, to be shown to people."""
        return self.cell(self.column_of(expression))

    def _text(self, text: Text) -> pl.Expr:
        parts = [pl.lit(piece) if isinstance(piece, str) else self._cell(piece) for piece in text.pieces]
        if len(parts) == 1:
            return parts[0]
        return pl.concat_str(parts) if parts else pl.lit(None, TEXT)

    def _cell(self, cell: Cell) -> pl.Expr:
        if cell.name not in self.columns and cell.name in self.optional:
            return pl.lit(None, TEXT)
        if cell.name not in self.columns:
            known = [name for name in self.columns if name]
            message = f"The data has no column {cell.name!r}, which this profile needs."
            self.problems.append(cell.at.error("E207", message, did_you_mean(cell.name, known)))
            return pl.lit(None, TEXT)
        dtype = self.columns[cell.name]
        return pl.col(cell.name) if dtype == TEXT or isinstance(dtype, pl.List) else pl.col(cell.name).cast(TEXT)

    def _number(self, number: Number) -> pl.Expr:
        text = self.expr(number.of)
        value = text.str.strip_chars().cast(NUMBER, strict=False)
        if EACH not in self.columns:
            wrong = text.is_not_null() & value.is_null()
            self.checks.append(Check("E211", self.column_of(number.of), text, wrong, "This is not a number."))
        return value

    def _match(self, match: Match) -> pl.Expr:
        try:
            pl.Series([""]).str.extract(match.pattern, 1)
        except pl.exceptions.ComputeError:
            place = next((cell.at for cell in cells(match)), Place(self.file))
            self.problems.append(place.error("E213", f"{match.pattern!r} is no regular expression.", "Correct it."))
            return pl.lit(None, TEXT)
        return self.expr(match.of).str.extract(match.pattern, 1)

    def _split(self, split: Split) -> pl.Expr:
        value = self.expr(split.of)
        dtype = self.columns.get(self.column_of(split.of))
        parted = value if isinstance(dtype, pl.List) else value.str.split(split.by)
        trimmed = parted.list.eval(pl.element().cast(TEXT).str.strip_chars())
        return trimmed.list.eval(pl.element().filter(pl.element() != "")).list.unique(maintain_order=True)

    def _codes(self, codes: Codes) -> pl.Expr:
        table = self._table(codes)
        if table is None:
            return pl.lit(None, TEXT)
        take = codes.take or table.first
        if take not in table.columns:
            message = f"The code list {table.name} has no column {take!r}."
            self.problems.append(codes.at.error("E201", message, did_you_mean(take, table.columns)))
            return pl.lit(None, TEXT)
        scheme = table.name or self.column_of(codes.of)
        value = self.expr(codes.of)
        if isinstance(codes.of, Split):
            return self._members(table, value, scheme=scheme, take=take)
        found = self._looked_up(table, value, scheme=scheme, take=take, quiet=codes.quiet)
        return pl.coalesce([found, self.expr(codes.other)]) if codes.other else found

    def _table(self, codes: Codes) -> CodeList | None:
        if not isinstance(codes.table, str):
            return inline(codes.table)
        try:
            table = code_list(codes.table, beside=self.file)
        except (ValueError, OSError) as problem:
            self.problems.append(
                codes.at.error("E102", f"The code list cannot be used: {problem}.", "Correct the file.")
            )
            return None
        if table is None:
            hint = did_you_mean(codes.table, list_names())
            self.problems.append(codes.at.error("E201", f"There is no code list {codes.table!r}.", hint))
        return table

    def _members(self, table: CodeList, value: pl.Expr, *, scheme: str, take: str) -> pl.Expr:
        """Look up each value of a list; what has no meaning falls out."""
        self.lookups.append(Lookup(scheme, value, table.codes, listed=True))
        values = table.columns[take]
        old, new = pl.Series(list(values), dtype=TEXT), pl.Series(list(values.values()), dtype=TEXT)
        found = pl.element().replace_strict(old, new, default=None, return_dtype=TEXT)
        return value.list.eval(found)

    def _looked_up(self, table: CodeList, value: pl.Expr, *, scheme: str, take: str, quiet: bool) -> pl.Expr:
        if not quiet:
            self.lookups.append(Lookup(scheme, value, table.codes))
        values = table.columns[take]
        old, new = pl.Series(list(values), dtype=TEXT), pl.Series(list(values.values()), dtype=TEXT)
        return value.replace_strict(old, new, default=None, return_dtype=TEXT)


def suspicious(data: pl.DataFrame, checks: Sequence[Check]) -> list[Check]:
    """Return the checks that some row can fail."""
    doubts = {str(at): check.maybe.any() for at, check in enumerate(checks) if check.maybe is not None}
    found = data.select(**doubts).row(0, named=True) if doubts else {}
    return [check for at, check in enumerate(checks) if found.get(str(at), True)]


def any_of(tests: list[pl.Expr]) -> pl.Expr:
    """Return whether one of the tests holds; null counts as no."""
    return reduce(
        lambda left, right: left | right, (test.fill_null(value=False) for test in tests), pl.lit(value=False)
    )
