"""The date of an event as writers of profiles need it: read once, with what is known to the day told from the rest."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from dateline.errors import DateSyntaxError
from dateline.export.profiles.asking import Named, text_of
from dateline.vocab import DL, EDTF
from dateline.when import Bounds, When, from_day, iso_day, parse_day, parse_edtf

FIRST_YEAR, LAST_YEAR = 1, 9999


@dataclass(frozen=True, slots=True)
class Dated:
    """The date of one event, its bounds, and whether it is approximate or doubtful."""

    when: When
    bounds: Bounds
    vague: bool
    as_of: int | None


def dated(said: dict[str, list[Named]]) -> Dated | None:
    """Return the date of an event from what is said of it; None where there is none, or none in EDTF."""
    for value in said.get(DL + "edtf", ()):
        if isinstance(value, ox.Literal) and value.datatype.value == EDTF:
            try:
                when, as_of = parse_edtf(value.value), _as_of(said)
            except DateSyntaxError:
                return None
            return Dated(when, when.bounds(as_of), when.approximate or when.uncertain, as_of)
    return None


def day_of(first: int | None, last: int | None) -> str:
    """Return the day that two bounds agree on as ISO has it; an empty text where they do not, or beyond four digits."""
    if first is None or first != last or not FIRST_YEAR <= from_day(first)[0] <= LAST_YEAR:
        return ""
    return iso_day(first)


def _as_of(said: dict[str, list[Named]]) -> int | None:
    text = text_of(said, DL + "ongoingAsOf")
    return parse_day(text) if text else None
