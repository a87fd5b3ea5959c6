"""The choice among claimed values."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.readers.located import Entry, Node
from dateline.readers.timeline.policy import Candidate, choose
from dateline.readers.timeline.records import records

Span = tuple[int, int]
spans = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda pair: (min(pair), max(pair)))
candidates = st.lists(
    st.builds(
        lambda span, rank, day: Candidate(span, str(span), rank, day),
        spans,
        st.sampled_from(["preferred", "normal", "deprecated"]),
        st.none() | st.integers(0, 3),
    ),
    max_size=5,
)


def chosen(found: Sequence[Candidate[Span]]) -> Candidate[Span] | None:
    return choose(found, contradict=lambda a, b: a[0] > b[1] or b[0] > a[1], width=lambda a: a[1] - a[0])


def test_nothing_claimed_is_nothing_chosen() -> None:
    assert chosen([]) is None


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([Candidate((0, 9), "a"), Candidate((2, 3), "b")], "b"),
        ([Candidate((0, 9), "a"), Candidate((0, 5), "b"), Candidate((9, 9), "c")], "a"),
        ([Candidate((0, 1), "a"), Candidate((0, 1), "b", "preferred")], "b"),
        ([Candidate((0, 1), "a", "normal", 5), Candidate((0, 1), "b", "normal", 6)], "b"),
        ([Candidate((0, 1), "a"), Candidate((0, 1), "b", "normal", 6)], "b"),
        ([Candidate((0, 9), "a"), Candidate((2, 2), "b", "deprecated")], "a"),
        ([Candidate((2, 2), "b", "deprecated")], "b"),
        ([Candidate((0, 1), "b"), Candidate((1, 2), "a")], "a"),
    ],
)
def test_the_order_of_choice(found: list[Candidate[Span]], expected: str) -> None:
    best = chosen(found)
    assert best is not None
    assert best.text == expected


@given(candidates)
def test_the_choice_does_not_depend_on_the_order(found: list[Candidate[Span]]) -> None:
    best, other = chosen(found), chosen(found[::-1])
    assert (best and best.text) == (other and other.text)


def claimed(*fields: dict[str, str]) -> dict[str, object]:
    """Return the event of a timeline in which one source after the other claims values."""

    def node(value: object) -> Node:
        if isinstance(value, dict):
            return Node({key: Entry(Node(key, "f", 1, 1), node(inner)) for key, inner in value.items()}, "f", 1, 1)
        if isinstance(value, list):
            return Node(tuple(node(item) for item in value), "f", 1, 1)
        return Node(str(value), "f", 1, 1)

    sources = {f"s{at}": {"title": "S", "date": f"202{at}"} for at in range(len(fields))}
    sources["s9"] = {"title": "S", "date": "2020/.."}
    places = {
        "p": {"name": "P", "in": "q"},
        "q": {"name": "Q"},
        "r": {"name": "R"},
        "loop": {"name": "L", "in": "pool"},
        "pool": {"name": "P", "in": "loop"},
    }
    event = {"id": "e", "says": {f"s{at}": one for at, one in enumerate(fields)} | {"s9": {"what": "Z"}}}
    head = {"timeline": "T", "base": "https://e.org/", "sources": sources, "places": places, "events": [event]}
    found = records(node(head), folder=None)
    assert found.diagnostics == ()
    return found.tables.events.row(0, named=True)


def test_dates_that_contradict_give_way_to_those_that_agree() -> None:
    assert claimed({"date": "2023"}, {"date": "2023-05"}, {"date": "2024"})["edtf"] == "2023-05"


def test_an_open_date_is_the_widest() -> None:
    assert claimed({"date": "2023/.."}, {"date": "2023/2030"})["edtf"] == "2023/2030"


def test_types_that_contradict_leave_it_to_the_newest_source() -> None:
    event = claimed({"type": "agree"}, {"type": "aid"})
    assert event["type"] == "aid"


def test_the_inner_place_is_the_more_precise_one() -> None:
    assert claimed({"where": "q"}, {"where": "p"}, {"where": "q"})["places"] == ["https://e.org/place/p"]
    assert claimed({"where": "r"}, {"where": "p"}, {"where": "q"})["places"] == ["https://e.org/place/p"]
    assert claimed({"where": "loop"})["places"] == ["https://e.org/place/loop"]


def test_the_narrower_quantity_wins() -> None:
    event = claimed({"quantity": "at least 5 x"}, {"quantity": "6 to 8 x"}, {"quantity": "up to 20 x"})
    assert (event["quantity_min"], event["quantity_max"]) == (6, 8)


def test_of_two_labels_the_newest_stays() -> None:
    assert claimed({"what": "A"}, {"what": "B"})["label"] == "B"
