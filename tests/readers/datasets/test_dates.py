"""Dates on columns are those of `dateline.when`; precision codes make them wider and never narrower."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dataset_tables import mapped
from dateline.errors import InvalidData
from dateline.readers.datasets.worded import COLUMNS
from dateline.readers.timeline.dates import event_columns, outer_days
from dateline.when import parse_edtf, to_day

days = st.dates(dt.date(1, 2, 1), dt.date(9998, 11, 30)) | st.dates(dt.date(1999, 12, 1), dt.date(2000, 3, 31))
WIDTHS = ["day", "2 days", "6 days", "month", "year"]


def event(date: str) -> str:
    return f'event: {{id: "event/{{id}}", date: {date}, label: x}}\n'


def read(date: str, *, expect: int = 1, **columns: list[Any]) -> pl.DataFrame:
    size = len(next(iter(columns.values())))
    found = mapped(event(date), {"id": [str(at) for at in range(size)], **columns})
    assert found.tables.events.height == expect, found.rejected.rows()
    return found.tables.events


def one(date: str, **columns: str | None) -> dict[str, Any]:
    return read(date, **{name: [value] for name, value in columns.items()}).row(0, named=True)


def assert_agrees_with_when(row: dict[str, Any]) -> None:
    wanted = event_columns(parse_edtf(row["edtf"]), None)
    assert {name: row[name] for name in COLUMNS} == {name: wanted[name] for name in COLUMNS}


@settings(deadline=None, max_examples=40)
@given(days, st.sampled_from(["%Y-%m-%d", "%Y-%m", "%Y"]))
def test_a_format_says_how_exact_a_date_is(day: dt.date, form: str) -> None:
    text = form.replace("%Y", f"{day.year:04}").replace("%m", f"{day.month:02}").replace("%d", f"{day.day:02}")

    row = one('{of: "{d}", formats: ["%Y-%m-%d", "%Y-%m", "%Y"]}', d=text)

    assert row["edtf"] == text
    assert row["original_date"] is None
    assert_agrees_with_when(row)


@settings(deadline=None, max_examples=40)
@given(days, days)
def test_begin_and_end_are_an_interval(one_day: dt.date, other: dt.date) -> None:
    first, last = sorted((one_day, other))
    row = one('{of: "{a}", until: "{b}", formats: ["%Y-%m-%d"]}', a=first.isoformat(), b=last.isoformat())

    assert row["edtf"] == (first.isoformat() if first == last else f"{first}/{last}")
    assert_agrees_with_when(row)


@settings(deadline=None, max_examples=40)
@given(days, st.integers(0, 400), st.sampled_from(WIDTHS), st.sampled_from(["one-of", "interval"]))
def test_no_width_makes_a_date_narrower(day: dt.date, span: int, width: str, how: str) -> None:
    assume(how == "one-of" or width.isalpha())
    end = min(day + dt.timedelta(days=span), dt.date(9998, 11, 30))
    date = f'{{of: "{{a}}", until: "{{b}}", formats: ["%Y-%m-%d"], range: {how}, precision: {width}}}'

    row = one(date, a=day.isoformat(), b=end.isoformat())

    earliest, latest = outer_days(parse_edtf(row["edtf"]))
    assert earliest is not None
    assert earliest <= to_day(day.year, day.month, day.day)
    assert latest is not None
    assert latest >= to_day(end.year, end.month, end.day)
    assert_agrees_with_when(row)


@pytest.mark.parametrize(
    ("code", "edtf", "precision"),
    [
        ("1", "2019-03-15", "day"),
        ("3", "2019-03", "month"),
        ("4", "2019", "year"),
        ("2", "[2019-03-09..2019-03-21]", "set"),
        ("9", "2019", "year"),
        (None, "2019", "year"),
    ],
)
def test_a_day_that_stands_for_more_is_made_as_wide(code: str | None, edtf: str, precision: str) -> None:
    widths = '{codes: {1: day, 2: 6 days, 3: month, 4: year}, of: "{w}", else: year}'
    row = one(f'{{of: "{{d}}", formats: ["%d %B %Y"], precision: {widths}}}', d="15 March 2019", w=code)

    assert (row["edtf"], row["precision"]) == (edtf, precision)
    assert row["original_date"] == "15 March 2019"


@pytest.mark.parametrize(
    ("date", "message"),
    [
        ('{of: "{d}", formats: ["%Y-%d"]}', "'%Y-%d' is no format of dates."),
        ('{of: "{d}", formats: ["%y"]}', "'%y' is no format of dates."),
        ('{of: "{d}", formats: ["%Y"], precision: fortnight}', "'fortnight' is no width of a date."),
        (
            '{of: "{d}", formats: ["%Y"], precision: "{d}"}',
            "A precision is a fixed width or comes from a list of codes.",
        ),
        (
            '{of: "{d}", until: "{d}", formats: ["%Y"], precision: 6 days}',
            "An interval cannot be '6 days' wide at both ends.",
        ),
    ],
)
def test_what_cannot_be_a_date_is_said_before_any_row_is_read(date: str, message: str) -> None:
    with pytest.raises(InvalidData) as caught:
        mapped(event(date), {"id": ["1"], "d": ["2019"]})

    assert [(one.code, one.line, one.message) for one in caught.value.diagnostics] == [("E213", 6, message)]


def test_a_month_stays_a_month_whatever_the_code_says() -> None:
    row = one('{of: "{d}", formats: ["%Y-%m-%d", "%Y-%m"], precision: day}', d="2019-03")

    assert row["edtf"] == "2019-03"


def test_two_days_count_before_the_code() -> None:
    date = '{of: "{a}", until: "{b}", range: one-of, formats: ["%Y-%m-%d"], precision: year, words: widened}'

    row = one(date, a="2019-03-10", b="2019-03-20")

    assert row["edtf"] == "[2019-03-10..2019-03-20]"
    assert row["original_date"] == "2019-03-10 / 2019-03-20"


@pytest.mark.parametrize(
    ("form", "text", "edtf"),
    [
        ("%Y%m%d", "20240724", "2024-07-24"),
        ("%d %B %Y", "5 March 2019", "2019-03-05"),
        ("%d-%b-%Y", "05-Mar-2019", "2019-03-05"),
        ("%Y-%m-%d %H:%M:%S%.f", "2017-07-31 00:00:00.000", "2017-07-31"),
        ("%Y-%m-%dT%H:%M:%SZ", "2017-07-31T10:30:00Z", "2017-07-31"),
        ("%d.%m.%Y", "1.2.2003", "2003-02-01"),
        ("%m/%Y", "02/2003", "2003-02"),
    ],
)
def test_formats_read_what_they_say(form: str, text: str, edtf: str) -> None:
    assert one(f'{{of: "{{d}}", formats: ["{form}"]}}', d=text)["edtf"] == edtf


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("%Y%m%d", "2024072"),
        ("%Y%m%d", "202407240"),
        ("%Y%m%d", "20240230"),
        ("%Y-%m-%d", "2023-02-29"),
        ("%Y-%m-%d", "+2023-02-20"),
        ("%Y-%m-%d", "0000-01-01"),
        ("%Y-%m-%d", "2023-02-20 or so"),
        ("%Y-%m-%d", "２０２３-02-20"),
        ("%d %B %Y", "31 June 2019"),
    ],
)
def test_what_is_no_date_of_the_format_rejects_the_row(form: str, text: str) -> None:
    found = mapped(event(f'{{of: "{{d}}", formats: ["{form}"]}}'), {"id": ["1"], "d": [text]})

    assert found.tables.events.height == 0
    assert found.rejected.select("line", "column", "value", "code").rows() == [(2, "d", text, "E303")]


def test_an_end_before_the_begin_rejects_the_row() -> None:
    date = event('{of: "{a}", until: "{b}", formats: ["%Y-%m-%d"]}')
    found = mapped(date, {"id": ["1"], "a": ["2020-02-02"], "b": ["2020-02-01"]})

    assert found.rejected["reason"].to_list() == ["This end lies before the begin."]


def test_columns_with_a_type_need_no_format() -> None:
    moment = dt.datetime(2024, 7, 24, 10, 30)
    found = read('{of: "{d}", formats: ["%d.%m.%Y"]}', d=[dt.date(2024, 7, 24)])
    timed = read('{of: "{d}", formats: ["%d.%m.%Y"]}', d=[moment])

    assert [*found["edtf"], *timed["edtf"]] == ["2024-07-24", "2024-07-24"]


def test_words_are_read_as_in_timelines() -> None:
    row = one('"{d}"', d="since Feb 2022")

    assert (row["edtf"], row["original_date"]) == ("2022-02/..", "since Feb 2022")
    assert_agrees_with_when(row)


def test_words_can_have_an_end_too() -> None:
    row = one('{of: "{a}", until: "{b}"}', a="May 2019", b="2021")

    assert (row["edtf"], row["original_date"]) == ("2019-05/2021", "May 2019 / 2021")
    assert_agrees_with_when(row)


@pytest.mark.parametrize(
    ("text", "code"), [("12/03/2019", "E302"), ("30 February 2019", "E303"), ("someday", "E301"), (None, "E301")]
)
def test_words_that_are_refused_reject_the_row_with_their_code(text: str | None, code: str) -> None:
    found = mapped(event('"{d}"'), {"id": ["1"], "d": [text]})

    assert found.rejected["code"].to_list() == [code]


def test_the_order_of_day_and_month_can_be_said() -> None:
    assert one('{of: "{d}", day_first: yes}', d="12/03/2019")["edtf"] == "2019-03-12"
    assert one('{of: "{d}", day_first: no}', d="12/03/2019")["edtf"] == "2019-12-03"


def test_edtf_takes_no_words() -> None:
    assert one('{of: "{d}", formats: [edtf]}', d="197X")["precision"] == "decade"
    found = mapped(event('{of: "{d}", formats: [edtf]}'), {"id": ["1"], "d": ["May 2019"]})
    assert found.rejected["reason"].to_list() == ["The date is not written in EDTF."]
