"""RDF back to tables: the rules read from right to left, over a frame of triples.

Rows that are made here have no place in a file (line 0). What the tables cannot hold is reported, never dropped
silently. Tables to quads to tables is the identity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import polars as pl

from dateline.diagnostics import Diagnostic, Severity
from dateline.errors import did_you_mean
from dateline.mapping.rules import RULES, TYPE, Constant, Iri, Literal, Rule, Template, Term, columns_of, needs_of
from dateline.tables import ORIGINS_SCHEMA, SCHEMAS, TEXT, Column, Tables, checked, frame, polars_schema
from dateline.vocab import DL, RDF, RELATIONS, XSD, shorten

if TYPE_CHECKING:
    import pyoxigraph as ox

TRIPLES = pl.Schema(dict.fromkeys(("subject", "predicate", "object", "kind", "datatype", "language"), TEXT))
"""A frame of triples: `kind` is `iri`, `blank` or `literal`; `datatype` and `language` are null where there is none."""

DEFAULTS = {
    "kind": "event",
    "factuality": "occurred",
    "rank": "normal",
    "approximate": False,
    "uncertain": False,
}
"""What a row has where its graph says nothing, for columns that every row must have."""

UNDETERMINED = "und"

_DERIVED_TERMS = ("Tie", "member", "eventCount", "cooperationCount", "conflictCount", "meanScore")
_TERMS = frozenset(
    [term.iri for rule in RULES for term in (rule.predicate, rule.object) if isinstance(term, Constant)]
    + [DL + name for name in (*RELATIONS, *_DERIVED_TERMS)]
)
"""Terms that describe data: those of the rules, the relations, and those of derived ties."""


def triple_frame(triples: Iterable[ox.Triple | ox.Quad]) -> pl.DataFrame:
    """Return the frame of parsed triples; the graphs of quads are not looked at."""
    rows = [(*_cell(triple.subject)[:1], triple.predicate.value, *_cell(triple.object)) for triple in triples]
    return pl.DataFrame(rows, schema=TRIPLES, orient="row")


def _cell(
    term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
) -> tuple[str, str, str | None, str | None]:
    import pyoxigraph as ox

    if isinstance(term, ox.NamedNode):
        return term.value, "iri", None, None
    if isinstance(term, ox.Literal):
        return term.value, "literal", term.datatype.value, term.language
    return str(term), "blank", None, None


def tables_of(triples: pl.DataFrame, file: str) -> tuple[Tables, list[Diagnostic]]:
    """Return the tables that a frame of triples holds, and what of it they could not take over.

    E109: a field has several values where the table has one (the first is taken). E110: a literal is not of its
    type. E112: a row lacks a value that it must have, and is left out. I111: triples that no rule speaks of, and
    those that only repeat others but whose others are missing. W113: a term of our namespace that does not exist.
    """
    reader = _Reader(triples.unique().sort(TRIPLES.names(), nulls_last=True).with_row_index("row"), file)
    frames = {table: reader.table(table) for table in SCHEMAS}
    reader.accept_derived(frames)
    reader.report_unread()
    return Tables(**frames, origins=frame(ORIGINS_SCHEMA, ())), reader.problems


class _Reader:
    """One pass over the rules; keeps which triples were read and what went wrong."""

    def __init__(self, triples: pl.DataFrame, file: str) -> None:
        self.triples = triples
        self.file = file
        self.problems: list[Diagnostic] = []
        self.unread = triples

    def table(self, name: str) -> pl.DataFrame:
        """Read one table; its rows are the nodes of its class, relations have no node of their own."""
        rules = [rule for rule in RULES if rule.table == name and rule.graph is None]
        if name == "relations":
            rows = self._kept(rules[0], None).select("event", "relation", "target")
        else:
            rows = self._members(rules)
            for column, values in self._values(rules, rows).items():
                rows = rows.join(self._one_each(name, column, values), on="id", how="left")
        return self._completed(name, rows)

    def _members(self, rules: list[Rule]) -> pl.DataFrame:
        """The nodes of the table's class."""
        first = next(rule for rule in rules if rule.predicate == Constant(TYPE))
        return self._match(first).select("id").unique().sort("id")

    def _values(self, rules: list[Rule], rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
        """Every value found, by column: frames of `id` and the column (and the language, for labels)."""
        found: dict[str, list[pl.DataFrame]] = {}
        for rule in (rule for rule in rules if not rule.derived):
            kept = self._kept(rule, rows)
            if kept.is_empty():
                continue
            if rule.where and isinstance(rule.object, Constant):
                kept = kept.with_columns(pl.lit(rule.where[1]).alias(rule.where[0]))
            language = rule.object.language if isinstance(rule.object, Literal) else None
            for column in (c for c in kept.columns if c not in {"id", language}):
                wanted = ["id", column, language] if language else ["id", column]
                found.setdefault(column, []).append(kept.select(wanted))
        return {column: pl.concat(parts).unique() for column, parts in found.items()}

    def _kept(self, rule: Rule, rows: pl.DataFrame | None) -> pl.DataFrame:
        """What a rule found about the rows of its table; only these triples count as read."""
        matched = self._match(rule)
        if matched.is_empty():
            return matched.drop("row")
        if rows is not None and "id" in matched.columns:
            matched = matched.join(rows.select("id"), on="id", how="semi")
        self.unread = self.unread.join(matched.select("row"), on="row", how="anti")
        return matched.drop("row")

    def _match(self, rule: Rule) -> pl.DataFrame:
        """The triples of a rule, as a frame of the columns that its terms are made of, and their row numbers."""
        test = pl.lit(True)
        values: dict[str, pl.Expr] = {"row": pl.col("row")}
        for side, term in (("object", rule.object), ("predicate", rule.predicate), ("subject", rule.subject)):
            passes, columns = _reading(side, term)
            test &= passes
            values |= columns
        return self.triples.filter(test).select(**values)

    def _one_each(self, table: str, column: str, values: pl.DataFrame) -> pl.DataFrame:
        """One row an id: the list of all values, or the single value, as the type of the column asks."""
        schema = SCHEMAS[table][column]
        inner = schema.dtype.inner if isinstance(schema.dtype, pl.List) else schema.dtype
        typed = values.with_columns(_cast(column, inner).alias("typed"))  # type: ignore[arg-type]
        for row in typed.filter(pl.col("typed").is_null()).iter_rows(named=True):
            self._report("E110", f"{row[column]!r} is not a value for {column!r}.", row["id"])
        typed = typed.drop_nulls("typed").with_columns(pl.col("typed").alias(column)).drop("typed")
        if isinstance(schema.dtype, pl.List):
            return typed.group_by("id").agg(pl.col(column).unique().sort())
        for row in typed.group_by("id").len().filter(pl.col("len") > 1).sort("id").iter_rows(named=True):
            self._report("E109", f"{row['len']} values for {column!r}, where one is possible.", row["id"])
        return typed.sort(typed.columns).unique("id", keep="first", maintain_order=True)

    def _completed(self, table: str, rows: pl.DataFrame) -> pl.DataFrame:
        """The frame in its full schema; rows that lack what they must have are reported and left out."""
        schema = SCHEMAS[table]
        origin = [
            pl.lit(self.file).alias("file"),
            pl.lit(0, pl.Int64()).alias("line"),
            pl.lit(0, pl.Int64()).alias("column"),
        ]
        missing = [
            pl.lit(None, column.dtype).alias(name) for name, column in schema.items() if name not in rows.columns
        ]
        full = rows.with_columns(missing).with_columns(origin).with_columns(_filled(schema)).select(list(schema))
        full = full.cast(dict(polars_schema(schema)))  # type: ignore[arg-type]
        for name in (name for name, column in schema.items() if column.required):
            for row in full.filter(pl.col(name).is_null()).iter_rows(named=True):
                self._report("E112", f"The node has no {name!r} and is left out of the table {table!r}.", row["id"])
            full = full.filter(pl.col(name).is_not_null())
        return checked(schema, full)

    def accept_derived(self, frames: dict[str, pl.DataFrame]) -> None:
        """Count as read what repeats the tables; a repetition of nothing would be lost, so it stays unread."""
        for rule in (rule for rule in RULES if rule.derived and rule.graph is None):
            given = _given(rule, frames[rule.table])
            self.unread = self.unread.join(given, on=given.columns, how="anti")

    def report_unread(self) -> None:
        """Report the triples that no rule has read, a line for each predicate."""
        for row in self.unread.group_by("predicate").len().sort("predicate").iter_rows(named=True):
            message = f"{row['len']} triple(s) with {shorten(row['predicate'])} have no place in the tables."
            hint = "They stay in your file; what dateline writes from the tables does not have them."
            self.problems.append(Diagnostic(Severity.INFO, "I111", message, self.file, 0, 0, hint))
        self._report_misspelled()

    def _report_misspelled(self) -> None:
        """Report terms under our own namespace that no rule has: they are likely to be misspelled."""
        known = {term.removeprefix(DL) for term in _TERMS}
        classes = self.triples.filter(pl.col("predicate") == TYPE)["object"]
        used = pl.concat([self.triples["predicate"], classes]).unique().sort()
        for term in used.filter(used.str.starts_with(DL)).str.strip_prefix(DL):
            if term not in known:
                message = f"There is no term dl:{term} that describes data."
                hint = did_you_mean(term, known)
                self.problems.append(Diagnostic(Severity.WARNING, "W113", message, self.file, 0, 0, hint))

    def _report(self, code: str, message: str, subject: str) -> None:
        text = f"{shorten(subject)}: {message}"
        self.problems.append(Diagnostic(Severity.ERROR, code, text, self.file, 0, 0, subject=subject))


def _filled(schema: dict[str, Column]) -> list[pl.Expr]:
    """Defaults for what must have a value: empty lists, and the words of DEFAULTS."""
    lists = [pl.col(name).fill_null([]) for name, column in schema.items() if isinstance(column.dtype, pl.List)]
    words = [
        pl.col(name).fill_null(default)
        for name, default in DEFAULTS.items()
        if name in schema and schema[name].required
    ]
    return lists + words


def _reading(side: str, term: Term) -> tuple[pl.Expr, dict[str, pl.Expr]]:
    """How a term is read from one side of a triple: the test that a triple passes, and its columns."""
    cell = pl.col(side)
    if isinstance(term, Literal):
        if term.language:
            datatypes = [RDF + "langString", XSD + "string"]
            language = pl.col("language").str.to_lowercase().fill_null(UNDETERMINED)
            return pl.col("datatype").is_in(datatypes), {term.column: cell, term.language: language}
        return pl.col("datatype") == term.datatype, {term.column: cell}
    # A blank node has no name that a row could keep, on whichever side it stands.
    is_iri = pl.col("kind") == "iri" if side == "object" else ~cell.str.starts_with("_:")
    if isinstance(term, Constant):
        return is_iri & (cell == term.iri), {}
    if isinstance(term, Iri):
        return is_iri, {term.column: cell}
    if side == "predicate":
        return cell.is_in([DL + name for name in RELATIONS]), {"relation": cell.str.strip_prefix(DL)}
    pattern = _pattern(term)
    groups = {column: cell.str.extract(pattern, number) for number, column in enumerate(columns_of(term), start=1)}
    return is_iri & cell.str.contains(pattern), groups


def _given(rule: Rule, data: pl.DataFrame) -> pl.DataFrame:
    """The triples of IRIs that a rule makes from a table."""
    if rule.where:
        data = data.filter(pl.col(rule.where[0]) == rule.where[1])
    terms = (rule.subject, rule.predicate, rule.object)
    data = data.drop_nulls([column for term in terms for column in needs_of(term)])
    return data.select(
        subject=_iri(rule.subject), predicate=_iri(rule.predicate), object=_iri(rule.object), kind=pl.lit("iri")
    )


def _iri(term: Term) -> pl.Expr:
    if isinstance(term, Constant):
        return pl.lit(term.iri)
    if isinstance(term, Template):
        return pl.format(re.sub(r"\{\w+\}", "{}", term.text), *(pl.col(column) for column in term.columns))
    return pl.col(term.column)


def _pattern(template: Template) -> str:
    """The regular expression of a template: a leading column is a whole IRI, any other a single word."""
    parts = re.split(r"\{\w+\}", template.text)
    groups = ["(.+)" if not before else r"([\w.~\-]+)" for before in parts[:-1]]
    return "^" + "".join(re.escape(part) + group for part, group in zip(parts, [*groups, ""], strict=True)) + "$"


def _cast(column: str, dtype: pl.DataType) -> pl.Expr:
    text = pl.col(column)
    if dtype == pl.Date:
        return text.str.to_date("%Y-%m-%d", strict=False)
    if dtype == pl.Boolean:
        return text.replace_strict({"true": True, "1": True, "false": False, "0": False}, default=None)
    if isinstance(dtype, pl.Decimal):
        exact = text.str.contains(rf"^[+-]?(\d+\.?\d{{0,{dtype.scale}}}|\.\d{{1,{dtype.scale}}})0*$")
        return pl.when(exact).then(text).cast(dtype, strict=False)
    return text.cast(dtype, strict=False)
