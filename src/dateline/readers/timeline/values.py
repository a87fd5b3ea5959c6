"""Reads single values that people write: IRIs, coordinates, languages, truth values, recurrence rules.

Pure: each function returns the value or a `Fault` that says what is wrong and what to do; callers add the place.
Prefixes come from `dateline.vocab`; recurrence rules are those of RFC 5545, read by dateutil.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from dateutil.rrule import rrulestr

from dateline import vocab
from dateline.errors import did_you_mean
from dateline.readers.timeline.quantity import number

SPDX = "https://spdx.org/licenses/"
_IRI = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*://[^\s/?#]|urn:[A-Za-z0-9])[^\s]*\Z")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f<>\"{}|\\^`\ud800-\udfff\u200e\u200f\u202a-\u202e]")
_LOCAL = {"wd": re.compile(r"[QPL][1-9]\d*\Z"), "geonames": re.compile(r"[1-9]\d*/?\Z")}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*\Z")
_SPDX_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*\Z")
_RRULE = re.compile(r"FREQ=(?:YEARLY|MONTHLY|WEEKLY|DAILY)(?:;[A-Z]+=[A-Z0-9,+-]+)*\Z")
_PLACES = Decimal("0.000001")
_FLAGS = {"true": True, "yes": True, "false": False, "no": False}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a value, as a code, a sentence and a remedy."""

    code: str
    message: str
    hint: str = ""


def iri(text: str) -> str | Fault:
    """Return the absolute IRI that an IRI or a CURIE with a known prefix stands for."""
    prefix, colon, local = text.partition(":")
    if _FORBIDDEN.search(text):
        return Fault("E212", f"{text!r} has characters that no web address can have.", "Remove blanks and brackets.")
    if _IRI.match(text):
        return text
    if colon and prefix in vocab.PREFIXES:
        if not local or not _LOCAL.get(prefix, re.compile("")).match(local):
            return Fault("E212", f"{text!r} is not a name that {prefix}: can have.", "Write it like wd:Q7747.")
        return vocab.expand(text) or text
    hint = "Write a whole address, beginning with https://, or a short name such as wd:Q7747."
    if colon:
        return Fault("E212", f"The prefix {prefix!r} is not known.", f"{did_you_mean(prefix, vocab.PREFIXES)} {hint}")
    return Fault("E212", f"{text!r} is not a web address.", hint)


def base(text: str) -> str | Fault:
    """Return an IRI under which names can be put: absolute, ending in `/` or `#`."""
    hint = "Write an address of yours that ends in / or #, such as https://example.org/timeline/."
    if not _IRI.match(text) or _FORBIDDEN.search(text):
        return Fault("E215", f"The base {text!r} is not an absolute web address.", hint)
    if text[-1] not in "/#":
        return Fault("E215", f"The base {text!r} ends in neither / nor #.", f"Write {text}/ instead.")
    return text


def license_iri(text: str) -> str | Fault:
    """Return the IRI of a license: an SPDX id such as `CC-BY-4.0`, or an IRI as it is."""
    if _SPDX_ID.match(text):
        return SPDX + text
    found = iri(text)
    if isinstance(found, Fault):
        hint = "Write its SPDX name, such as CC-BY-4.0, or its web address."
        return Fault("E212", f"{text!r} is not a license.", hint)
    return found


def language(text: str) -> str | Fault:
    """Return a language tag of BCP 47 in lower case."""
    if not _LANGUAGE.match(text):
        return Fault("E213", f"{text!r} is not a language tag.", "Write it like en, de or zh-hans.")
    return text.lower()


def flag(text: str) -> bool | Fault:
    """Return the truth value of `true`, `yes`, `false` or `no`, in any case."""
    value = _FLAGS.get(text.strip().lower())
    return Fault("E213", f"{text!r} is neither true nor false.", "Write true or false.") if value is None else value


def decimal(text: str) -> Decimal | Fault:
    """Return a decimal number, at most 12 digits before the point and 6 after it."""
    value = number(text)
    if value is None:
        return Fault("E211", f"{text!r} is not a number.", "Write digits with a decimal point, such as 4.5.")
    return value


def point(texts: list[str]) -> tuple[Decimal, Decimal] | Fault:
    """Return latitude and longitude in degrees, rounded to 6 places, of two numbers or of one text with both."""
    given = re.split(r"[,\s]+", texts[0].strip("[] ")) if len(texts) == 1 else texts
    hint = "Write latitude, then longitude, in degrees, such as [55.75, 37.62]."
    if len(given) != 2 or not all(re.match(r"[+-]?\d{1,3}(?:\.\d{1,30})?\Z", part.strip()) for part in given):
        return Fault("E211", f"{', '.join(given)!r} is not a pair of coordinates.", hint)
    lat, long = (Decimal(part.strip()).quantize(_PLACES) for part in given)
    if abs(lat) > 90:
        return Fault("E211", f"The latitude {lat.normalize():f} is not between -90 and 90.", hint)
    if abs(long) > 180:
        return Fault("E211", f"The longitude {long.normalize():f} is not between -180 and 180.", hint)
    return lat, long


def recurrence(text: str) -> str | Fault:
    """Return a recurrence rule of RFC 5545 without its `RRULE:`, in capital letters."""
    rule = text.strip().upper().removeprefix("RRULE:")
    hint = "Write it like FREQ=YEARLY or FREQ=MONTHLY;BYMONTHDAY=1;COUNT=12."
    if not _RRULE.match(rule) or re.search(r"(?:INTERVAL|COUNT)=0*(?:;|\Z)|=\d{10,}(?:;|\Z)", rule):
        return Fault("E214", f"{text!r} is not a recurrence rule.", hint)
    zone = UTC if re.search(r"UNTIL=\w+Z", rule) else None
    try:
        rrulestr(rule, dtstart=datetime(2000, 1, 1, tzinfo=zone))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError) as problem:
        return Fault("E214", f"{text!r} is not a recurrence rule: {_plain(problem)}.", hint)
    return rule


def _plain(problem: Exception) -> str:
    return str(problem).strip("'\" .") or "it cannot be read"
