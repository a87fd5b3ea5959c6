"""Reads quantities as people write them: `12 tanks`, `at least 1,000 drones`, `2 to 3 days`.

Pure: a text becomes a `Quantity` or None. The words are English; numbers have a decimal point and may group digits
with commas, blanks or apostrophes. A half-open statement (`more than 12`) is read as the weaker closed one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

MAX_DIGITS = 12
_NUMBER = r"\d{1,3}(?:[,' \u00a0\u202f\u2019]\d{3})+(?:\.\d{1,6})?|\d+(?:\.\d{1,6})?"
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "dozen": 12, "k": 1000}
_SCALED = rf"(?:{_NUMBER})(?![\d.,]*\d)(?:\s+(?:{'|'.join(_SCALES)})\b|k\b)?"
_UNIT = r"(?:\s*(?P<unit>(?!(?:to|and|or)\b)[^\W\d_].*|%.*))?"
_LEAST = r"at least|no less than|not less than|no fewer than|more than|over|minimum"
_MOST = r"at most|up to|no more than|not more than|less than|fewer than|under|maximum"
_ABOUT = r"about|around|approximately|approx\.|some|nearly|roughly|circa|ca\.|c\.|~"
_ONE = re.compile(
    rf"(?:(?P<least>{_LEAST})|(?P<most>{_MOST})|(?P<about>{_ABOUT}))?\s*(?P<number>{_SCALED}){_UNIT}\Z",
    re.IGNORECASE,
)
_SPAN = re.compile(
    rf"(?P<between>between\s+|from\s+)?(?P<low>{_SCALED})\s*(?:-|–|—|\bto\b|\band\b)\s*(?P<high>{_SCALED}){_UNIT}\Z",
    re.IGNORECASE,
)
_PLAIN = re.compile(rf"-?(?:{_NUMBER})\Z")


@dataclass(frozen=True, slots=True)
class Quantity:
    """How much of what: a best value, or limits, or both."""

    value: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    unit: str | None = None

    @property
    def number(self) -> Decimal | None:
        """The one number that stands for the quantity: the value, else the lower, else the upper limit."""
        return next((n for n in (self.value, self.least, self.most) if n is not None), None)

    def limits(self) -> tuple[Decimal, Decimal]:
        """Return the least and the most it can be; infinite where nothing is said."""
        low = self.least if self.least is not None else self.value
        high = self.most if self.most is not None else self.value
        return (Decimal("-Infinity") if low is None else low), (Decimal("Infinity") if high is None else high)


def number(text: str) -> Decimal | None:
    """Read a decimal number of at most 12 digits before the point and 6 after it; None when it is not one."""
    if not _PLAIN.match(text.strip()):
        return None
    value = Decimal(re.sub(r"[,' \u00a0\u202f\u2019]", "", text.strip()))
    return value if abs(value) < 10**MAX_DIGITS else None


def read_quantity(text: str) -> Quantity | None:
    """Read a quantity in words; None when it is not understood or its limits are reversed."""
    given = " ".join(text.split())
    span = _SPAN.match(given)
    if span:
        least, most = _scaled(span["low"]), _scaled(span["high"])
        if least is None or most is None or least > most:
            return None
        return Quantity(least=least, most=most, unit=_unit(span))
    one = _ONE.match(given)
    value = _scaled(one["number"]) if one else None
    if one is None or value is None:
        return None
    if one["least"]:
        return Quantity(least=value, unit=_unit(one))
    if one["most"]:
        return Quantity(most=value, unit=_unit(one))
    return Quantity(value=value, unit=_unit(one))


def _scaled(text: str) -> Decimal | None:
    digits = re.match(_NUMBER, text)
    value = number(digits[0]) if digits else None
    scale = _SCALES.get(text[digits.end() :].strip().lower(), 1) if digits else 1
    if value is None or value * scale >= 10**MAX_DIGITS:
        return None
    return value * scale


def _unit(match: re.Match[str]) -> str | None:
    return match["unit"].strip() if match["unit"] else None
