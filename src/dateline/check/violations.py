"""What an engine finds wrong, in the form that both engines give it.

Knows neither of them; where a violation stands in a file is found elsewhere (`places`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dateline.diagnostics import Severity

USER_CODES = {Severity.ERROR: "E592", Severity.WARNING: "W592", Severity.INFO: "I592"}
"""Codes for what a person's own shapes find, by severity."""

_CONSEQUENCES = ("LessThan", "LessThanOrEquals", "Class")


@dataclass(frozen=True, slots=True)
class Violation:
    """One SHACL result.

    `paths` are the properties it is about: none for the node itself, several for a choice of properties and for a
    comparison of two. `component` is the local name of the constraint component.
    """

    focus: str
    paths: tuple[str, ...]
    value: str | None
    severity: Severity
    shape: str
    component: str
    message: str


def root_causes(violations: Iterable[Violation]) -> list[Violation]:
    """Return the violations without those that follow from another one of the same node and property.

    A value of the wrong kind cannot be compared and belongs to no class; only its kind is worth a complaint.
    """
    found = list(violations)
    causes = {(one.focus, path) for one in found if one.component not in _CONSEQUENCES for path in one.paths}
    return [
        one
        for one in found
        if one.component not in _CONSEQUENCES or not any((one.focus, path) in causes for path in one.paths)
    ]
