"""The texts beside a store: the same rows as without them, whatever is looked for, and none that are out of date."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from dateline.build import load
from dateline.queries import load_query
from dateline.store import Rows, Store, open_store, texts

LABELS = (
    "Peace talks in Geneva", "PEACE at last", "a peaceful march", "Ümit visits İzmir", "ΟΔΥΣΣΕΎΣ returns", "straße",
    'the "peace"', "back\\slash", "two\nlines of peace", "tab\tpeace", "", "100% {peace}", "peace",
)  # fmt: skip
WORDS = (
    "peace", "PEACE", "Peace t", "izmir", "İzmir", "ümit", "οδυσσεύς", "ΣΣΕΎΣ", "STRASSE", "straße", '"peace"', "\\s",
    "o\nl", "two lines", "two", "b\tp", "}", "% {", "", "war", "talks in geneva\n", " ",
)  # fmt: skip


def write(path: Path, labels: tuple[str, ...], first: int = 0) -> Path:
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    with path.open("wb") as out:
        for number, text in enumerate(labels, first):
            event = ox.NamedNode(f"http://e.org/{number}")
            described = ox.Triple(event, kind, ox.NamedNode("https://w3id.org/dateline/ns#Event"))
            ox.serialize([described, ox.Triple(event, label, ox.Literal(text))], out, ox.RdfFormat.N_TRIPLES)
    return path


@pytest.fixture(scope="module")
def location(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("texts")
    load(folder / "store", [write(folder / "data.nt", LABELS)])
    return folder / "store"


def found(store: Store, word: str) -> list[str]:
    answer = store.query(load_query("mentioning").bind({"text": word}))
    assert isinstance(answer, Rows)
    return [str(row) for row in answer]


def copied(location: Path, to: Path) -> Path:
    return Path(shutil.copytree(location, to / "store"))


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_found_in_the_same_rows_with_and_without_the_texts(location: Path, tmp_path: Path, word: str) -> None:
    plain = copied(location, tmp_path)
    shutil.rmtree(plain / texts.FOLDER)

    with open_store(location, read_only=True) as quick, open_store(plain, read_only=True) as slow:
        assert found(quick, word) == found(slow, word)


def test_the_texts_are_what_is_asked(location: Path, tmp_path: Path) -> None:
    """Where the texts lack one, so does the answer: the store is not read for it."""
    poorer = copied(location, tmp_path)
    terms = poorer / texts.FOLDER / "lower"
    terms.write_bytes(terms.read_bytes().replace(b"a peaceful march", b"a xxxxxful march"))

    with open_store(location, read_only=True) as whole, open_store(poorer, read_only=True) as store:
        assert len(found(store, "peace")) == len(found(whole, "peace")) - 1


def test_more_texts_than_are_worth_it_are_read_from_the_store(location: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(location, read_only=True) as store:
        before = found(store, "peace")
        monkeypatch.setattr(texts, "MOST", 2)
        assert found(store, "peace") == before


def test_texts_of_an_earlier_state_are_not_asked(location: Path, tmp_path: Path) -> None:
    changed = copied(location, tmp_path)
    with open_store(changed) as store:
        store.load_file(write(tmp_path / "more.nt", ("one more peace",), 50))

    assert texts.open_texts(changed) is None
    with open_store(changed, read_only=True) as store:
        assert any("one more peace" in row for row in found(store, "peace"))


def test_opening_a_store_leaves_its_texts_in_date(location: Path, tmp_path: Path) -> None:
    opened = copied(location, tmp_path)
    open_store(opened).close()
    open_store(opened, read_only=True).close()

    assert texts.open_texts(opened) is not None


def test_loading_more_writes_the_texts_anew(location: Path, tmp_path: Path) -> None:
    grown = copied(location, tmp_path)
    load(grown, [write(tmp_path / "more.nt", ("one more peace",), 50)])

    assert texts.open_texts(grown) is not None
    with open_store(grown, read_only=True) as store:
        assert len(found(store, "one more")) == 1
        assert len(found(store, "geneva")) == 1


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"version": 0, "store": []}', b"\xff"])
def test_texts_that_do_not_say_what_they_are_are_not_asked(location: Path, tmp_path: Path, damage: bytes) -> None:
    damaged = copied(location, tmp_path)
    (damaged / texts.FOLDER / "about.json").write_bytes(damage)

    with open_store(damaged, read_only=True) as store:
        assert found(store, "geneva")


def test_a_store_without_texts_has_them_empty(tmp_path: Path) -> None:
    data = tmp_path / "data.nt"
    data.write_text("<urn:a> <urn:b> <urn:c> .\n", encoding="utf-8")
    load(tmp_path / "store", [data])

    assert texts.open_texts(tmp_path / "store") is not None
    with open_store(tmp_path / "store", read_only=True) as store:
        assert found(store, "peace") == []


def test_a_text_that_looks_like_a_query_stays_a_text(location: Path) -> None:
    with open_store(location, read_only=True) as store:
        assert found(store, '") } #holding ?found ?text') == []
