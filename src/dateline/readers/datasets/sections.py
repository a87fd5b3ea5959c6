"""The sections of a profile compiled: what each says of an event, an actor, a place, a source or a claim.

A section becomes a part: a few columns that are worked out once for each row, and the tables that they fill. The
rows of an `each` are taken apart first. Knows the tables and the profile's words, no files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from dateline.mapping.quads import IRI_PATTERN
from dateline.readers.datasets import names
from dateline.readers.datasets.codes import code_list
from dateline.readers.datasets.compile import EACH, Check, Compiler, Lookup
from dateline.readers.datasets.dates import COLUMNS as DATE_COLUMNS
from dateline.readers.datasets.dates import Step, compile_date
from dateline.readers.datasets.expressions import Codes, Expression, Members, Text
from dateline.readers.datasets.profile import Item, Profile
from dateline.readers.datasets.rejects import LINE
from dateline.tables import NUMBER, SCHEMAS, TEXT, TEXTS
from dateline.vocab import CONCEPT, DL, PREFIXES, RDF, RDFS, SEM

EVENT = "event."
"""How the names of the event's columns begin while a row is worked on."""

_SCHEMES = {
    "role": "role",
    "factuality": "factuality",
    "quad": "quad",
    "score_scheme": "score-scheme",
    "place_precision": "place-precision",
    "rank": "rank",
    "contexts": "context",
}
_REFERENCES = frozenset(("id", "affiliations", "within", "cites", "source", "event", "url", "same_as", "close_match"))
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_ABSOLUTE_TEXT = r"^[A-Za-z][A-Za-z0-9+.\-]*:"
_SAYS = ("type", "date", "what", "quantity", "where", "report")


