"""Literals are ordered as SPARQL orders them, and errors are never an order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import polars as pl
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.shacl.graph import TERMS, Kind
from dateline.shacl.order import keys_of, less
from dateline.vocab import RDF, XSD


def terms(*literals: tuple[str, str]) -> pl.DataFrame:
    """Terms of lexical forms and local names of datatypes."""
    rows = [(int(Kind.LITERAL), text, XSD + name, None) for text, name in literals]
    return pl.DataFrame(rows, schema=TERMS, orient="row")


def answers(left: tuple[str, str], right: tuple[str, str]) -> str:
    """Which of `<`, `=` (both `<=`) and `>` hold; `?` for none."""
    keys = keys_of(terms(left)), keys_of(terms(right))
    under, over = less(*keys).item(), less(*reversed(keys)).item()
    at_most, at_least = less(*keys, equal=True).item(), less(*reversed(keys), equal=True).item()
    assert at_most >= under
    assert at_least >= over
    assert not (under and over)
    return "<" if under else ">" if over else "=" if at_most and at_least else "?"


CASES = [
    ("1 integer", "<", "1.5 decimal"),
    ("0.1 decimal", "=", "0.1 double"),
    ("1e400 double", ">", "9 integer"),
    ("INF double", ">", "1e308 double"),
    ("-INF float", "<", "-5 byte"),
    ("NaN double", "?", "NaN double"),
    ("NaN double", "?", "1 integer"),
    ("+007 int", "=", "7.000 decimal"),
    ("9007199254740993 integer", ">", "9007199254740992 integer"),
    ("9007199254740993 integer", "=", "9007199254740992 double"),
    ("0.10000000000000000000000000001 decimal", ">", "0.1 decimal"),
    ("-0.10000000000000000000000000001 decimal", "<", "-.10 decimal"),
    ("16777217 integer", "=", "16777216 float"),
    ("abc integer", "?", "1 integer"),
    ("300 byte", "?", "1 integer"),
    ("a string", "<", "b string"),
    ("Z string", "<", "a string"),
    ("a token", "=", "a string"),
    ("1 string", "?", "1 integer"),
    ("false boolean", "<", "1 boolean"),
    ("0 boolean", "=", "false boolean"),
    ("2024-02-29 date", "<", "2024-03-01 date"),
    ("2023-02-29 date", "?", "2024-03-01 date"),
    ("-0001-12-31 date", "<", "0000-01-01 date"),
    ("12024-01-01 date", ">", "9999-12-31 date"),
    ("2024-01-01 date", "?", "2024-01-01T00:00:00 dateTime"),
    ("2024-01-01Z date", "=", "2024-01-01+00:00 date"),
    ("2024-01-01Z date", "?", "2024-01-01 date"),
    ("2024-01-01Z date", "<", "2024-01-02 date"),
    ("2024-01-01+14:00 date", "<", "2024-01-01-14:00 date"),
    ("2024-01-01T24:00:00 dateTime", "=", "2024-01-02T00:00:00.000 dateTime"),
    ("2024-01-01T12:00:00+02:00 dateTime", "=", "2024-01-01T10:00:00Z dateTimeStamp"),
    ("2024-01-01T00:00:00 dateTime", "?", "2024-01-01T14:00:00Z dateTime"),
    ("2024-01-01T00:00:00 dateTime", "<", "2024-01-01T14:00:00.001Z dateTime"),
    ("2024-01-01T00:00:00.1 dateTime", "<", "2024-01-01T00:00:00.11 dateTime"),
    ("-99999-01-01T00:00:00 dateTime", "<", "2024-01-01T00:00:00 dateTime"),
    ("99999999999-01-01 date", ">", "99999999998-12-31 date"),
    ("9999999999999999999999-01-01 date", "?", "2024-01-01 date"),
    ("10:00:00Z time", "<", "10:00:00-01:00 time"),
    ("1999 gYear", "<", "2000 gYear"),
    ("-0005 gYear", "<", "0004 gYear"),
    ("2024-05 gYearMonth", ">", "2024-04 gYearMonth"),
    ("P1D dayTimeDuration", "=", "PT24H dayTimeDuration"),
    ("-PT0.5S dayTimeDuration", ">", "-PT1S dayTimeDuration"),
    ("-PT1.5S dayTimeDuration", "<", "-PT1S dayTimeDuration"),
    ("P1Y yearMonthDuration", "<", "P13M yearMonthDuration"),
    ("P1Y duration", "?", "P1Y duration"),
    ("00 hexBinary", "?", "01 hexBinary"),
]


@pytest.mark.parametrize(("left", "wanted", "right"), CASES)
def test_two_literals_stand_in_the_order_of_sparql(left: str, wanted: str, right: str) -> None:
    one, other = left.rpartition(" "), right.rpartition(" ")
    assert answers((one[0], one[2]), (other[0], other[2])) == wanted


def test_keys_stay_with_their_rows_and_names_have_none() -> None:
    rows = [(0, "a:b", None, None), (2, "2", XSD + "integer", None), (2, "x", RDF + "langString", "en"),
            (2, "1", XSD + "decimal", None), (1, "b", None, None), (2, "bad", XSD + "date", None)]  # fmt: skip
    keys = keys_of(pl.DataFrame(rows, schema=TERMS, orient="row"))
    assert keys["number"].to_list() == [None, 2.0, None, 1.0, None, None]
    assert less(keys, keys_of(terms(("1.5", "double")))).to_list() == [False, False, False, True, False, False]
    assert less(keys_of(terms()), keys_of(terms(("1", "integer")))).to_list() == []


DIGITS = st.text("0123456789", min_size=1, max_size=25)
DECIMALS = st.builds("{}{}.{}".format, st.sampled_from(["", "-", "+"]), DIGITS, DIGITS)
WEST = timezone(timedelta(hours=-3, minutes=-30))
ZONES: st.SearchStrategy[Any] = st.sampled_from([None, UTC, timezone(timedelta(hours=14)), WEST])
TIMES = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 28), timezones=ZONES)


@given(st.lists(st.tuples(DECIMALS, DECIMALS), min_size=1, max_size=20))
@settings(max_examples=40, deadline=None)
def test_decimals_of_any_length_are_compared_exactly(pairs: list[tuple[str, str]]) -> None:
    left = keys_of(terms(*((one, "decimal") for one, _ in pairs)))
    right = keys_of(terms(*((other, "decimal") for _, other in pairs)))
    assert less(left, right).to_list() == [Decimal(one) < Decimal(other) for one, other in pairs]
    assert less(left, right, equal=True).to_list() == [Decimal(one) <= Decimal(other) for one, other in pairs]


@given(st.lists(st.tuples(TIMES, TIMES), min_size=1, max_size=20))
@settings(max_examples=40, deadline=None)
def test_moments_are_compared_as_instants_or_in_every_zone(pairs: list[tuple[datetime, datetime]]) -> None:
    left = keys_of(terms(*((one.isoformat(), "dateTime") for one, _ in pairs)))
    right = keys_of(terms(*((other.isoformat(), "dateTime") for _, other in pairs)))
    assert less(left, right).to_list() == [_before(one, other) for one, other in pairs]


def _before(one: datetime, other: datetime) -> bool:
    if (one.tzinfo is None) == (other.tzinfo is None):
        return one < other
    span = timedelta(hours=14)
    return one.replace(tzinfo=one.tzinfo or UTC) + span < other.replace(tzinfo=other.tzinfo or UTC)


@given(st.dates(), st.dates())
@settings(max_examples=50, deadline=None)
def test_dates_are_compared_as_days(one: date, other: date) -> None:
    left, right = ((day.isoformat(), "date") for day in (one, other))
    assert answers(left, right) == ("<" if one < other else ">" if one > other else "=")


VALUES = st.sampled_from([
    ("1", "integer"), ("01", "byte"), ("1.0", "decimal"), ("1.5", "double"), ("2", "float"), ("NaN", "double"),
    ("a", "string"), ("b", "string"), ("true", "boolean"), ("x", "integer"), ("0.5", "string"),
    ("2024-01-01", "date"), ("2024-01-02", "date"), ("2024-01-01T00:00:00Z", "dateTime"), ("10:00:00", "time"),
    ("2024-01-01T02:00:00+02:00", "dateTime"), ("2024-01-01T05:00:00", "dateTime"), ("2024-01-03T05:00:00", "dateTime"),
])  # fmt: skip


@given(VALUES, VALUES)
@settings(max_examples=150, deadline=None)
def test_oxigraph_gives_the_same_order(left: tuple[str, str], right: tuple[str, str]) -> None:
    """Two booleans are left out: SPARQL orders them, Oxigraph does not."""
    one, other = (f'"{text}"^^<{XSD}{name}>' for text, name in (left, right))
    found = ox.Store().query(f"SELECT ({one} < {other} AS ?under) ({one} > {other} AS ?over) {{}}")
    assert isinstance(found, ox.QuerySolutions)
    row = next(found)
    under, over = (value is not None and value.value == "true" for value in row)
    assert answers(left, right) in ("<" if under else ">" if over else "=?")


MIXED = st.sampled_from([
    ("1", "integer"), ("2", "decimal"), ("1.0", "double"), ("NaN", "double"), ("1" * 20, "integer"), ("x", "integer"),
    ("1990-01-01", "date"), ("1990-01-02", "date"), ("1990-01-01Z", "date"), ("1990-02-30", "date"),
    ("12000-01-01", "date"), ("1990-01-01T00:00:00", "dateTime"), ("1990-01-01T00:00:00.5", "dateTime"),
    ("a", "string"), ("b", "string"), ("true", "boolean"), ("false", "boolean"),
    ("PT1S", "dayTimeDuration"), ("-PT1.5S", "dayTimeDuration"), ("P1Y", "yearMonthDuration"), ("a", "anyURI"),
])  # fmt: skip


@given(st.lists(MIXED, min_size=1, max_size=8), st.data())
@settings(max_examples=60, deadline=None)
def test_a_column_of_literals_compares_as_each_pair_does_alone(
    some: list[tuple[str, str]], data: st.DataObject
) -> None:
    places = st.integers(0, len(some) - 1)
    pairs = data.draw(st.lists(st.tuples(places, places), min_size=1, max_size=8))
    at = tuple(pl.Series([pair[side] for pair in pairs], dtype=pl.UInt32) for side in (0, 1))
    keys, equal = keys_of(terms(*some)), data.draw(st.booleans())
    alone = [less(keys_of(terms(some[a])), keys_of(terms(some[b])), equal=equal).item() for a, b in pairs]
    assert less(keys, keys, equal=equal, at=(at[0], at[1])).to_list() == alone
