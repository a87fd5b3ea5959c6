"""Tables as the graph that shapes are judged on, without a detour through text: columns become codes.

The same rules as in `mapping.lines` say which column becomes which triple; a term is spelled once, however many rows
have it. The graph is that of the default graph's lines, triple by triple, which a test holds it to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import polars as pl

from dateline.mapping.rules import RULES, Constant, Iri, Literal, Rule, Template, Term
from dateline.mapping.spelling import lexical, once_each
from dateline.shacl.graph import LANG_STRING, TERMS, TRIPLES, Graph, Kind
from dateline.tables import Tables

Key: TypeAlias = "tuple[int, str | None, str | None]"
"""Kind, datatype and language: what terms of one dictionary have in common."""

_CODE = pl.UInt32()
_IRIS: Key = (int(Kind.IRI), None, None)


class _Dictionary:
    """Numbers for the distinct terms of one kind, datatype and language, counted from 0."""

    def __init__(self) -> None:
        self._type = pl.Categorical(pl.Categories.random())
        self._keep = pl.Series([], dtype=self._type)  # categories that no series has are forgotten
        self.size = 0

    def codes(self, texts: pl.Series) -> pl.Series:
        """Return the numbers of texts; null stays null. Of neighbors that are the same, one is looked up."""
        if texts.null_count() or texts.len() < 2:
            return self._looked_up(texts)
        starts = texts != texts.shift()
        starts[0] = True
        if 3 * starts.sum() > 2 * texts.len():
            return self._looked_up(texts)
        runs = starts.cast(_CODE).cum_sum() - 1
        return self._looked_up(texts.filter(starts)).gather(runs)

    def _looked_up(self, texts: pl.Series) -> pl.Series:
        codes = texts.cast(self._type).to_physical().cast(_CODE)
        highest = codes.max()
        self.size = max(self.size, highest + 1) if isinstance(highest, int) else self.size
        return codes

    def texts(self) -> pl.Series:
        """Return the texts by number."""
        numbers = pl.int_range(self.size, dtype=_CODE, eager=True).alias("code").to_frame()
        return numbers.select(pl.col("code").cat.to(self._type).cast(pl.String)).to_series()


@dataclass(frozen=True, slots=True)
class _Part:
    """Codes of one dictionary, a row a row of a table or of its exploded list; `rows` numbers the table's rows."""

    key: Key
    codes: pl.Series
    rows: pl.Series | None = None


@dataclass(frozen=True, slots=True)
class _Triples:
    """Subjects and objects of one rule; `predicate` is an IRI, or the codes of one for each row."""

    subjects: pl.Series
    predicate: str | pl.Series
    key: Key
    objects: pl.Series


def graph_of(tables: Tables, *, file: str = "") -> Graph:
    """Return the default graph of the tables; `file` is what messages call it. IRIs are taken as they are."""
    coder = _Coder()
    found: list[_Triples] = []
    for name, data in tables.frames().items():
        if data.height:
            rules = [rule for rule in RULES if rule.table == name and rule.graph is None]
            found += _Table(data, coder).triples(rules)
    return coder.graph(found, file)


class _Coder:
    """The dictionaries of a graph."""

    def __init__(self) -> None:
        self._dictionaries: dict[Key, _Dictionary] = {_IRIS: _Dictionary()}

    def codes(self, key: Key, texts: pl.Series) -> pl.Series:
        """Return the numbers of texts in the dictionary of a kind, datatype and language."""
        return self._dictionaries.setdefault(key, _Dictionary()).codes(texts)

    def iri(self, text: str) -> int:
        """Return the number of one IRI."""
        return int(self.codes(_IRIS, pl.Series([text]))[0])

    def graph(self, found: list[_Triples], file: str) -> Graph:
        """Put together what the rules gave, each triple once; the dictionaries follow each other in the terms."""
        predicates = {one.predicate: self.iri(one.predicate) for one in found if isinstance(one.predicate, str)}
        starts, height = {}, 0
        for key, dictionary in self._dictionaries.items():
            starts[key] = height
            height += dictionary.size
        pairs: dict[int, list[pl.DataFrame]] = {}
        for one in found:
            part = pl.DataFrame([one.subjects.alias("s"), (one.objects + starts[one.key]).cast(_CODE).alias("o")])
            if isinstance(one.predicate, str):
                pairs.setdefault(predicates[one.predicate], []).append(part)
                continue
            for (code,), some in part.with_columns(p=one.predicate).partition_by("p", as_dict=True).items():
                pairs.setdefault(int(code), []).append(some.select("s", "o"))
        triples = [_distinct(parts).select("s", pl.lit(code, _CODE).alias("p"), "o") for code, parts in pairs.items()]
        return Graph(pl.concat([pl.DataFrame(schema=TRIPLES), *triples]), self._terms(), file=file)

    def _terms(self) -> pl.DataFrame:
        parts = [
            dictionary.texts().alias("text").to_frame().select(
                pl.lit(kind, TERMS["kind"]).alias("kind"),
                "text",
                pl.lit(datatype, TERMS["datatype"]).alias("datatype"),
                pl.lit(language, TERMS["language"]).alias("language"),
            )
            for (kind, datatype, language), dictionary in self._dictionaries.items()
        ]  # fmt: skip
        return pl.concat(parts)


