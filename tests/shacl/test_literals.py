"""Every datatype of XML Schema has its lexical forms and values checked, as other programs do where they are right."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pyoxigraph as ox
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.shacl.graph import TERMS, Kind
from dateline.shacl.literals import well_formed
from dateline.vocab import RDF, XSD

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "shacl" / "literals.yaml").read_text(encoding="utf-8"))
FORMS = [(name, text, kind == "right") for name, one in CASES.items() for kind, texts in one.items() for text in texts]


def checked(*literals: tuple[str, str]) -> list[bool]:
    """Check literals of local names of datatypes and texts, all at once."""
    rows = [(int(Kind.LITERAL), text, XSD + name, None) for name, text in literals]
    return well_formed(pl.DataFrame(rows, schema=TERMS, orient="row")).to_list()


@pytest.mark.parametrize("name", CASES)
def test_forms_of_a_datatype_are_told_apart(name: str) -> None:
    forms = [(one, text, right) for one, text, right in FORMS if one == name]
    found = checked(*((one, text) for one, text, _ in forms))
    assert {form[1]: one for form, one in zip(forms, found, strict=True)} == {text: right for _, text, right in forms}


def test_many_datatypes_in_one_frame_do_not_get_mixed_up() -> None:
    assert checked(*((name, text) for name, text, _ in FORMS)) == [right for _, _, right in FORMS]


def test_unknown_datatypes_and_languages_pass_and_names_do_not() -> None:
    literals = [(2, "x", "urn:type", None), (2, "x", RDF + "langString", "en")]
    rows = [*literals, (0, "a:b", None, None), (1, "b", None, None)]
    frame = pl.DataFrame(rows, schema=TERMS, orient="row")
    assert well_formed(frame).to_list() == [True, True, False, False]
    assert well_formed(frame.clear()).to_list() == []


OXIGRAPH = ("boolean", "decimal", "integer", "double", "float", "dateTime", "date", "time")
"""Datatypes that Oxigraph casts strings to, but for blanks, very long numbers and spellings of NaN, where it is lax."""
ALPHABET = st.text("0123456789-+:.TZeEINFaPYMDHS", max_size=12)
NEAR = st.sampled_from([text for name, text, _ in FORMS if name in OXIGRAPH and text.isprintable()])


@given(st.sampled_from(OXIGRAPH), st.one_of(NEAR, ALPHABET, st.builds("{}-{}-{}".format, *[st.integers(0, 3000)] * 3)))
@settings(max_examples=200, deadline=None)
def test_oxigraph_casts_what_is_well_formed(name: str, text: str) -> None:
    if text != text.strip() or re.search(r"[0-9]{9}|nan|inf", text, re.IGNORECASE):
        return
    found = ox.Store().query(f'SELECT (<{XSD}{name}>("{text}") AS ?x) {{}}')
    assert isinstance(found, ox.QuerySolutions)
    assert checked((name, text)) == [next(found)[0] is not None]


@given(st.sampled_from(["date", "dateTime"]), st.dates(), st.integers(1, 31), st.sampled_from(["", "Z", "-05:00"]))
@settings(max_examples=100, deadline=None)
def test_days_exist_in_the_calendar(name: str, day: object, number: int, zone: str) -> None:
    text = f"{str(day)[:8]}{number:02}"
    clock = "T10:00:00" if name == "dateTime" else ""
    try:
        type(day).fromisoformat(text)  # type: ignore[attr-defined]
        exists = True
    except ValueError:
        exists = False
    assert checked((name, text + clock + zone)) == [exists]


@given(st.sampled_from(["byte", "short", "int", "long", "unsignedByte", "unsignedInt", "unsignedLong"]), st.data())
@settings(max_examples=100, deadline=None)
def test_integers_are_within_their_bounds(name: str, data: st.DataObject) -> None:
    bits = {"byte": 8, "short": 16, "int": 32, "long": 64}[name.removeprefix("unsigned").lower()]
    least = 0 if name.startswith("unsigned") else -(1 << (bits - 1))
    end = least + (1 << bits)
    number = data.draw(st.one_of(st.integers(), st.integers(least - 2, least + 2), st.integers(end - 2, end + 2)))
    assert checked((name, str(number))) == [least <= number < end]
