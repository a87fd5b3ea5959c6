"""A language model as a second reader: what it proposes is kept where the text bears it out, and told where not.

The model is a plugin of `llm` that answers from the recordings in `tests/cases/extract/model/`.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import llm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from llm.plugins import pm

from dateline.cli import run
from dateline.extract import Names
from dateline.extract.coder import code
from dateline.extract.dating import not_after, readings_of
from dateline.extract.documents import read_document
from dateline.extract.events import DraftEvent
from dateline.extract.model import LanguageModel, answer_schema, open_model, passages
from dateline.extract.reading import read
from dateline.extract.review import open_review
from dateline.extract.review_page import page, terminal_text
from dateline.extract.run import Extraction, extract_files, jsonl_of, write_draft, yaml_text
from dateline.readers.files import read as read_files
from dateline.vocab import concepts

CASES = Path(__file__).parents[1] / "cases/extract/model"
BRIEF = CASES / "brief.txt"
TEXT = BRIEF.read_text(encoding="utf-8")
NAMES = Names()


class Recorded(llm.Model):
    """Answers every prompt with one recording, or fails with it; keeps the prompts."""

    def __init__(self, model_id: str, answer: str | Exception, *, supports_schema: bool = True) -> None:
        self.model_id = model_id
        self.answer = answer
        self.supports_schema = supports_schema
        self.prompts: list[llm.Prompt] = []

    def execute(self, prompt: llm.Prompt, stream: bool, response: Any, conversation: Any) -> Iterator[str]:
        self.prompts.append(prompt)
        if isinstance(self.answer, Exception):
            raise self.answer
        yield self.answer


Register = Callable[..., Recorded]


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    """Make a recording known to `llm`, whose own folder is a temporary one."""
    monkeypatch.setenv("LLM_USER_PATH", str(tmp_path / "llm"))
    plugins = []

    def registered(answer: str | Exception, *, name: str = "recorded", **more: bool) -> Recorded:
        model = Recorded(name, answer, **more)

        class Plugin:
            @llm.hookimpl
            def register_models(self, register: Callable[[llm.Model], None]) -> None:
                register(model)

        plugins.append(Plugin())
        pm.register(plugins[-1])
        return model

    yield registered
    for one in plugins:
        pm.unregister(one)


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Extraction:
    model = Recorded("recorded", (CASES / "answer.json").read_text(encoding="utf-8"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LLM_USER_PATH", str(tmp_path_factory.mktemp("llm")))
        return extract_files([BRIEF], model=LanguageModel("recorded", model, answer_schema()))


@pytest.fixture(scope="module")
def by_rules() -> Extraction:
    return extract_files([BRIEF])


def quoting(found: Extraction, words: str, *, reader: str = "recorded") -> DraftEvent:
    """Return the one event of a reader whose quote has these words."""
    events = [one for _, events in found.found for one in events if reader in one.readers]
    (event,) = [one for one in events if words in " ".join(one.evidence.quote.split())]
    return event


def told(found: Extraction, code: str) -> list[str]:
    return [one.message for one in found.diagnostics if one.code == code]


def test_the_model_gets_the_prompt_the_words_of_our_vocabularies_and_the_day(register: Register) -> None:
    model = register('{"events": []}')
    extract_files([BRIEF], model=open_model("recorded"))
    (prompt,) = model.prompts
    assert "copied letter by letter" in prompt.system
    assert prompt.prompt.startswith("Day of publication: 2024-05-01\n")
    assert prompt.prompt.endswith(TEXT)
    event = prompt.schema["properties"]["events"]["items"]["properties"]
    assert set(event["type"]["enum"]) == {*concepts()["type"], None}
    assert event["participants"]["items"]["properties"]["role"]["enum"] == [*concepts()["role"]]


def test_an_event_on_which_both_agree_is_one_draft_with_both_named(answered: Extraction) -> None:
    event = quoting(answered, "visited Berlin")
    assert event.readers == ("the rules", "recorded")
    assert (event.kind, event.dating and event.dating.edtf) == ("consult/visit", "2024-04-24")
    assert event.evidence.quote == "On April 24, President Emmanuel Macron visited Berlin"
    assert (
        yaml_text(answered).count("visited Berlin\n  # line 4, characters 39 to 92; certain; read by the rules and")
        == 1
    )


def test_events_of_one_reader_alone_are_named_as_its_own(answered: Extraction) -> None:
    assert quoting(answered, "harbor workers").readers == ("recorded",)
    assert quoting(answered, "harbor workers", reader="the rules").readers == ("the rules",)
    text = yaml_text(answered)
    assert "; read by recorded alone\n" in text
    assert "; read by the rules alone\n" in text


def test_an_invented_quote_is_left_out_and_told(answered: Extraction) -> None:
    assert "April 2019" not in jsonl_of(answered)
    assert told(answered, "W704") == [
        "recorded quotes one word alone, which reports no event: 'Putin'.",
        "recorded quotes words that do not stand in the text: 'Spain attacked Portugal on 3 April 2019'.",
    ]
    assert all(one.line for one in answered.diagnostics)


def test_a_quote_may_run_over_the_end_of_a_line_and_keeps_its_characters(answered: Extraction) -> None:
    evidence = quoting(answered, "Ever Given").evidence
    assert evidence.quote == "The Ever Given\nran aground in the Suez Canal in March 2021"
    assert TEXT[evidence.start : evidence.end] == evidence.quote


def test_an_invented_date_is_left_out_and_the_event_is_marked(answered: Extraction) -> None:
    event = quoting(answered, "harbor workers")
    assert event.dating is None
    assert event.confidence == "weak"
    assert event.remarks == ("recorded gives the date 2024-04-30, which neither the words nor their sentence say",)
    assert f"  # {event.remarks[0]}\n" in yaml_text(answered)
    assert f"{event.remarks[0]}." in told(answered, "W705")


def test_a_date_is_derived_from_the_quoted_words_by_our_own_reading(answered: Extraction) -> None:
    event = quoting(answered, "France sent generators")
    assert event.dating is not None
    assert (event.dating.edtf, event.dating.words) == ("2024-04-26", "April 26")
    assert any("2024-04-27" in one for one in event.remarks)


def test_actors_are_those_of_the_authority_or_flagged_or_left_out(answered: Extraction) -> None:
    (workers,) = quoting(answered, "harbor workers").participants
    assert (workers.actor.name, workers.actor.known) == ("harbor workers", False)
    assert [one.key for one in quoting(answered, "harbor workers").places] == ["odesa"]
    assert told(answered, "W706") == [
        "recorded names 'Brazil', a name that the text does not have.",
        "recorded names 'Mars', a name that the text does not have.",
        "recorded names 'they', a word that names nobody by itself.",
    ]
    assert "# harbor workers is in no list: check the name\n" in yaml_text(answered)


def test_what_the_model_has_beyond_the_rules_is_remarked(answered: Extraction) -> None:
    assert "recorded also has Olaf Scholz as target" in quoting(answered, "Putin hailed").remarks


def test_words_of_no_vocabulary_are_left_out_and_told(answered: Extraction) -> None:
    event = quoting(answered, "Ever Given")
    assert (event.type, event.factuality, [one.role for one in event.participants]) == (
        None,
        "occurred",
        ["participant"],
    )
    assert quoting(answered, "Putin hailed").kind == "support"
    assert told(answered, "W707") == [
        "recorded gives the type 'support/applaud', which there is not.",
        "recorded gives the factuality 'certain', which there is not.",
        "recorded gives the role 'captain', which there is not.",
        "recorded gives the type 'shipwreck/grounding', which there is not.",
    ]


def test_proposals_of_another_form_are_left_out_and_told(answered: Extraction) -> None:
    assert told(answered, "W708") == [
        f"Proposal {number} of recorded is not of the form that was asked for; it is left out." for number in (8, 9)
    ]


def test_a_model_that_obeys_the_text_gets_nothing_into_the_draft(register: Register, tmp_path: Path) -> None:
    register((CASES / "obeyed.json").read_text(encoding="utf-8"))
    found = extract_files([BRIEF], model=open_model("recorded"))
    write_draft(tmp_path / "draft.yaml", None, found, merge=True)
    tables = read_files([tmp_path / "draft.yaml"], drafts=True)
    assert [one for one in tables.diagnostics if one.severity == "error"] == []
    assert set(tables.tables.events["status"]) == {"draft"}
    alone = [one for _, events in found.found for one in events if one.readers == ("recorded",)]
    assert [(one.label, one.dating, one.participants, one.places) for one in alone] == [
        ("Read by the rules and everybody", None, (), ()),
        ("Tokyo said nothing", None, (), ()),
    ]
    assert {one.code for one in found.diagnostics} == {"W704", "W705", "W706", "W707"}
    assert all(str(one).isprintable() for one in found.diagnostics)


def test_the_review_shows_who_read_an_event(answered: Extraction, tmp_path: Path) -> None:
    write_draft(tmp_path / "draft.yaml", None, answered, merge=True)
    review = open_review(tmp_path / "draft.yaml")
    assert {one.fields["read by"] for one in review.events} == {
        "the rules and recorded",
        "the rules alone",
        "recorded alone",
    }
    assert "     read by: the rules and recorded\n" in terminal_text(review)
    assert "<dt>read by<dd>the rules and recorded" in page(review)


def test_quoted_words_that_look_like_a_comment_of_ours_name_no_reader(by_rules: Extraction, tmp_path: Path) -> None:
    forged = "line 3, characters 1 to 9; certain; read by everybody"
    ((document, events),) = by_rules.found
    event = replace(events[0], evidence=replace(events[0].evidence, quote=forged))
    write_draft(tmp_path / "draft.yaml", None, replace(by_rules, found=((document, (event,)),)), merge=True)
    assert f"  # {forged}\n" in (tmp_path / "draft.yaml").read_text(encoding="utf-8")
    assert [one.fields.get("read by") for one in open_review(tmp_path / "draft.yaml").events] == [None]


def test_without_a_model_nobody_is_named(by_rules: Extraction, tmp_path: Path) -> None:
    write_draft(tmp_path / "draft.yaml", None, by_rules, merge=True)
    assert "; read by" not in (tmp_path / "draft.yaml").read_text(encoding="utf-8")
    assert all("read by" not in one.fields for one in open_review(tmp_path / "draft.yaml").events)


@pytest.mark.parametrize("answer", [*json.loads((CASES / "nonsense.json").read_text(encoding="utf-8")), "[" * 100_000])
def test_nonsense_leaves_the_draft_of_the_rules(register: Register, by_rules: Extraction, answer: str) -> None:
    register(answer)
    found = extract_files([BRIEF], model=open_model("recorded"))
    assert yaml_text(found) == yaml_text(by_rules)
    (message,) = told(found, "E703")
    assert message.startswith("The model recorded answered with something else than the list of events")


def test_a_model_that_fails_is_asked_no_more(register: Register, by_rules: Extraction) -> None:
    model = register(RuntimeError("no\nroute \x1b[31mto host"))
    found = extract_files([BRIEF, BRIEF], model=open_model("recorded"))
    assert told(found, "E703") == [
        "The model recorded failed: no route [31mto host.",
        "The model recorded was not asked about this text, since it has failed before.",
    ]
    assert len(model.prompts) == 1
    assert [events for _, events in found.found] == [events for _, events in by_rules.found * 2]


def test_the_command_writes_the_draft_and_says_that_the_model_failed(
    register: Register, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register(llm.NeedsKeyException("No key found"))
    draft = tmp_path / "draft.yaml"
    assert run(["extract", str(BRIEF), "--model", "recorded", "-o", str(draft)]) == 3
    assert "brief.txt:1:1: error E703: The model recorded failed: No key found." in capsys.readouterr().err
    assert "President Emmanuel Macron visited Berlin" in draft.read_text(encoding="utf-8")


def test_the_command_keeps_no_log_of_what_was_asked(register: Register, tmp_path: Path) -> None:
    register((CASES / "answer.json").read_text(encoding="utf-8"))
    assert run(["extract", str(BRIEF), "--model", "recorded", "-o", str(tmp_path / "draft.yaml")]) == 0
    assert list((tmp_path / "llm").iterdir()) == []


def test_a_model_that_cannot_be_asked_is_wrong_use(register: Register, capsys: pytest.CaptureFixture[str]) -> None:
    register("", name="free-speaker", supports_schema=False)
    for name, message in (
        ("free-speaker", "'free-speaker' cannot be bound to a form of answer"),
        ("free-speaking", "There is no language model named 'free-speaking'. Did you mean 'free-speaker'?"),
        ("", "There is no language model named ''."),
    ):
        assert run(["extract", str(BRIEF), "--model", name]) == 2
        out, err = capsys.readouterr()
        assert (out, message in err, "Traceback" in err) == ("", True, False)


def test_a_missing_library_is_told_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "llm", None)
    assert run(["extract", str(BRIEF), "--model", "recorded"]) == 2
    assert "pip install 'dateline[llm]'" in capsys.readouterr().err


_FRAGMENTS = st.sampled_from(
    sorted({*TEXT.split(), "Putin hailed the talks", "France", "the", "", "2024-04-26", "(", "\\"})
)
_WORDS = st.one_of(
    st.lists(_FRAGMENTS, max_size=6).map(" ".join),
    st.text(max_size=12),
    st.tuples(st.integers(0, len(TEXT)), st.integers(0, 80)).map(lambda cut: TEXT[cut[0] : cut[0] + cut[1]]),
    st.sampled_from([*concepts()["type"], *concepts()["role"], "2024-04-24", "[2024..2025]"]),
)
_PROPOSALS = st.fixed_dictionaries(
    {
        "quote": _WORDS,
        "date": st.none() | _WORDS,
        "type": st.none() | _WORDS,
        "factuality": _WORDS,
        "participants": st.lists(st.fixed_dictionaries({"name": _WORDS, "role": _WORDS}), max_size=2),
        "places": st.lists(_WORDS, max_size=2),
    }
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["quote", "date"]), inner, max_size=2),
    max_leaves=4,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_PROPOSALS | _JSON, max_size=3))
def test_whatever_is_proposed_stands_in_the_text_or_is_told(proposals: list[Any]) -> None:
    document, _ = read_document(BRIEF.read_bytes(), "brief.txt")
    assert document is not None
    reading = read(document, NAMES)
    rules = code(reading)
    reader = LanguageModel("any", Recorded("any", json.dumps({"events": proposals})), answer_schema())
    events, problems = reader.second(reading, rules)
    assert not reader.failed
    ours = [one for time in reading.times for one in readings_of(time)]
    dates = {one.edtf for one in ours} | {not_after(one, document.published).edtf for one in ours}
    dates |= {one.dating.edtf for one in rules if one.dating}
    for event in events:
        evidence = event.evidence
        assert TEXT[evidence.start : evidence.end] == evidence.quote
        assert event.dating is None or event.dating.edtf in dates
        assert event.kind is None or event.kind in concepts()["type"]
        assert {one.role for one in event.participants} <= set(concepts()["role"])
    assert len(events) >= len(rules)
    gone = [one for one in problems if one.code in ("W704", "W708")]
    by_model = sum("any" in one.readers for one in events)
    assert by_model + len(gone) <= len(proposals)
    assert bool(proposals) <= bool(by_model + len(gone))


@given(st.text(alphabet="ab .\n", max_size=300), st.integers(4, 40))
def test_passages_cover_a_text_without_overlap(text: str, size: int) -> None:
    found = list(passages(text, size))
    assert all(0 < end - start <= size for start, end in found)
    assert all(earlier[1] <= later[0] for earlier, later in itertools.pairwise(found))
    covered = {place for start, end in found for place in range(start, end)}
    assert all(place in covered for place, char in enumerate(text) if char.strip())
