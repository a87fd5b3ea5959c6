"""Laws that hold for all dates, tried on generated ones."""

from __future__ import annotations

import datetime
import re
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import DateSyntaxError
from dateline.when import Relation, from_day, iso_day, parse_day, parse_edtf, read_date, relate, to_day

QUICK = settings(max_examples=100, deadline=None)
MARKS = st.sampled_from(["", "", "?", "~", "%"])
FIRST, LAST = to_day(2020, 1, 1), to_day(2020, 1, 4)


@st.composite
def dates(draw: st.DrawFn) -> str:
    """Return a text of a date's form; most are valid."""
    year = draw(st.from_regex(r"-?[0-2X][0-9X]{3}", fullmatch=True))
    month = draw(st.sampled_from(["", "01", "02", "06", "12", "XX", "1X", "X2", "21", "24", "34", "40"]))
    day = draw(st.sampled_from(["", "01", "28", "29", "30", "XX", "2X", "X1"])) if month else ""
    parts = [part for part in (year, month, day) if part]
    return "-".join(f"{draw(MARKS)}{part}{draw(MARKS)}" for part in parts)


@st.composite
def expressions(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(["date", "interval", "set"]))
    if kind == "date":
        return draw(dates())
    if kind == "interval":
        end = st.one_of(dates(), st.sampled_from(["", ".."]))
        return f"{draw(end)}/{draw(end)}"
    members = draw(st.lists(st.one_of(dates(), st.tuples(dates(), dates()).map("..".join)), min_size=1, max_size=3))
    inside = draw(st.sampled_from(["", ".."])) + ",".join(members) + draw(st.sampled_from(["", ".."]))
    return draw(st.sampled_from(["[{}]", "{{{}}}"])).format(inside)


def parsed(text: str):  # type: ignore[no-untyped-def]
    try:
        return parse_edtf(text)
    except DateSyntaxError:
        return None


@QUICK
@given(expressions())
def test_the_canonical_text_is_a_fixed_point(text: str) -> None:
    when = parsed(text)
    if when:
        again = parse_edtf(when.edtf)
        assert again.edtf == when.edtf
        assert (again.bounds(), again.years(), again.precision) == (when.bounds(), when.years(), when.precision)


@QUICK
@given(expressions(), st.integers(to_day(1900, 1, 1), to_day(2100, 1, 1)))
def test_bounds_stand_in_order(text: str, as_of: int) -> None:
    when = parsed(text)
    if when:
        for b in (when.bounds(), when.bounds(as_of)):
            for low, high in (
                (b.earliest_begin, b.latest_begin),
                (b.earliest_end, b.latest_end),
                (b.earliest_begin, b.earliest_end),
                (b.latest_begin, b.latest_end),
                (b.earliest_begin, b.latest_end),
            ):
                assert low is None or high is None or low <= high


@QUICK
@given(dates(), st.data())
def test_vaguer_never_narrows(text: str, data: st.DataObject) -> None:
    when = parsed(text)
    # A season with an X would be a month, so that only the year of a season can become vaguer.
    end = 5 if re.search(r"-[?~%]?(21|24|34|40)", text) else len(text)
    places = [place for place, sign in enumerate(text[:end]) if sign.isdigit()]
    if when and places:
        place = data.draw(st.sampled_from(places))
        vaguer = parse_edtf(text[:place] + "X" + text[place + 1 :])
        assert vaguer.bounds().earliest <= when.bounds().earliest
        assert vaguer.bounds().latest >= when.bounds().latest


@QUICK
@given(st.from_regex(r"-?[012][0-9][0X][0-9X]-[01X][0-2X]-[0-3X][0-9X]", fullmatch=True))
def test_unspecified_digits_are_filled_as_by_trying_all(text: str) -> None:
    sign, rest = ("-", text[1:]) if text.startswith("-") else ("", text)
    year, month, day = rest.split("-")
    filled = []
    for years, months, days in product(_fills(year), _fills(month), _fills(day)):
        number = _day_or_none(f"{sign}{years}-{months}-{days}")
        if number is not None:
            filled.append(number)
    when = parsed(text)
    if filled:
        assert when is not None
        assert (when.bounds().earliest, when.bounds().latest) == (min(filled), max(filled))
        assert {from_day(number)[0] for number in filled} <= set(when.years())
    else:
        assert when is None