def _distinct(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """The distinct pairs of one predicate."""
    whole = pl.concat(parts)
    key = whole["s"].cast(pl.UInt64) * (1 << 32) + whole["o"]
    return whole if key.n_unique() == whole.height else whole.unique()


class _Table:
    """The rows of one table as codes; each column is coded once, whatever the number of its rules."""

    def __init__(self, data: pl.DataFrame, coder: _Coder) -> None:
        self._data = data
        self._coder = coder
        self._known: dict[Term, list[_Part]] = {}

    def triples(self, rules: list[Rule]) -> list[_Triples]:
        """Return the triples of some rules."""
        return [one for rule in rules for one in self._of_rule(rule)]

    def _of_rule(self, rule: Rule) -> list[_Triples]:
        holds = None
        if rule.where:
            column, wanted = rule.where
            holds = (self._data[column].cast(pl.String) == wanted).fill_null(False)
            if not holds.any():
                return []
        (subject,) = self._parts(rule.subject)
        found = []
        for part in self._parts(rule.object):
            subjects = subject.codes if part.rows is None else subject.codes.gather(part.rows)
            kept = subjects.is_not_null() & part.codes.is_not_null()
            if holds is not None:
                kept &= holds if part.rows is None else holds.gather(part.rows)
            predicate = self._predicate(rule, part, kept)
            if not kept.all():
                found.append(_Triples(subjects.filter(kept), predicate, part.key, part.codes.filter(kept)))
            else:
                found.append(_Triples(subjects, predicate, part.key, part.codes))
        return found

    def _predicate(self, rule: Rule, part: _Part, kept: pl.Series) -> str | pl.Series:
        if isinstance(rule.predicate, Constant):
            return rule.predicate.iri
        (predicate,) = self._parts(rule.predicate)
        codes = predicate.codes if part.rows is None else predicate.codes.gather(part.rows)
        return codes.filter(kept)

    def _parts(self, term: Term) -> list[_Part]:
        """Return the codes of a term: one part, or for texts one a language."""
        if term not in self._known:
            self._known[term] = self._literals(term) if isinstance(term, Literal) else [self._node(term)]
        return self._known[term]

    def _node(self, node: Iri | Template | Constant) -> _Part:
        if isinstance(node, Constant):
            code = self._coder.iri(node.iri)
            return _Part(_IRIS, pl.repeat(code, self._data.height, dtype=_CODE, eager=True))
        columns = (node.column,) if isinstance(node, Iri) else node.columns
        data, rows = self._flat(columns)
        if isinstance(node, Iri):
            return _Part(_IRIS, self._coder.codes(_IRIS, data[node.column]), rows)
        pattern = node.text
        for column in columns:
            pattern = pattern.replace(f"{{{column}}}", "{}")
        needed = pl.all_horizontal(pl.col(column).is_not_null() for column in (*columns, *node.needs))
        texts = data.select(pl.when(needed).then(pl.format(pattern, *columns))).to_series()
        return _Part(_IRIS, self._coder.codes(_IRIS, texts), rows)

    def _literals(self, literal: Literal) -> list[_Part]:
        data, rows = self._flat((literal.column,))
        if data[literal.column].null_count() == data.height:
            return []
        if literal.language is None:
            key: Key = (int(Kind.LITERAL), literal.datatype, None)
            return [_Part(key, self._coded(key, literal.column, data[literal.column]), rows)]
        texts = data[literal.column]
        tags = data[literal.language]
        found = []
        for tag in tags.drop_nulls().unique(maintain_order=True):
            key = (int(Kind.LITERAL), LANG_STRING, str(tag))
            of_tag = pl.select(pl.when(tags == tag).then(texts)).to_series()
            found.append(_Part(key, self._coder.codes(key, of_tag), rows))
        return found

    def _coded(self, key: Key, column: str, values: pl.Series) -> pl.Series:
        """Return the codes of literals."""

        def codes(some: pl.Series) -> pl.Series:
            return self._coder.codes(key, some.to_frame(column).select(lexical(column, pl.col(column))).to_series())

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
