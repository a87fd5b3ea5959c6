"""A wrong profile is told its faults, each at its line; the right ones are recognized by what a file shows."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from dataset_tables import EVENT, HEAD, profile
from dateline.errors import InputError, InvalidData, UnknownName
from dateline.readers.datasets import load_profile, profile_names, recognize
from dateline.readers.files import read

ROOT = Path(__file__).parents[3]
CASES = sorted((ROOT / "tests/cases/datasets/profiles").glob("*.yaml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_wrong_profile_is_told_its_faults(path: Path) -> None:
    with pytest.raises(InvalidData) as caught:
        profile(path.read_text(encoding="utf-8"), head="", file=path.name)

    found = [
        f"{one.line}:{one.column} {one.code} {one.message} {one.hint}".rstrip() for one in caught.value.diagnostics
    ]
    assert found == path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", profile_names())
def test_a_profile_that_comes_along_cites_its_format(name: str) -> None:
    found = load_profile(name)

    assert found.name == name
    assert found.documentation or name == "plain"
    assert all(url.startswith("http") for url in found.documentation)


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(UnknownName, match=r"no profile named 'gdelt-3'. Did you mean 'gdelt-2'"):
        load_profile("gdelt-3")
    with pytest.raises(InputError, match="there is no such profile file"):
        load_profile("mine/p.yaml")


def test_a_profile_can_be_like_another() -> None:
    old, new = load_profile("gdelt-1-old"), load_profile("gdelt-2")

    assert (old.base, old.title, len(old.input.columns)) == (new.base, new.title, 57)


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("a.csv", "\t".join("x" * 61), "gdelt-2"),
        ("a.csv", "\t".join("x" * 58), "gdelt-1"),
        ("a.csv", "\t".join("x" * 57), "gdelt-1-old"),
        ("a.csv", "\t".join("x" * 16), "gdelt-mentions"),
        ("a.csv", "\t".join("x" * 60), None),
        ("a.csv", "item,itemLabel,date,precision,extra\n", "wikidata"),
        ("a.csv", "date,what,who,where\n2024,x,y,z\n", None),
        ("a.csv", "", None),
        ("a.csv", "\0\0\n", None),
        ("a.jsonl", '{"item": 1, "itemLabel": 2, "date": 3, "precision": 4}\n', "wikidata"),
        ("a.json", '[{"item": 1}]', None),
    ],
)
def test_datasets_are_recognized_by_what_they_show(name: str, text: str, wanted: str | None, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / f"{name}.gz").write_bytes(gzip.compress(text.encode()))

    for path in (tmp_path / name, tmp_path / f"{name}.gz"):
        found = recognize(path)
        assert (found.name if found else None) == wanted


def test_a_profile_beside_the_file_comes_first(tmp_path: Path) -> None:
    (tmp_path / "t.profile.yaml").write_text(HEAD + EVENT, encoding="utf-8")
    (tmp_path / "t.csv").write_text("id,day,what\n1,2024-01-01,x\n1,2024-01-02,y\n", encoding="utf-8")

    found = read([tmp_path])

    assert found.files == ((tmp_path / "t.csv").as_posix(),)
    assert found.tables.events["id"].to_list() == ["https://e.org/event/1"]
    assert [(one.code, one.line) for one in found.diagnostics] == [("I605", 1), ("E206", 3)]


def test_the_caller_names_profile_and_base(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(HEAD + EVENT, encoding="utf-8")
    (tmp_path / "t.txt").write_text("id,day,what\n1,2024-01-01,x\n", encoding="utf-8")

    found = read([tmp_path / "t.txt"], profile=tmp_path / "p.yaml", base="https://other.org/")

    assert found.tables.events["id"].to_list() == ["https://other.org/event/1"]


def test_a_table_that_nobody_knows_needs_a_profile(tmp_path: Path) -> None:
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(b"a,b\n1,2\n"))

    with pytest.raises(InputError, match=r"no dataset that is known\. Name a profile .* with --profile"):
        read([tmp_path / "t.csv.gz"])


def test_a_profile_that_does_not_fit_is_a_message(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("nr,day\n1,2024-01-01\n", encoding="utf-8")
    (tmp_path / "t.profile.yaml").write_text(HEAD + EVENT, encoding="utf-8")

    found = read([tmp_path / "t.csv"])

    assert [one.code for one in found.diagnostics] == ["I605", "E207", "E207"]
    assert found.tables.events.height == 0


def test_a_faulty_profile_is_told_like_faulty_data(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id,day\n1,2024-01-01\n", encoding="utf-8")
    (tmp_path / "t.profile.yaml").write_text(HEAD + EVENT.replace("label", "labl"), encoding="utf-8")

    for found in (read([tmp_path]), read([tmp_path / "t.csv"], profile=tmp_path / "t.profile.yaml")):
        assert [(one.code, Path(one.file).name, one.line) for one in found.diagnostics] == [
            ("E201", "t.profile.yaml", 6)
        ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "The table has no header that can be read."),
        ("id,day,day\n", "The column 'day' stands twice."),
        ("i\0d\n", "The table has no header that can be read."),
    ],
)
def test_a_file_without_a_good_header_is_a_message(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    (tmp_path / "t.profile.yaml").write_text(HEAD + EVENT, encoding="utf-8")

    assert message in [one.message for one in read([tmp_path / "t.csv"]).diagnostics]
