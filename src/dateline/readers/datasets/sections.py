"""The sections of a profile compiled: what it says of events, actors, places and sources, as parts of a mapping.

Ids are worked out first, so that a row can be rejected for them; each entity is described once in a batch, by the
first row that names it. Knows the tables and the profile's words, no files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import polars as pl

from dateline.readers.datasets import names
from dateline.readers.datasets.claims import claim_items, compile_claim
from dateline.readers.datasets.codes import CodeList, code_list
from dateline.readers.datasets.compile import Check, Compiler
from dateline.readers.datasets.dates import compile_date
from dateline.readers.datasets.fields import Fields
from dateline.readers.datasets.parts import EVENT, Output, Part, Step, added, last_step
from dateline.readers.datasets.profile import Item, Profile
from dateline.readers.datasets.worded import COLUMNS as DATE_COLUMNS
from dateline.readers.datasets.worded import NO_DATE
from dateline.tables import NUMBER, SCHEMAS, TEXT, TEXTS

_OWN_SCORES = "plover-0.8"
_OF_A_PART = ("role", "capacity")


@dataclass(frozen=True, slots=True)
class Compiled:
    """A profile compiled: `steps` add columns, `checks` reject rows, `parts` fill tables."""

    steps: tuple[Step, ...]
    checks: tuple[Check, ...]
    parts: tuple[Part, ...]


def compile_sections(profile: Profile, compiler: Compiler) -> Compiled:
    """Compile every section of a profile; what is wrong goes to the compiler's problems."""
    return _Sections(profile, compiler).compiled()


class _Sections:
    """Compiles one section after the other."""

    __slots__ = ("checks", "compiler", "fields", "parts", "profile", "steps")

    def __init__(self, profile: Profile, compiler: Compiler) -> None:
        self.profile = profile
        self.compiler = compiler
        self.steps: list[Step] = []
        self.checks: list[Check] = []
        self.parts: list[Part] = []
        self.fields = Fields(profile, compiler, self.checks)

    def compiled(self) -> Compiled:
        """Return steps, checks and parts of all sections."""
        places = [self._place(at, item) for at, item in enumerate(self.profile.places)]
        if self.profile.event:
            self._event(self.profile.event, [pl.col(name) for name in places if name])
        for at, item in enumerate(self.profile.actors):
            self._actor(at, item)
        for at, item in enumerate(self.profile.sources):
            self._source(at, item)
        for at, item in enumerate(claim_items(self.profile)):
            part = compile_claim(at, item, self.fields)
            if part:
                self._add(item, part)
        return Compiled(tuple(self.steps), (*self.checks, *self.compiler.checks), tuple(self.parts))

    def _event(self, item: Item, places: list[pl.Expr]) -> None:
        mark = len(self.compiler.lookups)
        columns = self.fields.of(item, "events", without=("type",))
        self.fields.require("id", item, columns["id"])
        columns["word"] = self._word(item)
        columns.setdefault("kind", pl.lit("event"))
        columns.setdefault("factuality", pl.lit("occurred"))
        columns["places"] = _listed(places)
        if "score" in columns and "score_scheme" in columns:
            columns["score_scheme"] = pl.when(columns["score"].is_not_null()).then(columns["score_scheme"])
        self.steps.append(added({EVENT + name: value for name, value in columns.items()}))
        self.steps += [_of_type(columns), _labeled]
        filled = dict.fromkeys(("label", *_concepts().columns, *columns))
        if item.date:
            step, checks = compile_date(item.date, self.compiler, EVENT)
            self.steps.append(step)
            self.checks += checks
            filled |= dict.fromkeys((*DATE_COLUMNS, "original_date"))
        made = {name: pl.col(EVENT + name) for name in filled if name in SCHEMAS["events"]}
        made["label_lang"] = pl.lit(self.profile.language)
        lookups = tuple(self.compiler.lookups[mark:])
        self.parts.append(Part(EVENT + "id", (Output("events", made),), lookups=lookups))

    def _word(self, item: Item) -> pl.Expr:
        """The word of the event's type, with its mode."""
        given = item.fields.get("type")
        return pl.lit(None, TEXT) if given is None else self.compiler.words(given, "type", item.at)

    def _actor(self, at: int, item: Item) -> None:
        key = f"actor.{at}"
        mark = len(self.compiler.lookups)
        columns = self._entity(item, "actors")
        described = {name: value for name, value in columns.items() if name not in _OF_A_PART}
        outputs = [Output("actors", {**described, "id": pl.col(key)}, once=True)]
        if "role" in columns and self.profile.event:
            event, role = pl.col(EVENT + "id"), columns["role"]
            step = names.foreign(pl.col(key), self.profile.base)
            iri = pl.concat_str([event, pl.lit("/participation/"), role, pl.lit("-"), step])
            made = {"id": iri, "event": event, "actor": pl.col(key), "role": role}
            made |= {name: columns[name] for name in ("capacity",) if name in columns}
            outputs.append(Output("participations", made, mark="" if item.each else item.constant("role") or ""))
        lookups = tuple(self.compiler.lookups[mark:])
        self._add(item, Part(key, tuple(outputs), {key: columns["id"]}, lookups=lookups))

    def _place(self, at: int, item: Item) -> str:
        """Compile a place; return the column of its id where the event took place there."""
        key = f"place.{at}"
        mark = len(self.compiler.lookups)
        attached = item.constant("attach") != "no"
        fields = {name: value for name, value in item.fields.items() if name != "attach"}
        columns = self._entity(replace(item, fields=fields), "places")
        whole = columns["id"] if item.only is None else pl.when(self.compiler.condition(item.only)).then(columns["id"])
        self.steps.append(added({key: whole}))
        output = Output("places", {**columns, "id": pl.col(key)}, once=True)
        self._add(item, Part(key, (output,), lookups=tuple(self.compiler.lookups[mark:])))
        return key if attached else ""

    def _source(self, at: int, item: Item) -> None:
        key = f"source.{at}"
        mark = len(self.compiler.lookups)
        columns = self._entity(item, "sources")
        if item.date:
            prefix = f"{key}."
            step, checks = compile_date(item.date, self.compiler, prefix)
            self.steps.append(step)
            # A source may have no date at all: only one that is there and wrong is to blame.
            self.checks += [check for check in checks if check.reason != NO_DATE]
            day = pl.col(prefix + "precision") == "day"
            columns |= {name: pl.col(prefix + name) for name in ("edtf", "earliest_day", "latest_day")}
            columns["issued"] = pl.when(day).then(pl.col(prefix + "earliest_begin"))
        output = Output("sources", {**columns, "id": pl.col(key)}, once=True)
        lookups = tuple(self.compiler.lookups[mark:])
        self._add(item, Part(key, (output,), {key: columns["id"]}, lookups=lookups))

    def _entity(self, item: Item, table: str) -> dict[str, pl.Expr]:
        """The columns of an actor, a place or a source."""
        known = self.fields.open(item)
        columns = self.fields.of(item, table)
        self.compiler.columns = known
        columns.setdefault("label", pl.lit(None, TEXT))
        columns["label_lang"] = pl.lit(self.profile.language)
        return columns

    def _add(self, item: Item, part: Part) -> None:
        only = self.compiler.condition(item.only) if item.only else None
        each = self.compiler.texts(item.each) if item.each else None
        self.parts.append(replace(part, only=only, each=each))


