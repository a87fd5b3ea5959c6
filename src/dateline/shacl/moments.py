"""Dates, times and durations as numbers: seconds and nanoseconds from their lexical forms, by column.

The calendar is the proleptic Gregorian one with a year 0, as XML Schema 1.1 has it; years may have up to eleven
digits. Texts must be well-formed (`dateline.shacl.literals`). Knows nothing of how moments compare.
"""

from __future__ import annotations

import polars as pl

_MOST_YEARS = 200_000_000_000
_WHOLE_DAY = "T00:00:00"
_SOME_DAY = "1972-12-31T"
_DURATION = r"^-?P(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.([0-9]+))?S)?)?$"
_MONTHS = r"^-?P(?:([0-9]+)Y)?(?:([0-9]+)M)?$"
_SHORT_DATE = len("1972-12-31")
_NUMBER = pl.Int64()


def moment_key(part: pl.DataFrame, datatype: str) -> pl.DataFrame:
    """Return `row`, `whole` seconds since 1970 in UTC, `part` nanoseconds and `zoned` of the column `text`.

    `datatype` is a local name: dateTime, dateTimeStamp, date, time, gYear or gYearMonth; a year or month stands for
    its first instant, a time for that time of some day. Without a zone, UTC is taken.
    """
    if datatype == "date" and (part["text"].str.len_bytes() == _SHORT_DATE).all():
        return _short_dates(part)
    zone = pl.col("zone")
    full = {
        "date": pl.concat_str("bare", pl.lit(_WHOLE_DAY)),
        "time": pl.concat_str(pl.lit(_SOME_DAY), "bare"),
        "gYear": pl.concat_str("bare", pl.lit("-01-01" + _WHOLE_DAY)),
        "gYearMonth": pl.concat_str("bare", pl.lit("-01" + _WHOLE_DAY)),
    }.get(datatype, pl.col("bare"))
    zoned = part.select("row", "text", zone=_zone(pl.col("text")))
    bare = zoned.with_columns(bare=pl.col("text").str.strip_suffix(zone.fill_null("")))
    fields = _fields(bare.select("row", "zone", full=full))
    year = pl.col("size") * pl.when(pl.col("negative")).then(-1).otherwise(1)
    clock = (pl.col("hour") * 60 + pl.col("minute")) * 60 + pl.col("second")
    days = _day_number(year, pl.col("month"), pl.col("day"))
    return fields.select(
        "row",
        whole=pl.when(pl.col("size") <= _MOST_YEARS).then(days * 86_400 + clock - _offset(zone)),
        part=_nanoseconds(pl.col("rest").str.slice(16)),
        zoned=zone.is_not_null(),
    )


def duration_key(part: pl.DataFrame, datatype: str) -> pl.DataFrame:
    """Return `row` and of `text` the `whole` seconds and `part` nanoseconds, or for yearMonthDuration whole months."""
    text = pl.col("text")
    sign = pl.when(text.str.starts_with("-")).then(-1).otherwise(1).cast(_NUMBER)
    if datatype == "yearMonthDuration":
        return part.select("row", whole=sign * (_group(_MONTHS, 1) * 12 + _group(_MONTHS, 2)))
    days, hours, minutes, seconds = (_group(_DURATION, number) for number in (1, 2, 3, 4))
    whole = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    fraction = text.str.extract(_DURATION, 5).fill_null("")
    return part.select("row", whole=sign * whole, part=sign * _nanoseconds(fraction))


def _short_dates(part: pl.DataFrame) -> pl.DataFrame:
    """The same for dates with four digits of a year and no zone, which nearly all are: Polars knows them."""
    days = pl.col("text").str.to_date("%Y-%m-%d").cast(_NUMBER)
    return part.select("row", whole=days * 86_400, part=pl.lit(0, _NUMBER), zoned=pl.lit(False))


def _zone(text: pl.Expr) -> pl.Expr:
    """The zone at the end of a text, null where there is none."""
    signed = text.str.tail(6)
    return (
        pl.when(text.str.ends_with("Z"))
        .then(pl.lit("Z"))
        .when((signed.str.slice(3, 1) == ":") & signed.str.slice(0, 1).is_in(["+", "-"]))
        .then(signed)
    )


def _fields(frame: pl.DataFrame) -> pl.DataFrame:
    """Cut `full`, `YYYY-MM-DDThh:mm:ss.fff` without a zone, into numbers; `size` is the year without its sign.

    Everything after the year stands at a fixed distance from it.
    """
    frame = frame.select(
        "row", "zone", negative=pl.col("full").str.starts_with("-"), bare=pl.col("full").str.strip_prefix("-")
    )
    frame = frame.with_columns(digits=pl.col("bare").str.find("-", literal=True))
    frame = frame.with_columns(size=pl.col("bare").str.head("digits"), rest=pl.col("bare").str.slice("digits"))
    places = {"month": 1, "day": 4, "hour": 7, "minute": 10, "second": 13}
    cut = {name: pl.col("rest").str.slice(at, 2).cast(_NUMBER) for name, at in places.items()}
    return frame.select("row", "zone", "negative", "rest", size=pl.col("size").cast(_NUMBER, strict=False), **cut)


def _day_number(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Days since 1970-01-01, counted in years that begin in March, so that the leap day is the last of its year."""
    march_year = year - (month <= 2).cast(_NUMBER)
    march_month = (month + 9) % 12
    leap_days = march_year // 4 - march_year // 100 + march_year // 400
    return march_year * 365 + leap_days + (march_month * 153 + 2) // 5 + day - 719_469


def _offset(zone: pl.Expr) -> pl.Expr:
    """Seconds that a zone is ahead of UTC; 0 for none."""
    hours, minutes = (zone.str.slice(at, 2).cast(_NUMBER, strict=False) for at in (1, 4))
    size = (hours * 60 + minutes) * 60
    return pl.when(zone.str.starts_with("-")).then(-size).otherwise(size).fill_null(0)


def _nanoseconds(digits: pl.Expr) -> pl.Expr:
    return pl.concat_str(digits, pl.lit("0" * 9)).str.head(9).cast(_NUMBER)


def _group(pattern: str, number: int) -> pl.Expr:
    """A number of a duration, 0 where it is not written; null where it is too large."""
    found = pl.col("text").str.extract(pattern, number)
    value = found.cast(_NUMBER, strict=False)
    return pl.when(found.is_null()).then(pl.lit(0, _NUMBER)).when(value <= _MOST_YEARS).then(value)
