"""Names become steps of IRIs that are readable and never the same for two names."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.mapping.quads import IRI_PATTERN
from dateline.readers.datasets.names import foreign, steps

names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12) | st.sampled_from(
    ["Islamic State of Iraq", "islamic state of iraq", "Islamic-State of Iraq", "Асад", "!", "?", "Côte", "Cote"]
)


def made(values: list[str | None], *along: list[str | None]) -> list[str | None]:
    frame = pl.DataFrame([values, *along], schema=[str(at) for at in range(len(along) + 1)], orient="col")
    return (
        frame.select(steps(pl.col("0"), tuple(pl.col(str(at + 1)) for at in range(len(along))))).to_series().to_list()
    )


def test_the_name_that_a_slug_gives_back_has_the_bare_slug() -> None:
    assert made(["Islamic State of Iraq", "Kurdistan", None]) == ["islamic-state-of-iraq", "kurdistan", None]


def test_every_other_name_has_a_hash_of_its_own() -> None:
    found = made(["IS", "Is", "I.S.", "Асад", "!"])

    assert found == ["is-" + str(found[0])[3:], "is", "i-s-" + str(found[2])[4:], "asad-" + str(found[3])[5:], found[4]]
    assert str(found[4]).startswith("name-")
    assert len(set(found)) == 5


def test_places_of_one_name_are_told_apart_by_what_goes_along() -> None:
    one, other, same, nothing = made(["Idlib", "Idlib", "Idlib", None], ["1", "2", "1", "1"], [None, None, None, "x"])

    assert (one == same, one == other, nothing) == (True, False, None)
    assert str(one).startswith("idlib-")


@settings(deadline=None, max_examples=50)
@given(st.lists(names, min_size=2, max_size=2, unique=True))
def test_two_names_never_share_a_step(pair: list[str]) -> None:
    one, other = made(list(pair))

    assert one != other


@settings(deadline=None, max_examples=50)
@given(names)
def test_a_step_can_stand_in_an_iri(name: str) -> None:
    (step,) = made([name])

    assert pl.Series([f"https://e.org/{step}"]).str.contains(IRI_PATTERN)[0]
    assert "/" not in str(step)


def test_an_iri_from_elsewhere_gets_a_hash() -> None:
    iris = pl.DataFrame({"iri": ["https://e.org/actor/syria", "http://www.wikidata.org/entity/Q858", None]})
    own, other, nothing = iris.select(foreign(pl.col("iri"), "https://e.org/")).to_series().to_list()

    assert (own, nothing) == ("syria", None)
    assert other.startswith("Q858-")
