"""Rows become self-contained tables; a rejected row leaves no trace, an unknown code is counted and its event kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dataset_tables import EVENT, everything, mapped, profile
from dateline.errors import InvalidData
from dateline.mapping.quads import lines
from dateline.readers.datasets import Mapping, batches, load_profile, profile_names
from dateline.readers.datasets.codes import code_list
from dateline.tables import SCHEMAS
from dateline.vocab import SEM

ROOT = Path(__file__).parents[3]
GDELT = ROOT / "seeds/samples/gdelt-2.export.CSV"
DAY = {"id": ["1", "2"], "day": ["2024-07-24", "2024-07-25"], "what": ["a", "b"]}
HEAD = 'event: {id: "event/{id}", date: {of: "{day}", formats: ["%Y-%m-%d"]}, label: "{what}"'


def gdelt() -> Any:
    (found,), _, _ = everything(GDELT, load_profile("gdelt-2"))
    return found.tables


def event(number: int) -> dict[str, Any]:
    iri = f"https://w3id.org/dateline/data/gdelt/event/{number}"
    found: dict[str, Any] = gdelt().events.filter(pl.col("id") == iri).row(0, named=True)
    return found


def test_codes_are_texts() -> None:
    assert (event(3)["type"], event(4)["type"]) == (None, "request")
    originals = dict(gdelt().claims.filter(pl.col("original").is_not_null()).select("event", "original").rows())
    assert [originals[event(number)["id"]] for number in (3, 4)] == ["010", "10"]


def test_places_are_fips_and_actors_cameo() -> None:
    places = dict(gdelt().places.select("label", "within").rows())

    assert places["Moscow, Moskva, Russia"] == "https://w3id.org/dateline/data/gdelt/place/russia"
    assert places["Baghdad, Baghdad, Iraq"] == "https://w3id.org/dateline/data/gdelt/place/iraq"
    assert "https://w3id.org/dateline/data/gdelt/actor/russia" in gdelt().actors["id"].to_list()


def test_the_score_is_that_of_the_row_with_its_scheme() -> None:
    row = event(2)

    assert (float(row["score"]), row["score_scheme"]) == (2.8, "goldstein-gdelt")
    assert (event(13)["score"], event(13)["score_scheme"]) == (None, None)


def test_a_row_is_a_claim_by_the_coder_and_a_report_by_the_article() -> None:
    own = gdelt().claims.filter(pl.col("event") == event(1)["id"]).sort("property")
    coder, article = own.rows(named=True)

    assert (coder["property"], coder["original"]) == (SEM + "eventType", "042")
    assert coder["source"].endswith("/source/gdelt")
    assert article["value_iri"].endswith("#Event")
    assert "news-example-org-" in article["source"]


@pytest.mark.parametrize("name", sorted(set(profile_names()) - {"plain"}))
def test_what_events_name_is_in_the_same_tables(name: str) -> None:
    sample = next(
        path for path in sorted((ROOT / "seeds/samples").iterdir()) if path.stem.startswith(SAMPLES.get(name, name))
    )
    for one in everything(sample, load_profile(name))[0]:
        tables = one.tables
        known = {table: set(getattr(tables, table)["id"]) for table in ("events", "actors", "places", "sources")}
        assert set(tables.participations["actor"]) <= known["actors"]
        assert set(tables.events["places"].explode().drop_nulls()) <= known["places"]
        assert set(tables.places["within"].drop_nulls()) <= known["places"]
        assert set(tables.actors["affiliations"].explode().drop_nulls()) <= known["actors"]
        assert set(tables.claims["source"]) <= known["sources"]
        assert all(len(getattr(tables, table)) == len(ids) for table, ids in known.items())


SAMPLES = {
    "gdelt-1": "gdelt-1.export",
    "gdelt-1-old": "gdelt-1-2011",
    "gdelt-2": "gdelt-2.export",
    "gdelt-mentions": "gdelt-2.mentions",
}


@pytest.mark.parametrize("name", ["gdelt-2", "ucdp-ged", "acled"])
def test_columns_that_are_never_filled_are_known(name: str) -> None:
    sample = next(path for path in (ROOT / "seeds/samples").iterdir() if path.stem == SAMPLES.get(name, name))
    given = load_profile(name)
    batch = next(batches(sample, given))
    mapping = Mapping.of(given, batch.rows.schema)

    for table, frame in mapping.tables(batch.rows, file="x").tables.frames().items():
        for column in set(SCHEMAS[table]) - mapping.columns[table]:
            values = frame[column].explode() if isinstance(frame.schema[column], pl.List) else frame[column]
            assert not values.drop_nulls().cast(pl.String).replace("false", None).drop_nulls().len(), (table, column)


def test_a_rejected_row_leaves_no_trace() -> None:
    rows = {**DAY, "id": ["1", "no id>"], "who": ["Syria", "Nobody"]}
    found = mapped(f'{HEAD}}}\nactors: [{{id: {{slug: "{{who}}", under: actor/}}, role: participant}}]\n', rows)

    assert found.rejected.select("line", "column", "value", "code").rows() == [(3, "id", "no id>", "E208")]
    assert found.rejected["row"].to_list() == ["no id>,2024-07-25,b,Nobody"]
    assert "Nobody" not in "".join(lines(found.tables))


@pytest.mark.parametrize(
    ("fields", "column", "value", "code"),
    [
        ('quantity: "{n}"', "n", "many", "E211"),
        ('note: "x"}\nactors: [{id: "actor/{n}", role: participant}]\n#', "n", "a b", "E208"),
        ('note: "x"}\nplaces: [{id: place/x, same_as: ["https://e.org/{n}"]}]\n#', "n", "a|b", "E208"),
        ('note: "x"}\nplaces: [{id: place/x, lat: "{n}", long: 1}]\n#', "n", "58#", "E211"),
        ('note: "x"}\nclaims: [{says: report, name: "{n}"}]\n#', "n", "<", "E208"),
    ],
)
def test_what_cannot_be_right_rejects_the_row(fields: str, column: str, value: str, code: str) -> None:
    found = mapped(f"{HEAD}, {fields}}}\n", {**DAY, "n": ["1", value]})

    assert found.rejected.select("line", "column", "value", "code").rows() == [(3, column, value, code)]
    assert found.tables.events.height == 1
    assert lines(found.tables)


def test_a_row_without_an_id_is_rejected() -> None:
    assert mapped(EVENT, {**DAY, "id": [None, " "]}).rejected["code"].to_list() == ["E207", "E207"]


def test_unknown_codes_are_counted_and_their_events_kept() -> None:
    text = f'{HEAD}, type: {{codes: {{A: agree, N: ""}}, of: "{{code}}"}}}}\n'
    rows = {"id": list("123456"), "day": ["2024-01-01"] * 6, "what": ["x"] * 6, "code": ["A", "a", "Z", "a", "N", None]}

    found = mapped(text, rows)

    assert found.unknown.rows() == [("code", "a", 2, 3), ("code", "Z", 1, 4)]
    assert found.tables.events["type"].to_list() == ["agree", None, None, None, None, None]
    assert found.tables.claims["original"].to_list() == ["A", "a", "Z", "a", "N", None]


def test_words_that_are_no_types_are_unknown_codes_too() -> None:
    found = mapped(f'{HEAD}, type: "{{t}}"}}\n', {**DAY, "t": ["consult/visit", "talk"]})

    assert found.unknown.rows() == [("type", "talk", 1, 3)]
    row = found.tables.events.row(0, named=True)
    assert (row["type"], row["mode"], row["quad"], row["score_scheme"]) == (
        "consult",
        "visit",
        "verbal-cooperation",
        "plover-0.8",
    )


def test_an_entry_for_each_value_of_a_cell() -> None:
    each = '{each: {split: "{who}", by: ";"}, id: {slug: "{each}", under: actor/}, label: "{each}", role: participant}'
    text = f"{HEAD}}}\nactors: [{each}]\n"

    found = mapped(text, {**DAY, "who": ["Syria; Iran;Syria", None]})

    assert sorted(found.tables.actors["label"]) == ["Iran", "Syria"]
    assert found.tables.participations.height == 2


def test_an_entry_counts_only_where_its_test_holds() -> None:
    text = f'{HEAD}}}\nactors: [{{only: {{value: "{{side}}", is: [a]}}, id: "actor/{{who}}", role: participant}}]\n'

    found = mapped(text, {**DAY, "who": ["x", "no iri>"], "side": ["a", "b"]})

    assert found.rejected.height == 0
    assert found.tables.participations.height == 1


def test_blank_cells_are_nothing_and_labels_never_are() -> None:
    found = mapped(f'{HEAD}, type: aid, note: " {{x}} "}}\n', {**DAY, "what": ["  ", " b "], "x": [" ", "y"]})

    assert found.tables.events["label"].to_list() == ["Aid", "b"]
    assert found.tables.events["note"].to_list() == [None, " y "]


def test_missing_columns_are_named_where_the_profile_needs_them() -> None:
    with pytest.raises(InvalidData) as caught:
        Mapping.of(profile(), pl.Schema({"id": pl.String(), "days": pl.String(), "what": pl.String()}))

    (one,) = caught.value.diagnostics
    assert str(one).startswith("t.yaml:6:38: error E207: The data has no column 'day', which this profile needs.")
    assert "Did you mean 'days'?" in one.hint


@pytest.mark.parametrize(
    "given", ["a place", "{slug: x, under: 'a b/'}", "{codes: {x: 'a b'}, of: '{id}'}", "{first: ['{id}', 'a|b']}"]
)
def test_a_profile_cannot_break_an_address_itself(given: str) -> None:
    with pytest.raises(InvalidData, match=r"E208: .* cannot be part of a web address\. Leave its blanks and signs out"):
        mapped(f"{EVENT}places: [{{id: {given}}}]\n", DAY)


def test_optional_columns_may_lack() -> None:
    text = "input: {optional: [what]}\n" + EVENT

    assert mapped(text, {"id": ["1"], "day": ["2024-01-01"]}).tables.events["label"].to_list() == ["1"]


@pytest.mark.parametrize("suffix", ["parquet", "arrow", "jsonl", "csv", "tsv"])
def test_every_format_gives_the_same_tables(suffix: str, tmp_path: Path) -> None:
    rows = {
        "id": [7, 8],
        "day": [dt.date(2024, 7, 24), dt.date(2024, 7, 25)],
        "dead": [1.5, None],
        "code": ["010", "10"],
    }
    frame, path = pl.DataFrame(rows), tmp_path / f"t.{suffix}"
    {
        "parquet": lambda: frame.write_parquet(path),
        "arrow": lambda: frame.write_ipc(path),
        "jsonl": lambda: frame.write_ndjson(path),
        "csv": lambda: frame.write_csv(path),
        "tsv": lambda: frame.write_csv(path, separator="\t"),
    }[suffix]()
    separator = "input: {separator: tab}\n" if suffix == "tsv" else ""
    text = separator + HEAD.replace("{what}", "{code}") + ', quantity: "{dead}"}\n'

    found, refused, read = everything(path, profile(text), rows=1)
    events = pl.concat([one.tables.events for one in found])

    assert (read, refused.height) == (2, 0)
    assert events["label"].to_list() == ["010", "10"]
    assert [None if one is None else float(one) for one in events["quantity"]] == [1.5, None]
    assert events["edtf"].to_list() == ["2024-07-24", "2024-07-25"]
    assert events["line"].to_list() == ([2, 3] if suffix in ("csv", "tsv") else [1, 2])


def test_json_lines_have_paths_and_faults_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text(
        '{"e": {"id": 1}, "day": "2024-01-01", "what": "a"}\n[1]\n{"e": {"id": 2}, "day"\n', encoding="utf-8"
    )

    (found,), refused, read = everything(path, profile(EVENT.replace("{id}", "{e.id}")))

    assert found.tables.events["id"].to_list() == ["https://e.org/event/1"]
    assert refused.select("line", "reason").rows() == [(line, "This line is no JSON object.") for line in (2, 3)]
    assert read == 3


@pytest.mark.parametrize("suffix", ["jsonl", "json"])
def test_lists_of_objects_become_texts_parted_by_semicolons(suffix: str, tmp_path: Path) -> None:
    rows = [
        '{"id": 1, "day": "2024-01-01", "who": [{"name": "a"}, {"name": "b"}, {}]}',
        '{"id": 2, "day": "2024-01-01", "who": []}',
        '{"id": 3, "day": "2024-01-01", "who": [{"name": "c"}, "mixed"]}',
        '{"id": 4, "day": "2024-01-01"}',
    ]
    path = tmp_path / f"t.{suffix}"
    path.write_text("\n".join(rows) if suffix == "jsonl" else f"[{','.join(rows)}]", encoding="utf-8")

    (found,), _, read = everything(path, profile(EVENT.replace("{what}", "{who[].name}")))

    assert found.tables.events["label"].to_list() == ["a;b", "2", "c", "4"]
    assert read == 4


def test_a_column_called_line_is_not_the_line(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,day,line\n1,2024-01-01,front\n", encoding="utf-8")

    (found,), _, _ = everything(path, profile(EVENT.replace("{what}", "{line_}")))

    assert found.tables.events.select("label", "line").rows() == [("front", 2)]


def test_code_lists_name_known_things_alone() -> None:
    types = code_list("type")
    assert types is not None
    for name in ("cameo", "plover", "acled"):
        listed = code_list(name)
        assert listed is not None
        assert set(listed.columns["type"].values()) <= types.codes
    roles, cameo = code_list("role"), code_list("cameo")
    assert roles is not None
    assert cameo is not None
    assert {*cameo.columns["role1"].values(), *cameo.columns["role2"].values()} <= roles.codes
    assert (code_list("fips") or cameo).columns["key"]["RS"] == "russia"