@dataclass(frozen=True, slots=True)
class Part:
    """Columns worked out for each row, and the tables they fill: table -> its columns and what they are made of.

    A table gets a row where the column `needs` names has a value.
    """

    columns: Mapping[str, pl.Expr]
    tables: Mapping[str, Mapping[str, pl.Expr]]
    needs: str
    only: pl.Expr | None = None
    each: pl.Expr | None = None
    lookups: tuple[Lookup, ...] = ()

    def frames(self, data: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
        """Yield each table's name and rows, with their lines."""
        rows = self._rows(data).select(LINE, *(value.alias(name) for name, value in self.columns.items()))
        rows = rows.filter(pl.col(self.needs).is_not_null())
        for table, columns in self.tables.items():
            yield table, rows.select(LINE, *(value.alias(name) for name, value in columns.items()))

    def unknown(self, data: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """Yield how often which code was not known."""
        if not self.lookups:
            return
        rows = self._rows(data)
        for lookup in self.lookups:
            value = lookup.value.alias("code")
            found = rows.select(LINE, value) if not lookup.listed else rows.select(LINE, value).explode("code")
            strange = found.filter(pl.col("code").is_not_null() & ~pl.col("code").is_in(list(lookup.codes)))
            if strange.height:
                counted = strange.group_by("code").agg(pl.len().cast(pl.Int64).alias("count"), pl.col(LINE).min())
                yield counted.select(pl.lit(lookup.scheme).alias("scheme"), "code", "count", LINE)

    def _rows(self, data: pl.DataFrame) -> pl.DataFrame:
        rows = data if self.only is None else data.filter(self.only)
        return rows if self.each is None else rows.with_columns(self.each.alias(EACH)).explode(EACH).drop_nulls(EACH)


@dataclass(slots=True)
class Sections:
    """Compiles the sections of one profile: `steps` add columns, `checks` reject rows, `parts` fill tables."""

    profile: Profile
    compiler: Compiler
    steps: list[Step]
    checks: list[Check]
    parts: list[Part]

    def compile(self) -> None:
        """Compile every section of the profile."""
        places = [self._place(at, item) for at, item in enumerate(self.profile.places)]
        if self.profile.event:
            self._event(self.profile.event, [pl.col(name) for name in places if name])
        for item in self.profile.actors:
            self._actor(item)
        for at, item in enumerate(self.profile.sources):
            self._source(at, item)
        default = Item({"says": Text(("type",))}, self.profile.event.at) if self.profile.event else None
        for item in self.profile.claims or ((default,) if default else ()):
            self._claim(item)

    def _event(self, item: Item, places: list[pl.Expr]) -> None:
        compiler = self.compiler
        mark = len(compiler.lookups)
        columns = self._fields({name: value for name, value in item.fields.items() if name != "type"}, "events")
        self._check_id(columns["id"], item, required=True)
        columns |= self._typed(item, columns)
        columns |= {name: columns.get(name, pl.lit(word)) for name, word in (("kind", "event"), ("factuality", "occurred"))}
        columns["label"] = self._label(columns)
        columns["places"] = pl.concat_list(places).list.drop_nulls() if places else pl.lit([], TEXTS)
        self.steps.append(added({EVENT + name: value for name, value in columns.items()}))
        names_of = list(columns)
        if item.date:
            dated = compile_date(item.date, compiler, EVENT)
            self.steps += dated.steps
            self.checks += dated.checks
            names_of += [*DATE_COLUMNS, "original_date"]
        filled = {name: pl.col(EVENT + name) for name in names_of if name in SCHEMAS["events"]}
        filled["label_lang"] = pl.lit(self.profile.language)
        lookups = tuple(compiler.lookups[mark:])
        self.parts.append(Part({"id": pl.col(EVENT + "id"), **filled}, {"events": _same(filled)}, "id", lookups=lookups))

    def _typed(self, item: Item, columns: Mapping[str, pl.Expr]) -> dict[str, pl.Expr]:
        """Type, mode, quad class and score, all by the word of the type."""
        given = item.fields.get("type")
        if given is None:
            return {"word": pl.lit(None, TEXT)}
        types = code_list("type")
        assert types is not None
        word = self.compiler.words(given, "type", item.at)
        found = {"word": word, "type": word.str.extract(r"^([^/]+)", 1), "mode": word.str.extract(r"^[^/]+/(.+)$", 1)}
        if "quad" not in columns:
            found["quad"] = _taken(types.columns["quad"], word)
        if "score" not in columns:
            found["score"] = _taken(types.columns["score"], word).cast(NUMBER)
            found["score_scheme"] = pl.when(found["score"].is_not_null()).then(pl.lit("plover-0.8"))
        elif "score_scheme" in columns:
            found["score_scheme"] = pl.when(columns["score"].is_not_null()).then(columns["score_scheme"])
        return found

    def _label(self, columns: Mapping[str, pl.Expr]) -> pl.Expr:
        """What happened: the profile's words, else the name of the type, else the id."""
        types = code_list("type")
        assert types is not None
        options = [columns["label"]] if "label" in columns else []
        return pl.coalesce([*options, _taken(types.columns["label"], columns["word"]), _last_step(columns["id"])])

    def _actor(self, item: Item) -> None:
        with_role = "role" in item.fields and self.profile.event is not None
        columns, lookups = self._entity(item, "actors", extra=("role", "capacity"))
        tables = {"actors": {name: pl.col(name) for name in columns if name not in ("role", "capacity")}}
        if with_role:
            columns["event"] = pl.col(EVENT + "id")
            columns["participation"] = pl.when(columns["role"].is_not_null()).then(self._participation(columns))
            made = {"id": "participation", "event": "event", "actor": "id", "role": "role"}
            made |= {"capacity": "capacity"} if "capacity" in columns else {}
            tables["participations"] = {name: pl.col(column) for name, column in made.items()}
        self._add(item, columns, tables, lookups)

    def _participation(self, columns: Mapping[str, pl.Expr]) -> pl.Expr:
        step = names.foreign(columns["id"], self.profile.base)
        return pl.concat_str([columns["event"], pl.lit("/participation/"), columns["role"], pl.lit("-"), step])

    def _place(self, at: int, item: Item) -> str:
        """Compile a place; return the column of its id where the event took place there."""
        columns, lookups = self._entity(item, "places", extra=("attach",))
        attached = item.constant("attach") != "no"
        columns.pop("attach", None)
        name = f"place.{at}"
        whole = columns["id"] if item.only is None else pl.when(self.compiler.condition(item.only)).then(columns["id"])
        self.steps.append(added({name: whole}))
        columns["id"] = pl.col(name)
        self._add(item, columns, {"places": _same(columns)}, lookups)
        return name if attached else ""

    def _source(self, at: int, item: Item) -> None:
        columns, lookups = self._entity(item, "sources")
        if item.date:
            prefix = f"source.{at}."
            dated = compile_date(item.date, self.compiler, prefix)
            self.steps += dated.steps
            self.checks += dated.checks[1:]
            day = pl.col(prefix + "precision") == "day"
            columns |= {name: pl.col(prefix + name) for name in ("edtf", "earliest_day", "latest_day")}
            columns["issued"] = pl.when(day).then(pl.col(prefix + "earliest_begin"))
        self._add(item, columns, {"sources": _same(columns)}, lookups)

    def _entity(
        self, item: Item, table: str, extra: tuple[str, ...] = ()
    ) -> tuple[dict[str, pl.Expr], tuple[Lookup, ...]]:
        mark = len(self.compiler.lookups)
        known = dict(self.compiler.columns)
        if item.each:
            self.compiler.columns = {**known, EACH: TEXT}
        columns = self._fields(item.fields, table)
        self.compiler.columns = known
        self._check_id(columns["id"], item, required=False)
        if table != "places" or "label" in columns:
            options = [columns["label"]] if "label" in columns else []
            columns["label"] = pl.coalesce([*options, _last_step(columns["id"])])
        columns["label_lang"] = pl.lit(self.profile.language)
        lookups = tuple(self.compiler.lookups[mark:])
        return columns, lookups

    def _claim(self, item: Item) -> None:
        says = item.constant("says") or ""
        if says not in _SAYS:
            hint = f"Write one of {', '.join(_SAYS)}."
            self.compiler.problems.append(item.at.error("E213", "`says` names what is claimed of the event.", hint))
            return
        mark = len(self.compiler.lookups)
        columns = self._fields({name: item.fields[name] for name in item.fields if name not in ("says", "value", "name")}, "claims")
        columns.setdefault("event", pl.col(EVENT + "id"))
        columns.setdefault("source", pl.lit(coder_iri(self.profile)))
        columns.setdefault("rank", pl.lit("normal"))
        if "original" not in columns and says == "type" and (code := self._code()) is not None:
            columns["original"] = code
        name = self.compiler.expr(item.fields["name"]) if "name" in item.fields else pl.lit(says)
        columns |= self._claimed(says, item)
        columns["id"] = pl.concat_str([columns["event"], pl.lit("/claim/"), name])
        self._check_id(columns["id"], item, required=False)
        self._add(item, columns, {"claims": _same(columns)}, tuple(self.compiler.lookups[mark:]))

    def _code(self) -> pl.Expr | None:
        """The coder's own code for the type of the event."""
        given = self.profile.event.fields.get("type") if self.profile.event else None
        if isinstance(given, Codes):
            return self.compiler.expr(given.of)
        return None if given is None or (isinstance(given, Text) and given.constant) else self.compiler.expr(given)

    def _claimed(self, says: str, item: Item) -> dict[str, pl.Expr]:
        """The property and the value of a claim; a type that has no concept here is the report of an event."""
        report = {"property": pl.lit(RDF + "type"), "value_iri": pl.lit(DL + "Event")}
        if says == "report":
            return report
        if says == "type":
            word = pl.col(EVENT + "word")
            known = word.is_not_null()
            return {
                "property": pl.when(known).then(pl.lit(SEM + "eventType")).otherwise(report["property"]),
                "value_iri": pl.when(known).then(pl.lit(CONCEPT + "type/") + word).otherwise(report["value_iri"]),
            }
        if says == "date":
            days = {f"value_{name}": pl.col(EVENT + name) for name in ("edtf", "earliest_day", "latest_day")}
            return {"property": pl.lit(DL + "edtf"), **days}
        given = item.fields.get("value")
        if says == "quantity":
            number = self.compiler.number(given, item.at) if given else pl.col(EVENT + "quantity")
            return {"property": pl.when(number.is_not_null()).then(pl.lit(DL + "quantity")), "value_number": number}
        if says == "what":
            text = self.compiler.expr(given) if given else pl.col(EVENT + "label")
            return {"property": pl.when(text.is_not_null()).then(pl.lit(RDFS + "label")), "value_text": text}
        place = self._reference(given) if given else pl.col(EVENT + "places").list.first()
        return {"property": pl.when(place.is_not_null()).then(pl.lit(SEM + "hasPlace")), "value_iri": place}

    def _fields(self, fields: Mapping[str, Expression], table: str) -> dict[str, pl.Expr]:
        """Compile the fields of a section as their columns want them."""
        return {name: self._field(name, value, table) for name, value in fields.items()}

    def _field(self, name: str, value: Expression, table: str) -> pl.Expr:
        dtype = SCHEMAS[table][name].dtype if name in SCHEMAS[table] else TEXT
        place = next((item.at for item in (self.profile.event, *self.profile.actors) if item), None)
        if dtype == TEXTS:
            return self._references(value) if name in _REFERENCES else self.compiler.texts(value)
        if name in _REFERENCES:
            return self._reference(value)
        if name in _SCHEMES and place:
            return self.compiler.words(value, _SCHEMES[name], place)
        if dtype == NUMBER and place:
            return self.compiler.number(value, place)
        return self.compiler.expr(value)

    def _references(self, value: Expression) -> pl.Expr:
        if isinstance(value, Members):
            return pl.concat_list([self._reference(one) for one in value.items]).list.drop_nulls().list.unique().list.sort()
        return self.compiler.texts(value).list.eval(self._resolved(pl.element()))

    def _reference(self, value: Expression) -> pl.Expr:
        """The IRI that a value stands for: as it is where it is whole, else under the base of the profile."""
        found = self.compiler.expr(value)
        first = value.pieces[0] if isinstance(value, Text) and value.pieces else None
        if not isinstance(first, str):
            return self._resolved(found)
        prefix, colon, _ = first.partition(":")
        if colon and prefix in PREFIXES:
            return pl.lit(PREFIXES[prefix]) + found.str.slice(len(prefix) + 1)
        return found if _ABSOLUTE.match(first) else pl.lit(self.profile.base) + found

    def _resolved(self, value: pl.Expr) -> pl.Expr:
        return pl.when(value.str.contains(_ABSOLUTE_TEXT)).then(value).otherwise(pl.lit(self.profile.base) + value)

    def _check_id(self, iri: pl.Expr, item: Item, *, required: bool) -> None:
        column = self.compiler.column_of(item.fields.get("id") or item.fields.get("event"))
        if required:
            missing = "The row has nothing to make the id of its event from."
            self.checks.append(Check("E207", column, iri, iri.is_null(), missing))
        if item.each is None:
            wrong = iri.is_not_null() & ~iri.str.contains(IRI_PATTERN)
            if item.only:
                wrong &= self.compiler.condition(item.only)
            self.checks.append(Check("E208", column, iri, wrong, "This cannot be part of a web address."))

    def _add(
        self,
        item: Item,
        columns: dict[str, pl.Expr],
        tables: Mapping[str, Mapping[str, pl.Expr]],
        lookups: tuple[Lookup, ...],
    ) -> None:
        only = self.compiler.condition(item.only) if item.only else None
        each = self.compiler.texts(item.each) if item.each else None
        needs = "property" if "property" in columns else "id"
        self.parts.append(Part(columns, tables, needs, only, each, lookups))


def added(columns: Mapping[str, pl.Expr]) -> Step:
    """Return the step that adds columns."""
    named = [value.alias(name) for name, value in columns.items()]
    return Step(lambda data: data.with_columns(named))


def coder_iri(profile: Profile) -> str:
    """Return the IRI of the source that a profile's coder is."""
    return f"{profile.base}source/{profile.source.get('id', 'coder')}"


def _same(columns: Mapping[str, pl.Expr]) -> dict[str, pl.Expr]:
    return {name: pl.col(name) for name in columns}


def _taken(values: Mapping[str, str], word: pl.Expr) -> pl.Expr:
    old, new = pl.Series(list(values), dtype=TEXT), pl.Series(list(values.values()), dtype=TEXT)
    return word.replace_strict(old, new, default=None, return_dtype=TEXT)


def _last_step(iri: pl.Expr) -> pl.Expr:
    return iri.str.extract(r"([^/#]+)[/#]?$", 1)
