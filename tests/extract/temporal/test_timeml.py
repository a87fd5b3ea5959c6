"""A tagged text as TimeML: well formed, the text unchanged, and perfect by its own scorer."""

from __future__ import annotations

import datetime
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.extract.temporal import tag, to_timeml

ROOT = Path(__file__).parents[3]
DAY = datetime.date(2024, 7, 25)
TEXT = 'He said "A & B" <met> last week,\r\nand on 3 May 2021; it is the 80th anniversary.\n'


def document(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(to_timeml(text, tag(text, date=DAY), date=DAY, name="a<b"))


def test_the_text_comes_back_as_it_was() -> None:
    root = document(TEXT)
    assert "".join(root.find("TEXT").itertext()) == TEXT  # type: ignore[union-attr]
    assert root.findtext("DOCID") == "a<b"
    assert root.find("DCT/TIMEX3").attrib["value"] == "2024-07-25"  # type: ignore[union-attr]


def test_expressions_become_elements_and_derived_dates_do_not() -> None:
    found = [(one.text, one.get("type"), one.get("value")) for one in document(TEXT).findall("TEXT/TIMEX3")]
    assert found == [("last week", "DATE", "2024-W29"), ("3 May 2021", "DATE", "2021-05-03")]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60).map(lambda text: f"{text} on 3 May 2021"))
def test_any_text_makes_well_formed_xml(text: str) -> None:
    inside = "".join(document(text).find("TEXT").itertext())  # type: ignore[union-attr]
    assert len(inside) == len(text)


def test_the_benchmark_finds_its_own_output_without_fault(tmp_path: Path) -> None:
    (tmp_path / "one.tml").write_text(
        to_timeml(TEXT, tag(TEXT, date=DAY), date=DAY, name="one"), encoding="utf-8", newline=""
    )
    program = ROOT / "tests" / "benchmarks" / "bench_dates_in_text.py"
    ran = subprocess.run([sys.executable, str(program), str(tmp_path)], capture_output=True, text=True, check=True)
    rows = [line.split() for line in ran.stdout.splitlines() if line.startswith(("strict", "value"))]
    assert [row[-3:] for row in rows] == [["100.0"] * 3] * 3
