"""Tables as the graph that shapes are judged on, without a detour through text: columns become codes.

The same rules as in `mapping.lines` say which column becomes which triple; a term is spelled once, however many rows
have it. The graph is that of the default graph's lines, triple by triple, which a test holds it to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, reduce
from operator import and_
from typing import TypeAlias

import polars as pl

from dateline.mapping.rules import RULES, Constant, Iri, Literal, Rule, Template, Term, needs_of
from dateline.mapping.spelling import are_few, lexical, once_each
from dateline.shacl.coding import CODE, numbered, numbered_few
from dateline.shacl.graph import LANG_STRING, TERMS, Graph, Kind
from dateline.shacl.run import mask_of
from dateline.tables import TEXT, Tables

Key: TypeAlias = "tuple[int, str | None, str | None]"
"""Kind, datatype and language: what terms of one dictionary have in common."""

_IRIS: Key = (int(Kind.IRI), None, None)


_LONG = 1000
"""Shorter columns are not compared with others: taking them in again costs less."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Places in one dictionary, a row a row of a table or of its exploded list; `rows` numbers the table's rows."""

    key: Key
    codes: pl.Series
    rows: pl.Series | None = None


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Subjects and objects (`s`, `o`) of one rule; `predicate` is an IRI, or the codes of one for each row.

    `once` says that no pair stands there twice, `constant` is the IRI of the object where all rows have the same.
    """

    predicate: str | pl.Series
    pairs: pl.DataFrame
    once: bool
    constant: str | None

    @staticmethod
    def are_distinct(some: Sequence[_Pairs]) -> bool:
        """Tell whether no pair of several rules stands there twice, as far as the rules show it."""
        objects = {one.constant for one in some}
        return all(one.once for one in some) and len(objects) == len(some) and (len(some) == 1 or None not in objects)


def graph_of(tables: Tables, *, file: str = "") -> Graph:
    """Return the default graph of the tables; `file` is what messages call it. IRIs are taken as they are."""
    coder = _Coder()
    made = [
        _Table(data, [rule for rule in RULES if rule.table == name and rule.graph is None], coder)
        for name, data in tables.frames().items()
        if data.height
    ]
    coder.settle()
    found: dict[int, list[_Pairs]] = {}
    for one in (one for table in made for one in table.pairs()):
        if isinstance(one.predicate, str):
            found.setdefault(coder.code(one.predicate), []).append(one)
            continue
        for (code,), some in one.pairs.with_columns(p=one.predicate).partition_by("p", as_dict=True).items():
            found.setdefault(int(code), []).append(replace(one, pairs=some.select("s", "o")))
    whole = {code: pl.concat([one.pairs for one in some]) for code, some in found.items()}
    distinct = {code for code, some in found.items() if _Pairs.are_distinct(some)}
    return Graph.of_pairs(whole, coder.terms, distinct=distinct, file=file)


class _Coder:
    """The dictionaries of a graph: columns of texts at first, numbered together when all are known."""

    def __init__(self) -> None:
        self._texts: dict[Key, list[pl.Series]] = {_IRIS: []}
        self._heights: dict[Key, int] = {_IRIS: 0}
        self._places: dict[str, int] = {}
        self._columns: list[tuple[Key, pl.Series, pl.Series]] = []
        self._numbers: dict[Key, pl.Series] = {}
        self.terms = pl.DataFrame(schema=TERMS)

    def places(self, key: Key, texts: pl.Series) -> pl.Series:
        """Take texts into the dictionary of a kind, datatype and language; return where each stands, null for null."""
        for known, column, places in self._columns:
            if known == key and _repeats(texts, column):
                return pl.concat([places] * (texts.len() // column.len()))
        start = self._heights.setdefault(key, 0)
        places, kept = _told_apart(texts)
        self._texts.setdefault(key, []).append(kept)
        self._heights[key] = start + kept.len()
        if kept is texts and texts.len() >= _LONG:
            self._columns.append((key, texts, places + start))
        return places + start

    def iri(self, text: str) -> int:
        """Take one IRI into the dictionary; return where it stands."""
        if text not in self._places:
            self._places[text] = int(self.places(_IRIS, pl.Series([text]))[0])
        return self._places[text]

    def settle(self) -> None:
        """Number the texts; the dictionaries follow each other in the terms."""
        parts, height = [self.terms], 0
        for key, texts in self._texts.items():
            numbers, distinct = numbered(pl.concat([pl.Series([], dtype=TEXT), *texts]))
            self._numbers[key] = numbers + height
            height += distinct.len()
            parts.append(_terms(key, distinct))
        self.terms = pl.concat(parts)

    def codes(self, part: _Part) -> pl.Series:
        """Return the codes of a part."""
        return self._numbers[part.key].gather(part.codes)

    def are_distinct(self, codes: pl.Series) -> bool:
        """Tell whether no code stands twice among the given ones."""
        given = codes.drop_nulls()
        return int(mask_of(given, self.terms.height).sum()) == given.len()

    def code(self, iri: str) -> int:
        """Return the code of an IRI that was taken in."""
        return int(self._numbers[_IRIS][self._places[iri]])


def _repeats(texts: pl.Series, column: pl.Series) -> bool:
    """Tell whether texts are those of a column, once or over and over: tables often name all events in order."""
    height = column.len()
    if texts.null_count() or texts.len() < height or texts.len() % height or texts[0] != column[0]:
        return False
    return all((texts.slice(at, height) == column).all() for at in range(0, texts.len(), height))


def _told_apart(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return places in texts that are kept, and these: all, or where the distinct ones are few, these once each."""
    known = texts.drop_nulls() if texts.null_count() else texts
    if are_few(known):
        numbers, kept = numbered_few(texts)
        return numbers.cast(CODE), kept
    if known is texts:
        return pl.int_range(texts.len(), dtype=CODE, eager=True), texts
    has = texts.is_not_null()
    return pl.select(pl.when(has).then(has.cum_sum() - 1)).to_series().cast(CODE), known


