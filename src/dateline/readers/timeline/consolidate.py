"""Chooses the values of an event among those that its sources claim, field by field.

The order of choice is `policy`; what contradicts and how wide a value is depends on the field and is
said here: dates contradict when their bounds are disjoint, types when neither is a manner of the other, places when
neither lies in the other, quantities when their limits are disjoint. Texts have no width and never contradict.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dateline.readers.timeline import dates
from dateline.readers.timeline.desk import Desk
from dateline.readers.timeline.policy import Candidate, choose
from dateline.readers.timeline.quantity import Quantity
from dateline.readers.timeline.says import Said
from dateline.when import When

_INFINITE = float("inf")


class Consolidation:
    """The claims on one event, asked for one field at a time; None where nobody claims it."""

    __slots__ = ("_desk", "_said")

    def __init__(self, desk: Desk, said: list[Said]) -> None:
        self._desk = desk
        self._said = said

    def date(self) -> When | None:
        """Return the chosen date."""
        chosen: When | None = self._choose(
            "date", lambda a, b: _disjoint(_days(a), _days(b)), lambda a: _width(_days(a))
        )
        return chosen

    def type(self) -> str | None:
        """Return the chosen type, with its mode where there is one."""
        chosen: str | None = self._choose("type", _different_types, lambda word: float(-len(word.split("/"))))
        return chosen

    def where(self) -> list[str]:
        """Return the chosen place, as a list of none or one."""
        chosen = self._choose("where", self._apart, lambda iri: float(-len(self._around(iri))))
        return [chosen] if chosen else []

    def what(self) -> str | None:
        """Return the chosen label."""
        chosen: str | None = self._choose("what", lambda a, b: False, lambda text: 0.0)
        return chosen

    def quantity(self) -> Quantity | None:
        """Return the chosen quantity."""
        chosen: Quantity | None = self._choose("quantity", _different_amounts, _amount_width)
        return chosen

    def _choose(self, field: str, contradict: Callable[[Any, Any], bool], width: Callable[[Any], float]) -> Any:
        claims = [one for one in self._said if one.field == field]
        candidates = [
            Candidate(one.value, str(next(iter(one.columns.values()))), one.rank, self._published(one.source))
            for one in claims
        ]
        chosen = choose(candidates, contradict=contradict, width=width)
        return chosen.value if chosen else None

    def _published(self, source: str) -> int | None:
        when = self._desk.published.get(source)
        if when is None:
            return None
        earliest, latest = dates.outer_days(when)
        return latest if latest is not None else earliest

    def _apart(self, one: str, other: str) -> bool:
        return one not in self._around(other) and other not in self._around(one)

    def _around(self, iri: str) -> list[str]:
        within = {row["id"]: row.get("within") for row in self._desk.rows.get("places", ())}
        found = [iri]
        while (outer := within.get(found[-1])) and outer not in found:
            found.append(outer)
        return found


def _days(when: When) -> tuple[float, float]:
    earliest, latest = dates.outer_days(when)
    return (-_INFINITE if earliest is None else earliest), (_INFINITE if latest is None else latest)


def _disjoint(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] > other[1] or other[0] > one[1]


def _width(days: tuple[float, float]) -> float:
    return days[1] - days[0]


def _different_types(one: str, other: str) -> bool:
    return one != other and not one.startswith(f"{other}/") and not other.startswith(f"{one}/")


def _different_amounts(one: Quantity, other: Quantity) -> bool:
    (low, high), (other_low, other_high) = one.limits(), other.limits()
    return low > other_high or other_low > high


def _amount_width(quantity: Quantity) -> float:
    low, high = quantity.limits()
    return float(high - low)
