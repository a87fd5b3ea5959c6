"""The small tools of streaming: order, memory of entities, targets, progress."""

from __future__ import annotations

import io
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import UsageError
from dateline.stream.ordered import ordered
from dateline.stream.packing import packed, write
from dateline.stream.progress import Progress, told
from dateline.stream.seen import Seen
from dateline.stream.targets import target_of


def test_results_come_in_the_order_of_the_items_however_long_each_takes() -> None:
    late = threading.Event()

    def work(item: int) -> int:
        if item == 0:
            late.wait(5)
        else:
            late.set()
        return item

    with ThreadPoolExecutor(2) as pool:
        assert list(ordered(pool, work, range(5), ahead=1)) == [0, 1, 2, 3, 4]


def test_only_a_few_items_are_taken_ahead_of_the_results() -> None:
    taken: list[int] = []

    def items() -> list[int]:
        for item in range(100):
            taken.append(item)
            yield item

    with ThreadPoolExecutor(1) as pool:
        results = ordered(pool, lambda item: item, items(), ahead=2)
        assert next(results) == 0
        results.close()
    assert len(taken) == 3


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 40).map("https://e.org/{}".format), max_size=30, unique=True), max_size=8))
def test_an_iri_is_fresh_exactly_once(batches: list[list[str]]) -> None:
    seen, known = Seen(), set()
    for batch in batches:
        expected = []
        for iri in batch:
            expected.append(iri not in known)
            known.add(iri)
        assert seen.fresh(pl.DataFrame({"id": batch}, schema={"id": pl.String}))[0].to_list() == expected
    assert len(seen) == len(known)


@pytest.mark.parametrize(
    ("name", "to", "ending"),
    [
        ("out.nt", None, "nt"),
        ("out.nq.gz", None, "nq.gz"),
        ("OUT.NT.ZST", None, "nt.zst"),
        ("out.txt", "ntriples", "nt"),
        ("out.gz", "nquads", "nq.gz"),
        ("out", "nq.zst", "nq.zst"),
    ],
)
def test_a_target_is_known_by_its_name_or_by_an_option(name: str, to: str | None, ending: str) -> None:
    target = target_of(Path(name), to)

    assert target is not None
    assert target.ending == ending


@pytest.mark.parametrize(("name", "to"), [("out.ttl", None), ("out", None), ("out.nt", "turtle"), ("x.gz", None)])
def test_what_is_no_file_of_lines_is_no_target(name: str, to: str | None) -> None:
    assert target_of(Path(name), to) is None


def test_parts_are_of_lines_alone() -> None:
    with pytest.raises(UsageError, match="cannot be written in parts"):
        target_of(Path("folder"), "turtle", parts=2)


def test_progress_says_rows_rate_share_and_time_left() -> None:
    assert told(1_200_000, 41, 100, 15) == "1,200,000 rows, 80,000 a second, 41 %, 0:22 left"
    assert told(10, 100, 100, 2) == "10 rows, 5 a second, 100 %"
    assert told(10, 1, 1000, 10).endswith("2:46:30 left")


def test_progress_is_silent_where_nobody_looks() -> None:
    out = io.StringIO()

    progress = Progress(out)
    progress.show(1, 1, 2)
    progress.clear()

    assert out.getvalue() == ""


@settings(deadline=None)
@given(
    st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=40), max_size=30),
    st.sampled_from(["plain", "put together", "repeated", "turned round", "some", "in chunks"]),
)
def test_texts_are_written_whatever_way_they_lie_in_memory(texts: list[str | None], way: str) -> None:
    given_texts = pl.Series(texts, dtype=pl.String)
    long = given_texts.to_frame("a").select(pl.concat_str(pl.col("a"), pl.lit("\n" * 13), pl.col("a"))).to_series()
    column = {
        "plain": given_texts,
        "put together": long,
        "repeated": pl.concat([long, long]).gather([*range(long.len()), *range(long.len())]),
        "turned round": long.reverse(),
        "some": long[1::2],
        "in chunks": pl.concat([long, given_texts], rechunk=False),
    }[way]
    out = io.BytesIO()

    write(packed([column], ""), out)

    assert out.getvalue().decode() == "".join(text for text in column if text is not None)
