"""Drafts: YAML that the reader takes, files that keep every decision, JSON Lines, and the tables without drafts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.build import read
from dateline.errors import InputError
from dateline.extract import Names, extract, read_document
from dateline.extract.drafts import Piece, draft_of, unique_quote, yaml_of
from dateline.extract.lines import json_lines
from dateline.extract.run import extract_files, own_actors, write_draft
from dateline.extract.timeline import read_prose
from dateline.readers import yaml
from dateline.readers.files import read as read_files

ROOT = Path(__file__).parents[2]
BRIEF = ROOT / "seeds/briefs/2024-07-25-assad-in-moscow.txt"
NAMES = Names()


def drafted(folder: Path, text: str | None = None) -> Path:
    """Write a brief and its draft into a folder; return the draft."""
    source = folder / "brief.txt"
    source.write_text(text or BRIEF.read_text(encoding="utf-8"), encoding="utf-8")
    write_draft(folder / "draft.yaml", None, extract_files([source]), merge=True)
    return folder / "draft.yaml"


def test_a_draft_is_read_without_an_error_and_every_event_is_a_draft(tmp_path: Path) -> None:
    found = read_files([drafted(tmp_path)], drafts=True)
    assert [one for one in found.diagnostics if one.severity == "error"] == []
    assert set(found.tables.events["status"]) == {"draft"}
    assert found.tables.events.height >= 20
    assert found.tables.claims["quote_start"].null_count() == 0


def test_the_cleaned_text_stands_beside_the_draft(tmp_path: Path) -> None:
    drafted(tmp_path)
    assert (tmp_path / "draft.cleaned.txt").read_text(encoding="utf-8") == BRIEF.read_text(encoding="utf-8")


def test_drafts_are_left_out_unless_they_are_asked_for(tmp_path: Path) -> None:
    found = read_files([drafted(tmp_path)])
    assert found.tables.events.height == found.tables.participations.height == 0
    assert found.tables.claims.height == found.tables.relations.height == 0
    assert [one.code for one in found.diagnostics] == ["I410"]


def test_checking_warns_of_each_draft(tmp_path: Path) -> None:
    timeline = read(drafted(tmp_path), drafts=True)
    found = [one for one in timeline.check() if one.code == "W409"]
    assert len(found) == timeline.tables.events.height
    assert all(one.severity == "warning" and one.line > 1 for one in found)


def test_accepted_events_count_and_rejected_ones_do_not(tmp_path: Path) -> None:
    draft = drafted(
        tmp_path, "A title\n1 May 2020\n\nFrance visited Spain on 2 April. Italy attacked Malta on 3 April.\n"
    )
    text = draft.read_text(encoding="utf-8")
    draft.write_text(
        text.replace("status: draft", "status: accepted", 1).replace("status: draft", "status: rejected"),
        encoding="utf-8",
    )
    events = read_files([draft]).tables.events
    assert events["edtf"].to_list() == ["2020-04-02"]
    assert events["status"].to_list() == [None]


def test_drafts_are_marked_and_attributed_in_the_graph(tmp_path: Path) -> None:
    timeline = read(drafted(tmp_path), drafts=True)
    answer = timeline.query(
        "PREFIX dl: <https://w3id.org/dateline/ns#> PREFIX prov: <http://www.w3.org/ns/prov#> "
        "SELECT (COUNT(?e) AS ?n) { ?e dl:status <https://w3id.org/dateline/status/draft> ; "
        "prov:wasAttributedTo <https://w3id.org/dateline/extractor> }"
    )
    assert str(timeline.tables.events.height) in str(list(answer))


def test_reading_again_changes_no_line_that_stands_there(tmp_path: Path) -> None:
    draft = drafted(tmp_path)
    edited = draft.read_text(encoding="utf-8").replace("status: draft", "status: accepted  # mine", 1)
    draft.write_text(edited, encoding="utf-8")
    kept, added = write_draft(draft, None, extract_files([tmp_path / "brief.txt"]), merge=True)
    assert (kept > 20, added) == (True, 0)
    assert draft.read_text(encoding="utf-8") == edited


def test_what_is_new_in_a_text_is_added_behind_what_stands_there(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "A title\n1 May 2020\n\nFrance visited Spain on 2 April.\n")
    before = draft.read_text(encoding="utf-8")
    (tmp_path / "brief.txt").write_text(
        "A title\n1 May 2020\n\nFrance visited Spain on 2 April. Italy attacked Malta on 3 April.\n", encoding="utf-8"
    )
    assert write_draft(draft, None, extract_files([tmp_path / "brief.txt"]), merge=True) == (1, 1)
    after = draft.read_text(encoding="utf-8")
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    found = read_files([draft], drafts=True)
    assert [one for one in found.diagnostics if one.severity == "error"] == []
    assert sorted(found.tables.events["edtf"]) == ["2020-04-02", "2020-04-03"]


def test_a_file_that_is_no_timeline_is_not_written_over(tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_text("- a list\n", encoding="utf-8")
    with pytest.raises(InputError, match="no timeline"):
        write_draft(draft, None, extract_files([BRIEF]), merge=True)
    assert draft.read_text(encoding="utf-8") == "- a list\n"


def test_actors_of_a_timeline_keep_their_ids() -> None:
    own = own_actors([ROOT / "seeds"])
    found = extract_files([BRIEF], actors=[ROOT / "seeds"])
    keys = {one.actor.key for _, events in found.found for event in events for one in event.participants}
    assert {"putin", "assad", "raisi", "kosachev", "foreign-ministry", "washington-post"} <= keys
    assert keys & {actor.key for actor in own} >= {"putin", "arab-league"}


def test_prose_is_read_as_tables_with_the_lines_of_the_text() -> None:
    found = read_prose([BRIEF])
    assert [one for one in found.diagnostics if one.severity == "error"] == []
    lines = BRIEF.read_text(encoding="utf-8").split("\n")
    row = found.tables.events.filter(found.tables.events["edtf"] == "2023-05").row(0, named=True)
    assert "readmitted the country" in lines[row["line"] - 1]
    assert row["file"] == BRIEF.as_posix()


def test_json_lines_have_the_promised_fields() -> None:
    document, _ = read_document(BRIEF.read_bytes(), "brief.txt")
    assert document is not None
    lines = json_lines(extract(document, names=NAMES), document).splitlines()
    first = json.loads(lines[0])
    assert {"date", "type", "mode", "label", "participants", "place", "factuality", "evidence", "confidence"} <= set(
        first
    )
    assert (first["date"], first["type"], first["mode"], first["place"]) == ("2024-07-24", "consult", "visit", "Moscow")
    assert [(one["name"], one["role"]) for one in first["participants"]] == [
        ("Bashar al-Assad", "visitor"),
        ("Vladimir Putin", "host"),
    ]
    for line in lines:
        quote = json.loads(line)["evidence"]
        assert document.text[quote["start"] : quote["end"]] == quote["quote"]


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_text_from_outside_stays_text_in_a_draft(words: str) -> None:
    text = f"{words}\n1 May 2020\n\nFrance visited Spain on 2 April. President {words} attacked Malta on 3 April.\n"
    document, _ = read_document(text.encode("utf-8", "ignore"), "brief.txt")
    if document is None:
        return
    node, problems = yaml.parse(
        yaml_of(draft_of([Piece(document, tuple(extract(document, names=NAMES)), None)], NAMES)), "d"
    )
    assert problems == []
    assert node is not None
    assert set(node.entries) <= {"timeline", "base", "language", "sources", "actors", "places", "events"}


def test_a_quote_that_stands_twice_is_widened_until_it_stands_once() -> None:
    text = "Iran met Iraq. Later Iran met Iraq again."
    quote = unique_quote(text, 0, 13)
    assert text.count(quote) == 1
    assert quote.startswith("Iran met Iraq")
