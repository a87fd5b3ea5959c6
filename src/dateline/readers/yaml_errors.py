"""What PyYAML says about broken YAML, in words for people who never read its specification.

A table of patterns over the parser's problem and context; each says where the fault begins, what it is and
what to do. Knows libyaml's wording and nothing of nodes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import yaml

from dateline.diagnostics import Diagnostic
from dateline.readers.lines import Place


@dataclass(frozen=True, slots=True)
class _Saying:
    """One translation: parts of the parser's problem and context, then our words for them."""

    problem: str
    context: str
    message: str
    hint: str
    at_context: bool = False


_INDENT = "Lines of the same level begin with the same number of spaces."
_SAYINGS = (
    _Saying(
        "found unexpected end of stream",
        "quoted scalar",
        "A quote is opened here and never closed.",
        "Close it with the same quotation mark; inside of '…' write '' for an apostrophe.",
        at_context=True,
    ),
    _Saying(
        "found unexpected document indicator",
        "quoted scalar",
        "A quote is opened here and not closed before a line that begins with --- or ...",
        "Close it with the same quotation mark.",
        at_context=True,
    ),
    _Saying(
        "unknown escape character",
        "",
        "A backslash stands before a character that cannot follow it.",
        "Write \\\\ for a backslash, or use single quotes '…', in which it means itself.",
    ),
    _Saying(
        "",
        "parsing a quoted scalar",
        "The number of this escaped character is not one of a character.",
        "Write the character itself, or single quotes '…' around the text.",
    ),
    _Saying(
        "mapping values are not allowed",
        "",
        "A colon followed by a space stands inside a text without quotes, or the indentation is wrong.",
        'Put the text between quotes ("…"), or line the field up with the others of its level.',
    ),
    _Saying(
        "block sequence entries are not allowed",
        "",
        "A list begins with `- ` in the line of its name.",
        "Begin the list on a new line; put a text that begins with a dash between quotes.",
    ),
    _Saying(
        "mapping keys are not allowed",
        "",
        "A question mark followed by a space stands where a text begins.",
        "Put the text between quotes.",
    ),
    _Saying(
        "could not find expected ':'",
        "",
        "This line has no colon after its name.",
        "Write `name: value`, or indent the line if it continues the text above.",
        at_context=True,
    ),
    _Saying(
        "did not find expected ',' or ']'",
        "",
        "A list opened with `[` here is never closed, or a comma is missing in it.",
        "Close it with `]`, or put the text between quotes.",
        at_context=True,
    ),
    _Saying(
        "did not find expected ',' or '}'",
        "",
        "A map opened with `{` here is never closed, or a comma is missing in it.",
        "Close it with `}`, or put the text between quotes.",
        at_context=True,
    ),
    _Saying(
        "expected '-' indicator",
        "",
        "This line does not fit the list above it.",
        f"Begin it with `- ` to go on with the list. {_INDENT}",
    ),
    _Saying(
        "did not find expected key",
        "",
        "This does not fit what stands before it: the indentation, or something after a closing quote.",
        f"{_INDENT} A text with quotes in it goes between other quotes as a whole.",
    ),
    _Saying(
        "expected node content",
        "",
        "A value is missing here, or a bracket closes what was never opened.",
        "Put a text that begins with a bracket or a comma between quotes.",
    ),
    _Saying(
        "comment or line break",
        "block scalar",
        "After `|` or `>` the text begins on the next line.",
        "Move the text to the next line, indented, or put it between quotes.",
    ),
    _Saying(
        "",
        "block scalar",
        "The lines of this text are not indented alike.",
        "Indent every line of it by the same number of spaces.",
    ),
    _Saying(
        "",
        "scanning an alias",
        "A text without quotes begins with `*`.",
        "Put the text between quotes.",
        at_context=True,
    ),
    _Saying(
        "",
        "scanning an anchor",
        "A text without quotes begins with `&`.",
        "Put the text between quotes.",
        at_context=True,
    ),
    _Saying(
        "",
        " tag",
        "A text without quotes begins with `!`.",
        "Put the text between quotes.",
        at_context=True,
    ),
    _Saying(
        "",
        "directive",
        "A line begins with `%`, which YAML keeps for instructions of its own.",
        "Put the text between quotes, or delete the line.",
        at_context=True,
    ),
    _Saying(
        "expected <document start>",
        "",
        "This does not belong to what stands above it.",
        "A file is one map: `name: value`, line by line, with the names of one level lined up.",
    ),
)
_ENDS = (yaml.StreamEndToken, yaml.BlockEndToken)
_TAB = "A tab stands where the line is indented.", "Indent with spaces; YAML allows no tabs there."
_OTHER = "This is not YAML that can be read.", f"Look at quotes, colons and indentation. {_INDENT}"


def explain(error: yaml.MarkedYAMLError, text: str, at: Callable[[int], Place]) -> Diagnostic:
    """Return E102 for an error of the parser, where the fault begins."""
    problem, context = error.problem or "", error.context or ""
    offset = error.problem_mark.index if error.problem_mark else 0
    character = text[offset : offset + 1]
    if "tab character" in problem or (character == "\t" and "cannot start any token" in problem):
        return at(offset).error("E102", *_TAB)
    if "cannot start any token" in problem:
        message = f"A text without quotes cannot begin with {character!r}."
        return at(offset).error("E102", message, "Put the text between quotes.")
    opened = _opened_far_above(text, offset) if problem.startswith("did not find expected") else None
    if opened is not None:
        message = f"A quote is opened here and closed only in line {at(offset).line}."
        return at(opened).error("E102", message, "Close it with the same quotation mark where the text ends.")
    for saying in _SAYINGS:
        if saying.problem in problem and saying.context in context:
            if saying.at_context and error.context_mark:
                offset = error.context_mark.index
            return at(offset).error("E102", saying.message, saying.hint)
    return at(offset).error("E102", *_OTHER)


def _opened_far_above(text: str, offset: int) -> int | None:
    """Return where a quoted text of several lines begins that ends at the fault, so that its own quote is the fault."""
    last: yaml.Token | None = None
    try:
        for token in yaml.scan(text[:offset], Loader=yaml.CSafeLoader):
            last = token if not isinstance(token, _ENDS) else last
    except yaml.YAMLError:
        return None
    quoted = isinstance(last, yaml.ScalarToken) and last.style in ("'", '"')
    if (
        last is None
        or not quoted
        or last.start_mark.line == last.end_mark.line
        or text[last.end_mark.index : offset].strip()
    ):
        return None
    return int(last.start_mark.index)
