"""Usual lines are cut by columns; lines of which a cut could lose something are left to the parser."""

from __future__ import annotations

import pytest

from dateline.shacl.fields import cut

USUAL = r"""<http://e.org/1> <http://e.org/p> <http://e.org/o> .
<http://e.org/1> <http://e.org/p> "1990-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .
<http://e.org/1> <http://e.org/p> "a text"@en .
<http://e.org/1> <http://e.org/p> "a \"text\" \u00E9" .
<http://e.org/1> <http://e.org/p> _:b1 .
_:b1 <http://e.org/p> <http://e.org/o> .
_:b1 <http://e.org/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
_:b1 <http://e.org/p> "x" .
_:b1 <http://e.org/p> _:b2 .
"""


def said(document: str) -> list[tuple[str, ...]]:
    """The fields of each statement that was cut out."""
    part, _ = cut(document.encode())
    return [tuple(part.texts[code] for code in row) for row in part.rows.select("s", "p", "o").iter_rows()]


@pytest.mark.parametrize("end", ["\n", ""])
def test_usual_lines_are_cut_without_a_look_at_each(end: str) -> None:
    document = USUAL.removesuffix("\n") + end
    part, rest = cut(document.encode())
    assert rest.height == 0
    assert part.rows["line"].to_list() == list(range(1, 10))
    assert said(document)[0] == (" <http://e.org/1", " <http://e.org/p", " <http://e.org/o")
    assert said(document)[-1] == (" _:b1 .", " <http://e.org/p", " _:b2 .")


@pytest.mark.parametrize(
    "line",
    [
        "<a:s> <a:p> <a:o> .>",
        "<a:s> <a:p> <a:o> .>>",
        '<a:s> <a:p> "x" .>',
        '<a:s> <a:p> "a > b" .',
        '<a:s> <a:p> "a > b"^^<a:t> .',
        "<a:s> <a:p> <a:o> . # note",
        "<a:s> <a:p> <a:o> . <a:s> <a:p> <a:o> .",
        "<a:s> <a:p> <a:o>.",
        "<a:s>  <a:p> <a:o> .",
        "<a:s>\t<a:p>\t<a:o>\t.",
        " <a:s> <a:p> <a:o> .",
        "<a:s> <a:p> <a:o",
        "<a:s> <a:p> <o> .",
        "<a:s> <a:p>",
        '<a:s> "p" <a:o> .',
        '"s" <a:p> <a:o> .',
        "_:b  <a:p> <a:o> .",
        "_:b <a:p> <a:o> <a:x> .",
        "_:b <a:p x> <a:o> .",
        "<a:s> _:p <a:o> .",
        "# <a:s> <a:p> <a:o> .",
        "",
    ],
)
def test_other_lines_are_given_back_as_they_are(line: str) -> None:
    document = f"<a:s> <a:p> <a:first> .\n{line}\n<a:s> <a:p> <a:last> .\n"
    part, rest = cut(document.encode())
    assert rest.rows() == [(2, line)]
    assert part.rows["line"].to_list() == [1, 3]
    assert [objects for _, _, objects in said(document)] == [" <a:first", " <a:last"]


def test_what_one_line_has_too_little_does_not_make_up_for_what_another_has_too_much() -> None:
    document = "<a:s> <a:p>\n<a:s> <a:p> <a:o> .>\n"
    part, rest = cut(document.encode())
    assert part.rows.height == 0
    assert rest["line"].to_list() == [1, 2]
