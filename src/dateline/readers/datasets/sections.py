"""The sections of a profile compiled: what each says of an event, an actor, a place, a source or a claim.

A section becomes a part: a few columns that are worked out once for each row, and the tables that they fill. The
rows of an `each` are taken apart first. Knows the tables and the profile's words, no files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import polars as pl

from dateline.mapping.quads import IRI_PATTERN
from dateline.readers.datasets import names
from dateline.readers.datasets.codes import CodeList, code_list
from dateline.readers.datasets.compile import EACH, Check, Compiler, Lookup
from dateline.readers.datasets.dates import COLUMNS as DATE_COLUMNS
from dateline.readers.datasets.dates import Step, compile_date
from dateline.readers.datasets.expressions import Cell, Codes, Expression, Members, Slug, Text
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
_PLAIN = re.compile(r"[A-Za-z0-9._~/:#-]*\Z")
_SAYS = ("type", "date", "what", "quantity", "where", "report")


@dataclass(frozen=True, slots=True)
class Output:
    """A table that a part fills: its columns; with `once` only the first row of each `id` counts."""

    table: str
    columns: Mapping[str, pl.Expr]
    once: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A section compiled: the rows that it is about, columns to add to them, and the tables they fill.

    `key` is the column without which a row does not count. Look-ups are counted over the rows that the part is about.
    """

    key: str
    outputs: tuple[Output, ...] = ()
    prepared: Mapping[str, pl.Expr] = field(default_factory=dict)
    only: pl.Expr | None = None
    each: pl.Expr | None = None
    lookups: tuple[Lookup, ...] = ()

    def frames(self, data: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
        """Yield each table's name and rows, with their lines."""
        if not self.outputs:
            return
        rows = self._rows(data).with_columns(value.alias(name) for name, value in self.prepared.items())
        if rows[self.key].null_count():
            rows = rows.filter(pl.col(self.key).is_not_null())
        for output in self.outputs:
            chosen = rows.unique(self.key, keep="first", maintain_order=True) if output.once else rows
            yield output.table, chosen.select(LINE, *(value.alias(name) for name, value in output.columns.items()))

    def unknown(self, data: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """Yield how often which code was not known."""
        if not self.lookups:
            return
        rows = self._rows(data)
        for lookup in self.lookups:
            value = lookup.value.alias("code")
            found = rows.select(LINE, value)
            found = found.explode("code") if lookup.listed else found
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
        for at, item in enumerate(self.profile.actors):
            self._actor(at, item)
        for at, item in enumerate(self.profile.sources):
            self._source(at, item)
        default = Item({"says": Text(("type",))}, self.profile.event.at) if self.profile.event else None
        for at, item in enumerate(self.profile.claims or ((default,) if default else ())):
            self._claim(at, item)

    def _event(self, item: Item, places: list[pl.Expr]) -> None:
        compiler = self.compiler
        mark = len(compiler.lookups)
        columns = self._fields({name: value for name, value in item.fields.items() if name != "type"}, "events")
        self._check_id(columns["id"], item, required=True)
        columns |= self._typed(item, columns)
        columns |= {
            name: columns.get(name, pl.lit(word)) for name, word in (("kind", "event"), ("factuality", "occurred"))
        }
        columns["places"] = pl.concat_list(places).list.drop_nulls() if places else pl.lit([], TEXTS)
        self.steps.append(added({EVENT + name: value for name, value in columns.items()}))
        self.steps += [
            self._of_type({name: value for name, value in columns.items() if name != "word"}),
            Step(_labeled),
        ]
        names_of = dict.fromkeys(("label", *_concepts().columns, *columns))
        if item.date:
            dated = compile_date(item.date, compiler, EVENT)
            self.steps += dated.steps
            self.checks += dated.checks
            names_of |= dict.fromkeys((*DATE_COLUMNS, "original_date"))
        filled = {name: pl.col(EVENT + name) for name in names_of if name in SCHEMAS["events"]}
        filled["label_lang"] = pl.lit(self.profile.language)
        lookups = tuple(compiler.lookups[mark:])
        self.parts.append(Part(EVENT + "id", (Output("events", filled),), lookups=lookups))

    def _typed(self, item: Item, columns: Mapping[str, pl.Expr]) -> dict[str, pl.Expr]:
        """Type, mode, quad class and score, all by the word of the type."""
        given = item.fields.get("type")
        if given is None:
            return {"word": pl.lit(None, TEXT)}
        found = {"word": self.compiler.words(given, "type", item.at)}
        if "score" in columns and "score_scheme" in columns:
            found["score_scheme"] = pl.when(columns["score"].is_not_null()).then(columns["score_scheme"])
        return found

    def _of_type(self, columns: Mapping[str, pl.Expr]) -> Step:
        """The step that adds what follows from the word of the type, unless the profile gives it."""
        names_of = [name for name in _concepts().columns if name not in columns]
        if "score" in columns:
            names_of = [name for name in names_of if name != "score_scheme"]
        table = _concepts().select(names_of).rename({name: EVENT + name for name in names_of})
        return Step(lambda data: data.join(table, on=EVENT + "word", how="left", maintain_order="left"))

    def _actor(self, at: int, item: Item) -> None:
        key = f"actor.{at}"
        columns, lookups = self._entity(item, "actors")
        outputs = [Output("actors", {**columns, "id": pl.col(key)}, once=True)]
        if "role" in columns and self.profile.event:
            role = columns["role"]
            step = self._step_of(item.fields["id"], pl.col(key))
            parts = [pl.col(EVENT + "id"), pl.lit("/participation/"), role, pl.lit("-"), step]
            made = {"id": pl.concat_str(parts), "event": pl.col(EVENT + "id"), "actor": pl.col(key), "role": role}
            made |= {"capacity": columns["capacity"]} if "capacity" in columns else {}
            outputs.append(Output("participations", made))
        for name in ("role", "capacity"):
            columns.pop(name, None)
        outputs[0] = Output("actors", {**columns, "id": pl.col(key)}, once=True)
        self._add(item, Part(key, tuple(outputs), {key: columns["id"]}, lookups=lookups))

    def _step_of(self, id_: Expression, iri: pl.Expr) -> pl.Expr:
        """The last step of an actor's IRI; for an id such as `actor/{code}` what follows the fixed text."""
        if isinstance(id_, Slug) and id_.under.endswith("/") and self._is_safe(id_):
            return iri.str.slice(len(self.profile.base) + len(id_.under))
        if isinstance(id_, Text) and len(id_.pieces) == 2 and self._is_safe(id_):
            head, cell = id_.pieces
            if isinstance(head, str) and head.endswith("/") and not _ABSOLUTE.match(head):
                return self.compiler.expr(Text((cell,)))
        return names.foreign(iri, self.profile.base)

    def _place(self, at: int, item: Item) -> str:
        """Compile a place; return the column of its id where the event took place there."""
        key = f"place.{at}"
        attached = item.constant("attach") != "no"
        fields = {name: value for name, value in item.fields.items() if name != "attach"}
        columns, lookups = self._entity(replace(item, fields=fields), "places")
        whole = columns["id"] if item.only is None else pl.when(self.compiler.condition(item.only)).then(columns["id"])
        self.steps.append(added({key: whole}))
        self._add(item, Part(key, (Output("places", {**columns, "id": pl.col(key)}, once=True),), lookups=lookups))
        return key if attached else ""

    def _source(self, at: int, item: Item) -> None:
        key = f"source.{at}"
        columns, lookups = self._entity(item, "sources")
        if item.date:
            prefix = f"{key}."
            dated = compile_date(item.date, self.compiler, prefix)
            self.steps += dated.steps
            self.checks += dated.checks[1:]
            day = pl.col(prefix + "precision") == "day"
            columns |= {name: pl.col(prefix + name) for name in ("edtf", "earliest_day", "latest_day")}
            columns["issued"] = pl.when(day).then(pl.col(prefix + "earliest_begin"))
        output = Output("sources", {**columns, "id": pl.col(key)}, once=True)
        self._add(item, Part(key, (output,), {key: columns["id"]}, lookups=lookups))

    def _entity(self, item: Item, table: str) -> tuple[dict[str, pl.Expr], tuple[Lookup, ...]]:
        """The columns of an actor, a place or a source, and the look-ups in them."""
        mark = len(self.compiler.lookups)
        known = self.compiler.columns
        if item.each:
            self.compiler.columns = {**known, EACH: TEXT}
        columns = self._fields(item.fields, table)
        self.compiler.columns = known
        self._check_id(columns["id"], item, required=False)
        if table != "places" or "label" in columns:
            options = [columns["label"]] if "label" in columns else []
            columns["label"] = pl.coalesce([*options, _last_step(columns["id"])])
        columns["label_lang"] = pl.lit(self.profile.language)
        return columns, tuple(self.compiler.lookups[mark:])

    def _claim(self, at: int, item: Item) -> None:
        says = item.constant("says") or ""
        if says not in _SAYS:
            hint = f"Write one of {', '.join(_SAYS)}."
            self.compiler.problems.append(item.at.error("E213", "`says` names what is claimed of the event.", hint))
            return
        mark = len(self.compiler.lookups)
        known = self.compiler.columns
        self.compiler.columns = {**known, EACH: TEXT} if item.each else known
        columns = self._fields(
            {name: item.fields[name] for name in item.fields if name not in ("says", "value", "name")}, "claims"
        )
        columns.setdefault("event", pl.col(EVENT + "id"))
        columns.setdefault("source", pl.lit(coder_iri(self.profile)))
        columns.setdefault("rank", pl.lit("normal"))
        if "original" not in columns and says == "type" and (code := self._code()) is not None:
            columns["original"] = code
        name = self.compiler.expr(item.fields["name"]) if "name" in item.fields else pl.lit(says)
        columns |= self._claimed(says, item)
        self.compiler.columns = known
        if "event" in item.fields:
            self._check_id(columns["event"], item, required=True)
        columns["id"] = pl.concat_str([columns["event"], pl.lit("/claim/"), name])
        key = f"claim.{at}"
        claimed = {key: columns["property"]}
        lookups = tuple(self.compiler.lookups[mark:])
        self._add(item, Part(key, (Output("claims", {**columns, "property": pl.col(key)}),), claimed, lookups=lookups))

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
            return (
                pl.concat_list([self._reference(one) for one in value.items])
                .list.drop_nulls()
                .list.unique()
                .list.sort()
            )
        return self.compiler.texts(value).list.eval(self._resolved(pl.element()))

    def _reference(self, value: Expression) -> pl.Expr:
        """The IRI that a value stands for: as it is where it is whole, else under the base of the profile."""
        found = self.compiler.expr(value)
        first = value.pieces[0] if isinstance(value, Text) and value.pieces else None
        first = value.under if isinstance(value, Slug) else first
        if not isinstance(first, str):
            return self._resolved(found)
        prefix, colon, _ = first.partition(":")
        if colon and prefix in PREFIXES:
            return pl.lit(PREFIXES[prefix]) + found.str.slice(len(prefix) + 1)
        return found if _ABSOLUTE.match(first) else pl.lit(self.profile.base) + found

    def _resolved(self, value: pl.Expr) -> pl.Expr:
        return pl.when(value.str.contains(_ABSOLUTE_TEXT)).then(value).otherwise(pl.lit(self.profile.base) + value)

    def _check_id(self, iri: pl.Expr, item: Item, *, required: bool) -> None:
        given = item.fields["event"] if "event" in item.fields else item.fields["id"]
        column = self.compiler.column_of(given)
        if required:
            missing = "The row has nothing to make the id of its event from."
            self.checks.append(Check("E207", column, iri, iri.is_null(), missing))
        if item.each is None and not self._is_safe(given):
            wrong = iri.is_not_null() & ~iri.str.contains(IRI_PATTERN)
            if item.only:
                wrong &= self.compiler.condition(item.only)
            shown = pl.col(column) if column in self.compiler.columns else iri
            self.checks.append(Check("E208", column, shown, wrong, "This cannot be part of a web address."))

    def _is_safe(self, value: Expression) -> bool:
        """Whether nothing in a value can break an IRI, since all its cells are slugs."""
        values = self.profile.values
        if isinstance(value, Slug):
            return bool(_PLAIN.match(value.under))
        return isinstance(value, Text) and all(
            isinstance(values.get(piece.name), Slug) if isinstance(piece, Cell) else bool(_PLAIN.match(piece))
            for piece in value.pieces
        )

    def _add(self, item: Item, part: Part) -> None:
        only = self.compiler.condition(item.only) if item.only else None
        each = self.compiler.texts(item.each) if item.each else None
        self.parts.append(replace(part, only=only, each=each))


def added(columns: Mapping[str, pl.Expr]) -> Step:
    """Return the step that adds columns."""
    named = [value.alias(name) for name, value in columns.items()]
    return Step(lambda data: data.with_columns(named))


def coder_iri(profile: Profile) -> str:
    """Return the IRI of the source that a profile's coder is."""
    return f"{profile.base}source/{profile.source.get('id', 'coder')}"


def _types() -> CodeList:
    types = code_list("type")
    assert types is not None
    return types


@lru_cache(maxsize=1)
def _concepts() -> pl.DataFrame:
    """What follows from the word of a type: its two halves, quad class and score, with its name."""
    types = _types()
    rows = []
    for word in sorted(types.codes):
        kind, _, mode = word.partition("/")
        score = types.columns["score"].get(word)
        scheme = "plover-0.8" if score else None
        rows.append((word, kind, mode or None, types.columns["quad"].get(word), score, scheme))
    names_of = ("word", "type", "mode", "quad", "score", "score_scheme")
    return pl.DataFrame(rows, schema=dict.fromkeys(names_of, TEXT), orient="row").with_columns(
        pl.col("score").cast(NUMBER)
    )


def _labeled(data: pl.DataFrame) -> pl.DataFrame:
    """Give events without words of their own the name of their type, else their id."""
    label = EVENT + "label"
    if label in data.columns and not data[label].null_count():
        return data
    options = [pl.col(label)] if label in data.columns else []
    known = _types().columns["label"]
    by_type = pl.col(EVENT + "word").replace_strict(list(known), list(known.values()), default=None, return_dtype=TEXT)
    return data.with_columns(pl.coalesce([*options, by_type, _last_step(pl.col(EVENT + "id"))]).alias(label))


def _last_step(iri: pl.Expr) -> pl.Expr:
    return iri.str.extract(r"([^/#]+)[/#]?$", 1)