def _listed(values: list[pl.Expr]) -> pl.Expr:
    """The values of a row as a list without gaps; one value, the usual case, needs no look for gaps."""
    nothing = pl.lit([], TEXTS)
    if len(values) > 1:
        return pl.concat_list(values).list.drop_nulls()
    return pl.when(values[0].is_not_null()).then(pl.concat_list(values)).otherwise(nothing) if values else nothing


def _of_type(columns: Mapping[str, pl.Expr]) -> Step:
    """The step that adds what follows from the word of the type, unless the profile gives it."""
    given = {*columns, "score_scheme"} if "score" in columns else {*columns}
    wanted = [name for name in _concepts().columns if name == "word" or name not in given]
    table = _concepts().select(wanted).rename({name: EVENT + name for name in wanted})
    return lambda data: data.join(table, on=EVENT + "word", how="left", maintain_order="left")


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
        scheme = _OWN_SCORES if score else None
        rows.append((word, kind, mode or None, types.columns["quad"].get(word), score, scheme))
    schema = dict.fromkeys(("word", "type", "mode", "quad", "score", "score_scheme"), TEXT)
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(pl.col("score").cast(NUMBER))


def _labeled(data: pl.DataFrame) -> pl.DataFrame:
    """Give events without words of their own the name of their type, else their id."""
    label = EVENT + "label"
    if label in data.columns and not data[label].null_count():
        return data
    options = [pl.col(label)] if label in data.columns else []
    known = _types().columns["label"]
    by_type = pl.col(EVENT + "word").replace_strict(list(known), list(known.values()), default=None, return_dtype=TEXT)
    return data.with_columns(pl.coalesce([*options, by_type, last_step(pl.col(EVENT + "id"))]).alias(label))
