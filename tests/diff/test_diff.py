"""What changed between two datasets, as people and as stores read it; digests of the canonical form."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.build import compare, fingerprint
from dateline.cli import run
from dateline.diff import difference, render
from dateline.errors import UnknownName
from dateline.mapping.quads import nquads
from dateline.store import Store, open_store
from dateline.store.canonical import canonical_lines, digest
from generators import tables

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "diff"
SEEDS = ROOT / "seeds"


def store(data: bytes) -> Store:
    made = open_store()
    made.load_nquads(data)
    return made


def patched(before: Store, patch: str) -> Store:
    """Apply a patch as its format has it: a letter, then a line of N-Quads."""
    quads = set(canonical_lines(before))
    for line in patch.split("\n"):
        operation, _, quad = line.partition(" ")
        if operation == "D":
            quads.remove(quad)
        elif operation == "A":
            assert quad not in quads
            quads.add(quad)
    return store("".join(f"{quad}\n" for quad in quads).encode())


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda path: path.name)
def test_the_report_names_things_and_fields(
    case: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(case)
    before, after = sorted(case.glob("before.*"))[0].name, sorted(case.glob("after.*"))[0].name
    assert run(["diff", before, after]) == 1
    assert capsys.readouterr().out == (case / "expected.txt").read_text(encoding="utf-8")


def test_a_timeline_and_its_exports_are_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    for suffix in ("nq", "trig"):
        export = next((ROOT / "exports").glob(f"*.{suffix}"))
        assert run(["diff", str(SEEDS), str(export)]) == 0
        assert capsys.readouterr().out.startswith("no difference (sha256:")


@settings(max_examples=10)
@given(tables(), tables())
def test_a_patch_turns_one_dataset_into_the_other(one, other) -> None:
    before, after = store(nquads(one, graphs=True)), store(nquads(other, graphs=True))
    found = difference(before, after)
    assert bool(found) == (canonical_lines(before) != canonical_lines(after))
    result = patched(before, render(found, "patch"))
    assert canonical_lines(result) == canonical_lines(after)
    back = difference(after, before)
    assert (back.added, back.removed) == (found.removed, found.added)


@settings(max_examples=10)
@given(tables())
def test_a_dataset_does_not_differ_from_itself(one) -> None:
    found = difference(store(nquads(one)), store(nquads(one)))
    assert not found
    assert (found.items, found.before) == ((), found.after)


@given(st.permutations(["a", "b", "c"]))
def test_names_of_blank_nodes_make_no_difference(names: list[str]) -> None:
    one, two, three = names
    text = (
        f'_:{one} <http://e.org/p> _:{two} .\n_:{two} <http://e.org/p> _:{three} .\n_:{three} <http://e.org/q> "x" .\n'
    )
    plain = '_:a <http://e.org/p> _:b .\n_:b <http://e.org/p> _:c .\n_:c <http://e.org/q> "x" .\n'
    assert not difference(store(text.encode()), store(plain.encode()))


def test_the_canonical_lines_are_those_of_the_specification() -> None:
    """The example of two blank nodes that share neighbors, RDFC-1.0 section 2."""
    text = (
        "<http://example.com/#p> <http://example.com/#q> _:e0 .\n"
        "<http://example.com/#p> <http://example.com/#r> _:e1 .\n"
        "_:e0 <http://example.com/#s> <http://example.com/#u> .\n"
        "_:e1 <http://example.com/#t> <http://example.com/#u> .\n"
    )
    assert canonical_lines(store(text.encode())) == [
        "<http://example.com/#p> <http://example.com/#q> _:c14n0 .",
        "<http://example.com/#p> <http://example.com/#r> _:c14n1 .",
        "_:c14n0 <http://example.com/#s> <http://example.com/#u> .",
        "_:c14n1 <http://example.com/#t> <http://example.com/#u> .",
    ]


def test_a_changed_bound_shows_where_its_date_did_not_change(tmp_path: Path) -> None:
    text = next((ROOT / "exports").glob("*.nt")).read_text(encoding="utf-8")
    line = next(one for one in text.splitlines() if "hasLatestEndTimeStamp" in one)
    (tmp_path / "a.nt").write_text(text, encoding="utf-8")
    (tmp_path / "b.nt").write_text(text.replace(line + "\n", ""), encoding="utf-8")
    (item,) = compare(tmp_path / "a.nt", tmp_path / "b.nt").difference.items
    (change,) = item.changes
    assert (change.property, change.after) == ("sem:hasLatestEndTimeStamp", ())


def test_foreign_data_is_told_by_curies(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text('<http://e.org/x> <http://e.org/p> "1" .', encoding="utf-8")
    (tmp_path / "b.ttl").write_text(
        '<http://e.org/x> <http://e.org/p> "2\\u001b[31m" ; <http://www.w3.org/2000/01/rdf-schema#label> "X"@en .',
        encoding="utf-8",
    )
    text = render(compare(tmp_path / "a.ttl", tmp_path / "b.ttl").difference, "text")
    assert "~ thing X <http://e.org/x>\n    http://e.org/p: 1 -> 2\\x1b[31m\n    rdfs:label: + X\n" in text


def test_changes_of_named_graphs_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.nq").write_text('<http://e.org/x> <http://e.org/p> "1" .\n', encoding="utf-8")
    (tmp_path / "b.nq").write_text(
        '<http://e.org/x> <http://e.org/p> "1" .\n<http://e.org/x> <http://e.org/p> "1" <http://e.org/g> .\n',
        encoding="utf-8",
    )
    found = compare(tmp_path / "a.nq", tmp_path / "b.nq").difference
    assert (found.items, found.elsewhere) == ((), 1)
    assert "In named graphs: 1 changed statement, listed by --format patch." in render(found, "text")


def test_json_has_every_item() -> None:
    case = CASES / "edited"
    found = compare(case / "before.yaml", case / "after.yaml").difference
    body = json.loads(render(found, "json"))
    assert [one["iri"] for one in body["items"]] == [one.iri for one in found.items]
    assert {"property": "date", "before": ["2024-03-12"], "after": ["2024-03-13"]} in [
        change for one in body["items"] for change in one["changes"]
    ]


def test_an_unknown_format_is_refused_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "-f", "pach", str(SEEDS), str(SEEDS)]) == 2
    assert "patch" in capsys.readouterr().err
    with pytest.raises(UnknownName):
        render(difference(open_store(), open_store()), "pach")


def test_the_digest_is_that_of_the_graph_not_of_its_file(capsys: pytest.CaptureFixture[str]) -> None:
    trig, nquads_ = next((ROOT / "exports").glob("*.trig")), next((ROOT / "exports").glob("*.nq"))
    assert run(["hash", str(trig), str(nquads_), str(SEEDS)]) == 0
    digests = [line.split("  ") for line in capsys.readouterr().out.splitlines()]
    assert len({found for found, _ in digests}) == 1
    assert digests[2] == [fingerprint(SEEDS)[0], str(SEEDS)]


def test_the_digest_is_sha256_of_the_sorted_lines() -> None:
    second = "<http://e.org/b> <http://e.org/p> <http://e.org/c> .\n"
    first = "<http://e.org/a> <http://e.org/p> <http://e.org/c> .\n"
    found = digest(canonical_lines(store((second + first).encode())))
    assert found == f"sha256:{hashlib.sha256((first + second).encode()).hexdigest()}"


def test_a_broken_timeline_is_told_and_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(
        "timeline: T\nbase: https://e.org/\nevents:\n  - {id: e, date: soon, what: W}\n", encoding="utf-8"
    )
    assert run(["diff", str(broken), str(broken)]) == 1
    assert "broken.yaml:4" in capsys.readouterr().err
    assert run(["hash", str(broken)]) == 1
