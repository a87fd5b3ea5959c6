"""The order of literals as SPARQL's operators have it: keys for many literals at once, and comparisons of keys.

Numbers compare across their datatypes (exactly among integers and decimals, as floats once a float takes part),
strings by code points, false before true. Moments with and without a time zone compare only where the answer is the
same in every zone, 14 hours being the most that zones differ. Dates, times, years and durations compare among their own
kind, an extension that SPARQL 1.1 leaves open. Everything else, ill-formed literals included, cannot be compared.
Rules: https://www.w3.org/TR/sparql11-query/#OperatorMapping and https://www.w3.org/TR/xmlschema11-2/#dateTime.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import IntEnum

import polars as pl

from dateline.shacl.literals import BOUNDED, allowed
from dateline.shacl.moments import duration_key, moment_key
from dateline.vocab import XSD


class Family(IntEnum):
    """Literals of one family can be compared with each other."""

    NUMBER = 0
    STRING = 1
    BOOLEAN = 2
    DATE_TIME = 3
    DATE = 4
    TIME = 5
    YEAR = 6
    YEAR_MONTH = 7
    DAYS = 8
    MONTHS = 9


KEYS = pl.Schema(
    {
        "family": pl.UInt8(),
        "rank": pl.UInt8(),
        "number": pl.Float64(),
        "whole": pl.Int64(),
        "part": pl.Int64(),
        "zoned": pl.Boolean(),
        "text": pl.String(),
    }
)
"""`number` is for numbers, with `rank` 0 for exact ones, 1 for floats, 2 for doubles; `whole` seconds or months and
`part` nanoseconds are for moments and durations; `text` is the lexical form of strings and exact numbers."""

_NO_KEYS = pl.DataFrame(schema={"row": pl.UInt32(), **KEYS})
_NOTHING = {name: pl.Series(name, [None], dtype=kind) for name, kind in KEYS.items()}
_EXACT = ("decimal", "integer", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger")
_NUMBERS = dict.fromkeys((*_EXACT, *BOUNDED), 0) | {"float": 1, "double": 2}
_STRINGS = ("string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN")
_MOMENTS = {
    "dateTime": Family.DATE_TIME,
    "dateTimeStamp": Family.DATE_TIME,
    "date": Family.DATE,
    "time": Family.TIME,
    "gYear": Family.YEAR,
    "gYearMonth": Family.YEAR_MONTH,
}
_DURATIONS = {"dayTimeDuration": Family.DAYS, "yearMonthDuration": Family.MONTHS}
_MOST_APART = 14 * 3600
_SAFE_DIGITS = 15
"""Decimal digits that a double holds exactly."""


def keys_of(terms: pl.DataFrame) -> pl.DataFrame:
    """Return the keys (`KEYS`) of a frame of terms, row by row; nulls for what cannot be compared."""
    rows, datatype = terms.select("text", "datatype").with_row_index("row"), terms["datatype"]
    alike = len(datatype) > 0 and datatype.null_count() == 0 and (datatype == datatype[0]).all()
    parts = [_keys(part) for part in ([rows] if alike else rows.partition_by("datatype"))]
    found = parts[0] if len(parts) == 1 else pl.concat([_NO_KEYS, *parts])
    if found.height < rows.height:
        found = rows.select("row").join(found, on="row", how="left", maintain_order="left")
    elif len(parts) > 1:
        found = found.sort("row")
    return pl.DataFrame([found[name] for name in KEYS.names()])


def less(
    left: pl.DataFrame, right: pl.DataFrame, *, equal: bool = False, at: tuple[pl.Series, pl.Series] | None = None
) -> pl.Series:
    """Tell row by row whether the left key is less than the right one, or with `equal` at most it.

    False stands for an error too: what cannot be compared is neither less nor more. A frame of one row is compared
    with every row of the other. With `at`, the rows at these places of the two frames are compared.
    """
    column = _deciding(left if left is right else pl.concat([left, right]))
    if column is not None:
        sides = [left[column], right[column]] if at is None else [left[column][at[0]], right[column][at[1]]]
        result = sides[0] <= sides[1] if equal else sides[0] < sides[1]
        return (result.fill_null(False) if result.null_count() else result).rename("less")
    both = _beside(left, right) if at is None else _beside(left[at[0]], right[at[1]])
    same = (both["family"] == both["family_right"]).fill_null(False)
    result = pl.repeat(False, both.height, dtype=pl.Boolean(), eager=True)
    for family in both["family"].filter(same).unique().to_list():
        here = same & (both["family"] == family)
        if here.all():
            return both.select(_ORDERS[family](equal)).to_series().fill_null(False).rename("less")
        rows = here.arg_true()
        result[rows] = both[rows].select(_ORDERS[family](equal)).to_series().fill_null(False)
    return result.rename("less")


def _deciding(keys: pl.DataFrame) -> str | None:
    """Return the column that alone decides how keys compare; None where no single one does.

    There is one where all are of one family and what else counts is the same in all, as it mostly is.
    """
    family = keys["family"].min()
    if family != keys["family"].max():
        return None
    if family == Family.STRING:
        return "text"
    if family == Family.NUMBER:
        short = keys["text"].str.len_bytes().max()
        return "number" if keys["rank"].max() == 0 and short is not None and int(str(short)) <= _SAFE_DIGITS else None
    whole_seconds = not keys["part"].min() and not keys["part"].max()
    return "whole" if whole_seconds and keys["zoned"].min() == keys["zoned"].max() else None


def _beside(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    height = left.height if right.height == 1 else right.height
    wide = [one if one.height == height else one[[0] * height] for one in (left, right)]
    return pl.concat([wide[0], wide[1].rename({name: f"{name}_right" for name in KEYS.names()})], how="horizontal")


def _keys(part: pl.DataFrame) -> pl.DataFrame:
    """The keys of the well-formed literals among some of one datatype, as far as they have any; `row` first."""
    datatype = part["datatype"][0] or ""
    right = allowed(part["text"], datatype)
    part = part if right.all() else part.filter(right)
    name = datatype.removeprefix(XSD)
    if name in _MOMENTS:
        return _of(_MOMENTS[name], moment_key(part, name))
    if name in _DURATIONS:
        return _of(_DURATIONS[name], duration_key(part, name))
    if name in _NUMBERS:
        rank = _NUMBERS[name]
        return _of(Family.NUMBER, part.select("row", "text", rank=pl.lit(rank, pl.UInt8()), number=_number(rank)))
    if name in _STRINGS:
        return _of(Family.STRING, part.select("row", "text"))
    if name == "boolean":
        truth = pl.col("text").is_in(["true", "1"])
        return _of(Family.BOOLEAN, part.select("row", whole=truth.cast(pl.Int64())))
    return _NO_KEYS


def _of(family: Family, keys: pl.DataFrame) -> pl.DataFrame:
    """All columns of keys, in their order."""
    known = {"family": pl.Series("family", [int(family)], dtype=KEYS["family"]).new_from_index(0, keys.height)}
    known |= {name: keys[name] for name in keys.columns}
    absent = {name: one.new_from_index(0, keys.height) for name, one in _NOTHING.items() if name not in known}
    every = known | absent
    return pl.DataFrame([every[name] for name in ("row", *KEYS.names())])


def _number(rank: int) -> pl.Expr:
    text = pl.col("text").str.strip_prefix("+")
    words = {"INF": "inf", "-INF": "-inf"}
    return (text.replace(words) if rank else text).cast(pl.Float64(), strict=False)


def _less_number(equal: bool) -> pl.Expr:
    """Numbers, after the promotion that the less exact of the two asks for; nothing is ordered with NaN."""
    left, right = pl.col("number"), pl.col("number_right")
    rank = pl.max_horizontal("rank", "rank_right")
    small, other = left.cast(pl.Float32()), right.cast(pl.Float32())
    exact = (left < right) | ((left == right) & _tie(equal))
    as_floats = small <= other if equal else small < other
    as_doubles = left <= right if equal else left < right
    ordered = pl.when(rank == 0).then(exact).when(rank == 1).then(as_floats).otherwise(as_doubles)
    return ordered & left.is_not_nan() & right.is_not_nan()


def _tie(equal: bool) -> pl.Expr:
    """Exact numbers that are one number as doubles: short ones are equal, long ones are compared digit by digit."""
    texts = pl.struct("text", "text_right", "number", "number_right", "rank", "rank_right")
    return texts.map_batches(lambda rows: _compare_long(rows.struct.unnest(), equal=equal), return_dtype=pl.Boolean())


def _compare_long(rows: pl.DataFrame, *, equal: bool) -> pl.Series:
    result = pl.repeat(equal, rows.height, dtype=pl.Boolean(), eager=True)
    long = (rows["text"].str.len_bytes() > _SAFE_DIGITS) | (rows["text_right"].str.len_bytes() > _SAFE_DIGITS)
    exact = (rows["rank"] == 0) & (rows["rank_right"] == 0) & (rows["number"] == rows["number_right"])
    places = (long & exact & (rows["text"] != rows["text_right"])).fill_null(False).arg_true()
    if places.len():
        pairs = rows.select("text", "text_right")[places].iter_rows()
        decided = [Decimal(a) <= Decimal(b) if equal else Decimal(a) < Decimal(b) for a, b in pairs]
        result[places] = pl.Series(decided, dtype=pl.Boolean())
    return result


def _less_text(equal: bool) -> pl.Expr:
    left, right = pl.col("text"), pl.col("text_right")
    return left <= right if equal else left < right


def _less_whole(equal: bool) -> pl.Expr:
    left, right = pl.col("whole"), pl.col("whole_right")
    return left <= right if equal else left < right


def _less_parts(equal: bool) -> pl.Expr:
    """Seconds first, then parts of a second."""
    tie = pl.col("part") <= pl.col("part_right") if equal else pl.col("part") < pl.col("part_right")
    left, right = pl.col("whole"), pl.col("whole_right")
    return (left < right) | ((left == right) & tie)


def _less_moment(equal: bool) -> pl.Expr:
    """Moments; where one alone has a zone, only what holds in every zone holds."""
    apart = (pl.col("zoned") != pl.col("zoned_right")).cast(pl.Int64()) * _MOST_APART
    left, right = pl.col("whole") + apart, pl.col("whole_right")
    tie = pl.col("part") <= pl.col("part_right") if equal else pl.col("part") < pl.col("part_right")
    return (left < right) | ((left == right) & tie)


_ORDERS: dict[int, Callable[[bool], pl.Expr]] = {
    Family.NUMBER: _less_number,
    Family.STRING: _less_text,
    Family.BOOLEAN: _less_whole,
    Family.DATE_TIME: _less_moment,
    Family.DATE: _less_moment,
    Family.TIME: _less_moment,
    Family.YEAR: _less_moment,
    Family.YEAR_MONTH: _less_moment,
    Family.DAYS: _less_parts,
    Family.MONTHS: _less_whole,
}
