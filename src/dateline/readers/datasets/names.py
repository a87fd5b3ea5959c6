"""Steps of IRIs made of names, once for each distinct name: readable, and never the same for two names.

A slug loses capitals, accents and punctuation, so that two names can share one. A name that its slug gives back
(`Islamic State of Iraq`) gets the bare slug, every other one the slug and a hash of the exact name.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

import polars as pl

from dateline.readers.timeline.mint import digest, last_step, slug

_SMALL = frozenset(("of", "the", "and", "in", "for"))
_DIGITS = 16
"""Hexadecimal digits that tell apart what shares a name: enough for a hundred million articles of one newspaper."""

_SEEN = 1 << 18
"""Names that are remembered between batches."""


def steps(name: pl.Expr, along: tuple[pl.Expr, ...] = ()) -> pl.Expr:
    """Return the expression for the step of a name; with `along` the hash is always there and covers those too."""
    if not along:
        return name.map_batches(_steps, return_dtype=pl.String())
    joined = pl.concat_str([name, *(one.fill_null("") for one in along)], separator="\0")
    return joined.map_batches(_hashed_steps, return_dtype=pl.String())


def foreign(iri: pl.Expr, base: str) -> pl.Expr:
    """Return the expression for an actor's IRI as a step: what it has under `base`, else its end and a hash."""
    own = iri.str.starts_with(base)
    under = iri.str.strip_prefix(base).str.strip_prefix("actor/").str.replace_all("/", "~", literal=True)
    return pl.when(own).then(under).otherwise(pl.when(own.not_()).then(iri).map_batches(_foreign, pl.String()))


def _steps(names: pl.Series) -> pl.Series:
    return _mapped(names, _step)


def _hashed_steps(names: pl.Series) -> pl.Series:
    return _mapped(names, _hashed_step)


def _foreign(iris: pl.Series) -> pl.Series:
    return _mapped(iris, _foreign_step)


def _mapped(values: pl.Series, make: object) -> pl.Series:
    """Give each distinct value its step; the rows take them over by a join."""
    if values.null_count() == values.len():
        return values
    distinct = values.unique().drop_nulls()
    made = pl.Series([make(value) for value in distinct.to_list()], dtype=pl.String())  # type: ignore[operator]
    return values.replace_strict(distinct, made, default=None, return_dtype=pl.String())


@lru_cache(maxsize=_SEEN)
def _step(name: str) -> str:
    plain = slug(name)
    return plain if plain and _canonical(plain) == name else f"{plain or 'name'}-{digest(name)}"


@lru_cache(maxsize=_SEEN)
def _hashed_step(joined: str) -> str:
    name = joined.partition("\0")[0]
    whole = sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{slug(name) or 'name'}-{whole[:_DIGITS]}"


@lru_cache(maxsize=_SEEN)
def _foreign_step(iri: str) -> str:
    return f"{last_step(iri)}-{digest(iri)}"


def _canonical(plain: str) -> str:
    """The one name that a bare slug stands for."""
    first, *rest = plain.split("-")
    return " ".join([first.capitalize(), *(word if word in _SMALL else word.capitalize() for word in rest)])
