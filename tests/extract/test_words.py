"""Words: tokens, sentences, forms of verbs, and the dictionary of actions as data."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import vocab
from dateline.extract import lexicon
from dateline.extract.actions import NO_TYPE, actions
from dateline.extract.inflect import forms_of, singular
from dateline.extract.tokens import sentences, tokenize

FORMS = {
    "stop": {"stop", "stops", "stopped", "stopping"},
    "visit": {"visit", "visits", "visited", "visiting"},
    "expel": {"expel", "expels", "expelled", "expelling"},
    "cancel": {"cancel", "cancels", "canceled", "cancelled", "canceling", "cancelling"},
    "die": {"die", "dies", "died", "dying"},
    "flee": {"flee", "flees", "fled", "fleeing"},
    "agree": {"agree", "agrees", "agreed", "agreeing"},
    "deny": {"deny", "denies", "denied", "denying"},
    "veto": {"veto", "vetoes", "vetoed", "vetoing"},
    "break": {"break", "breaks", "broke", "broken", "breaking"},
    "free": {"free", "frees", "freed", "freeing"},
}


@pytest.mark.parametrize("lemma", FORMS)
def test_verbs_have_their_forms(lemma: str) -> None:
    assert set(forms_of(lemma)) == FORMS[lemma]


@pytest.mark.parametrize(
    ("plural", "one"),
    [("parties", "party"), ("troops", "troop"), ("churches", "church"), ("police", "police"), ("gas", "gas")],
)
def test_nouns_have_their_singular(plural: str, one: str) -> None:
    assert singular(plural) == one


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Russia's 2022 invasion", ["Russia", "'s", "2022", "invasion"]),
        ("the U.S. didn’t", ["the", "U.S.", "did", "n’t"]),
        ("$3.8 billion, 35-year-old", ["$3.8", "billion", ",", "35-year-old"]),
        ("al-Assad met Amir‑Abdollahian", ["al-Assad", "met", "Amir‑Abdollahian"]),
    ],
)
def test_words_are_cut_where_people_cut_them(text: str, words: list[str]) -> None:
    assert [token.text for token in tokenize(text)] == words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mr. Lungu met Gen. Bisset on Dec. 5. He left.", 2),
        ("He said: “We agree.” Then he left.", 2),
        ("The U.S. ambassador met J. Smith.", 1),
        ("It cost 3.5 million. Prices rose by 2.1 percent.", 2),
        ("They met in the U.S. The talks failed.", 2),
    ],
)
def test_sentences_end_at_their_ends(text: str, count: int) -> None:
    assert len(list(sentences(text, [(0, len(text))]))) == count


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_every_token_is_a_slice_of_the_text(text: str) -> None:
    tokens = tokenize(text)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert [token.start for token in tokens] == sorted({token.start for token in tokens})


def test_every_type_and_role_of_the_dictionary_is_one_of_the_scheme() -> None:
    content = lexicon.data("actions")
    types = {group["type"] for group in content["groups"]} - {NO_TYPE}
    types |= {*content["planned"].values(), *content["refused"].values()}
    tables = [*content["roles"].values(), *(group["slots"] for group in content["groups"] if "slots" in group)]
    roles = {role for table in tables for role in table.values()} - {"none"}
    contexts = {word for group in content["groups"] for word in group.get("contexts", ())}
    assert types <= set(vocab.concepts()["type"])
    assert roles <= set(vocab.concepts()["role"])
    assert contexts <= set(vocab.concepts()["context"])


def test_the_dictionary_knows_every_type_of_the_scheme() -> None:
    kinds = {group["type"].split("/")[0] for group in lexicon.data("actions")["groups"]}
    assert {word for word in vocab.concepts()["type"] if "/" not in word} <= kinds


def test_the_dictionary_is_broad() -> None:
    assert len(actions().verbs) > 1000
