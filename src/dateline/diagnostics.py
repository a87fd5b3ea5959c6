"""What is wrong with data, as values that name file, line, column and remedy; and their renderings.

A reader or a check returns diagnostics and never prints them. Codes are stable and never reused; `dateline explain`
shows their entries. Knows nothing of events or RDF. The SARIF rendering follows SARIF 2.1.0 (OASIS).
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

from dateline.errors import UnknownName


class Severity(StrEnum):
    """How bad a diagnostic is: errors make the data unfit, warnings and infos do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One located message. `line` and `column` count from 1; line 0 means that no line is known.

    `subject` is the IRI of the row's node where there is one; `hint` says what to do.
    """

    severity: Severity
    code: str
    message: str
    file: str
    line: int
    column: int
    hint: str = ""
    subject: str = ""

    def __str__(self) -> str:
        hint = f" {self.hint}" if self.hint else ""
        return f"{self.place}: {self.severity} {self.code}: {self.message}{hint}"

    @property
    def place(self) -> str:
        """The place as compilers write it: `file:line:column`, or the file alone where no line is known."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Return the order in which people read diagnostics: by place, then code."""
        return self.file, self.line, self.column, self.code, self.message


_COLORS = {Severity.ERROR: "\x1b[31m", Severity.WARNING: "\x1b[33m", Severity.INFO: "\x1b[36m"}
_RESET = "\x1b[0m"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold."""
_PLURALS = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "infos"}


def render(
    diagnostics: Iterable[Diagnostic],
    format: str,  # noqa: A002
    *,
    tool_version: str,
    titles: Mapping[str, str] | None = None,
    color: bool = False,
) -> str:
    """Return the diagnostics as text, json, jsonl, csv, sarif or junit, in the order in which they are given.

    `tool_version` and `titles` (code -> what it is about) are shown in SARIF alone, `color` in text alone. Each
    rendering ends in a newline; no diagnostics give an empty text or an empty list.

    Raises:
        UnknownName: no such format.
    """
    found = list(diagnostics)
    renderings: dict[str, Callable[[], str]] = {
        "text": lambda: "".join(f"{_line(one, color=color)}\n" for one in found),
        "json": lambda: _json([asdict(one) for one in found], indent=2) + "\n",
        "jsonl": lambda: "".join(f"{_json(asdict(one))}\n" for one in found),
        "csv": lambda: _csv(found),
        "junit": lambda: _junit(found),
        "sarif": lambda: _json(_sarif(found, tool_version, titles or {}), indent=2) + "\n",
    }
    if format not in renderings:
        raise UnknownName("format", format, renderings)
    return renderings[format]()


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """Return a count for people, such as `3 errors, 1 warning in 2 files`; `no problems` where there are none."""
    return summed(Counter(one.severity for one in diagnostics), len({one.file for one in diagnostics}))


def summed(counts: Mapping[Severity, int], files: int) -> str:
    """Return the count for people of so many diagnostics of each severity in so many files."""
    told = [f"{counts[one]:,} {one if counts[one] == 1 else _PLURALS[one]}" for one in Severity if counts.get(one)]
    return f"{', '.join(told)} in {files} {'file' if files == 1 else 'files'}" if told else "no problems"


def at_least(diagnostics: Iterable[Diagnostic], level: Severity) -> bool:
    """Tell whether any diagnostic is as bad as `level` or worse."""
    order = list(Severity)
    return any(order.index(one.severity) <= order.index(level) for one in diagnostics)


def _line(one: Diagnostic, *, color: bool) -> str:
    if not color:
        return str(one)
    head = f"{_COLORS[one.severity]}{one.severity} {one.code}{_RESET}"
    return str(one).replace(f"{one.severity} {one.code}", head, 1)


def _json(value: Any, *, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _csv(found: list[Diagnostic]) -> str:
    """One row a diagnostic below a header, as RFC 4180 has it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [field.name for field in fields(Diagnostic)])
    writer.writeheader()
    writer.writerows(asdict(one) for one in found)
    return out.getvalue()


def _junit(found: list[Diagnostic]) -> str:
    """A suite of test cases in the XML that build servers show: one case a diagnostic, errors and warnings failed."""
    bad = sum(one.severity is not Severity.INFO for one in found)
    suite = ElementTree.Element("testsuite", name="dateline check", tests=str(len(found)), failures=str(bad))
    for one in found:
        case = ElementTree.SubElement(suite, "testcase", classname=one.file, name=f"{one.code} {one.line}:{one.column}")
        text = _UNPRINTABLE.sub("\ufffd", str(one))
        if one.severity is Severity.INFO:
            ElementTree.SubElement(case, "system-out").text = text
        else:
            ElementTree.SubElement(case, "failure", type=one.severity, message=text)
    ElementTree.indent(suite)
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


def _sarif(found: list[Diagnostic], version: str, titles: Mapping[str, str]) -> dict[str, Any]:
    codes = sorted({one.code for one in found})
    rules = [{"id": code, "shortDescription": {"text": titles.get(code, code)}} for code in codes]
    driver = {"name": "dateline", "semanticVersion": version, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(one, codes.index(one.code)) for one in found],
    }
    return {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}


def _sarif_result(one: Diagnostic, rule: int) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(one.file)}}
    if one.line:
        physical["region"] = {"startLine": one.line, "startColumn": max(one.column, 1)}
    location: dict[str, Any] = {"physicalLocation": physical}
    if one.subject:
        location["logicalLocations"] = [{"fullyQualifiedName": one.subject}]
    return {
        "ruleId": one.code,
        "ruleIndex": rule,
        "level": _LEVELS[one.severity],
        "message": {"text": f"{one.message} {one.hint}".rstrip()},
        "locations": [location],
    }