def _fills(pattern: str) -> list[str]:
    return ["".join(signs) for signs in product(*("0123456789" if sign == "X" else sign for sign in pattern))]


def _day_or_none(text: str) -> int | None:
    try:
        return parse_day(text)
    except DateSyntaxError:
        return None


@QUICK
@given(st.dates())
def test_days_agree_with_the_standard_library(day: datetime.date) -> None:
    number = to_day(day.year, day.month, day.day)
    assert number == day.toordinal() + 1721425
    assert iso_day(number) == day.isoformat()
    assert parse_day(iso_day(number)) == number


@QUICK
@given(st.integers(-(10**15), 10**15))
def test_any_day_number_comes_back(number: int) -> None:
    assert to_day(*from_day(number)) == number
    assert parse_day(iso_day(number)) == number


def holds(s1: int, e1: int, s2: int, e2: int) -> Relation:
    """Return the one relation of two known stretches of days, by the textbook."""
    if e1 < s2:
        return Relation.MEETS if e1 + 1 == s2 else Relation.BEFORE
    if e2 < s1:
        return Relation.MET_BY if e2 + 1 == s1 else Relation.AFTER
    order = ((s1 > s2) - (s1 < s2), (e1 > e2) - (e1 < e2))
    return {
        (0, 0): Relation.EQUALS,
        (0, -1): Relation.STARTS,
        (0, 1): Relation.STARTED_BY,
        (1, 0): Relation.FINISHES,
        (-1, 0): Relation.FINISHED_BY,
        (1, -1): Relation.DURING,
        (-1, 1): Relation.CONTAINS,
        (-1, -1): Relation.OVERLAPS,
        (1, 1): Relation.OVERLAPPED_BY,
    }[order]


@st.composite
def small(draw: st.DrawFn) -> str:
    """Return a date, an interval or a set within four days."""
    first, last = sorted(draw(st.tuples(st.integers(FIRST, LAST), st.integers(FIRST, LAST))))
    form = draw(st.sampled_from(["{a}", "{a}/{b}", "[{a}..{b}]", "{{{a}..{b}}}", "{a}/[{b}]", "[{a},{b}]"]))
    if form == "{a}/[{b}]":
        form = "{a}/2020-01-0X"
    return form.format(a=iso_day(first), b=iso_day(last))


def stretches(text: str) -> set[tuple[int, int]]:
    """Return all stretches of days that an expression allows, by trying all."""
    found = set()
    for bounds in parse_edtf(text).cases():
        for begin in range(bounds.earliest_begin, bounds.latest_begin + 1):  # type: ignore[arg-type, operator]
            for end in range(max(begin, bounds.earliest_end), bounds.latest_end + 1):  # type: ignore[type-var, operator]
                found.add((begin, end))
    return found


@QUICK
@given(small(), small())
def test_relations_are_those_of_all_stretches(a: str, b: str) -> None:
    expected = {holds(*ours, *theirs) for ours in stretches(a) for theirs in stretches(b)}
    assert relate(parse_edtf(a), parse_edtf(b)) == expected


@QUICK
@given(expressions(), expressions())
def test_relations_turn_round(a: str, b: str) -> None:
    one, other = parsed(a), parsed(b)
    if one and other:
        assert relate(one, other) == {relation.inverse for relation in relate(other, one)}
        assert Relation.EQUALS in relate(one, one)


@QUICK
@given(st.one_of(st.text(max_size=40), expressions()))
def test_reading_never_raises_and_always_answers(text: str) -> None:
    reading = read_date(text)
    assert (reading.when is None) == (reading.error is not None)
    assert len(reading.alternatives) != 1


WORDS = st.sampled_from(
    re.split(
        " ",
        "since until before after between and or to from early late mid c. the of in on "
        "1920s 19th century May June 3 5 12 2020 2021 44 "
        "BC AD 79 Q3 spring 12/03/2019 "
        "2011/12 1800s – - , ? 14:30 Tuesday 2020-05 192X .. first half",
    )
)


@QUICK
@given(st.lists(WORDS, max_size=6).map(" ".join))
def test_any_mixture_of_words_gets_an_answer(text: str) -> None:
    reading = read_date(text)
    assert (reading.when is None) == (reading.error is not None)
    if reading.when:
        assert parse_edtf(reading.when.edtf) == reading.when