def _terms(key: Key, texts: pl.Series) -> pl.DataFrame:
    kind, datatype, language = key
    return texts.alias("text").to_frame().select(
        pl.lit(kind, TERMS["kind"]).alias("kind"),
        "text",
        pl.lit(datatype, TERMS["datatype"]).alias("datatype"),
        pl.lit(language, TERMS["language"]).alias("language"),
    )  # fmt: skip


class _Table:
    """The rows of one table as codes; each column is taken in once, whatever the number of its rules."""

    def __init__(self, data: pl.DataFrame, rules: list[Rule], coder: _Coder) -> None:
        self._data = data
        self._coder = coder
        self._known: dict[Term, list[_Part]] = {}
        self._empty = {name for name in data.columns if _is_empty(data[name])}
        self._rules = [rule for rule in rules if self._is_met(rule)]
        for rule in self._rules:
            self._take_in(rule.subject)
            self._take_in(rule.object)
            if isinstance(rule.predicate, Constant):
                coder.iri(rule.predicate.iri)
            else:
                self._take_in(rule.predicate)

    def pairs(self) -> Iterator[_Pairs]:
        """Yield what each rule gives, once the coder has settled."""
        coded = {
            term: [replace(part, codes=self._coder.codes(part)) for part in parts]
            for term, parts in self._known.items()
        }

        @cache
        def is_key(term: Term) -> bool:
            return len(coded[term]) == 1 and self._coder.are_distinct(coded[term][0].codes)

        for rule in self._rules:
            for part in coded[rule.object]:
                once = part.rows is None and (is_key(rule.subject) or is_key(rule.object))
                yield self._of_rule(rule, part, coded, once=once)

    def _of_rule(self, rule: Rule, part: _Part, coded: Mapping[Term, list[_Part]], *, once: bool) -> _Pairs:
        constant = rule.object.iri if isinstance(rule.object, Constant) else None
        (subject,) = coded[rule.subject]
        subjects = _along(subject.codes, part)
        holds = [codes.is_not_null() for codes in (subjects, part.codes) if codes.null_count()]
        if rule.where:
            holds.append(_along(self._holds(rule.where), part))
        pairs = pl.DataFrame([subjects.alias("s"), part.codes.alias("o")])
        predicate = (
            rule.predicate.iri if isinstance(rule.predicate, Constant) else _along(coded[rule.predicate][0].codes, part)
        )
        if not holds:
            return _Pairs(predicate, pairs, once, constant)
        kept = reduce(and_, holds)
        predicate = predicate if isinstance(predicate, str) else predicate.filter(kept)
        return _Pairs(predicate, pairs.filter(kept), once, constant)

    def _is_met(self, rule: Rule) -> bool:
        """Tell whether a rule can say something: its columns have values, and its condition holds somewhere."""
        needed = {column for term in (rule.subject, rule.predicate, rule.object) for column in needs_of(term)}
        if not self._empty.isdisjoint(needed):
            return False
        return rule.where is None or bool(self._holds(rule.where).any())

    def _holds(self, where: tuple[str, str]) -> pl.Series:
        column, wanted = where
        return (self._data[column].cast(pl.String) == wanted).fill_null(False)

    def _take_in(self, term: Term) -> None:
        """Keep the parts of a term: one, or for texts one a language; of predicates the IRI."""
        if term not in self._known:
            self._known[term] = self._literals(term) if isinstance(term, Literal) else [self._node(term)]

    def _node(self, node: Iri | Template | Constant) -> _Part:
        if isinstance(node, Constant):
            code = self._coder.iri(node.iri)
            return _Part(_IRIS, pl.repeat(code, self._data.height, dtype=CODE, eager=True))
        columns = (node.column,) if isinstance(node, Iri) else node.columns
        data, rows = self._flat(columns)
        if isinstance(node, Iri):
            return _Part(_IRIS, self._coder.places(_IRIS, data[node.column]), rows)
        if len(columns) == 1 and not node.needs:
            return _Part(_IRIS, once_each(data[columns[0]], lambda words: self._filled(node, words.to_frame())), rows)
        return _Part(_IRIS, self._filled(node, data), rows)

    def _filled(self, node: Template, data: pl.DataFrame) -> pl.Series:
        """Take the IRIs of a template in."""
        columns, pattern = node.columns, node.text
        for column in columns:
            pattern = pattern.replace(f"{{{column}}}", "{}")
        needed = pl.all_horizontal(pl.col(column).is_not_null() for column in (*columns, *node.needs))
        texts = data.select(pl.when(needed).then(pl.format(pattern, *columns))).to_series()
        return self._coder.places(_IRIS, texts)

    def _literals(self, literal: Literal) -> list[_Part]:
        data, rows = self._flat((literal.column,))
        if literal.language is None:
            key: Key = (int(Kind.LITERAL), literal.datatype, None)
            return [_Part(key, self._coded(key, literal.column, data[literal.column]), rows)]
        texts = data[literal.column]
        tags = data[literal.language]
        found = []
        for tag in tags.drop_nulls().unique(maintain_order=True):
            key = (int(Kind.LITERAL), LANG_STRING, str(tag))
            of_tag = pl.select(pl.when(tags == tag).then(texts)).to_series()
            found.append(_Part(key, self._coder.places(key, of_tag), rows))
        return found

    def _coded(self, key: Key, column: str, values: pl.Series) -> pl.Series:
        """Return the codes of literals."""

        def codes(some: pl.Series) -> pl.Series:
            return self._coder.places(key, some.to_frame(column).select(lexical(column, pl.col(column))).to_series())

        return once_each(values, codes)

    def _flat(self, columns: tuple[str, ...]) -> tuple[pl.DataFrame, pl.Series | None]:
        """The rows with a list column taken apart, and which row of the table each is of where that is not plain."""
        lists = [column for column in columns if isinstance(self._data.schema[column], pl.List)]
        if not lists:
            return self._data, None
        most = self._data[lists[0]].list.len().max()
        if isinstance(most, int) and most <= 1:
            return self._data.with_columns(pl.col(lists[0]).list.first()), None
        apart = self._data.with_row_index("row").explode(lists[0]).filter(pl.col(lists[0]).is_not_null())
        return apart, apart["row"]


def _is_empty(values: pl.Series) -> bool:
    if isinstance(values.dtype, pl.List):
        return not values.list.len().sum()
    return values.null_count() == values.len()


def _along(values: pl.Series, part: _Part) -> pl.Series:
    """The values of the table's rows for those of a part."""
    return values if part.rows is None else values.gather(part.rows)
