"""Single values as a person writes them into a timeline: the reader's `values`, `quantity` and dates, backwards.

Each function returns what goes into a field, or None for a value that no field can hold: the reader itself is asked,
so that nothing is written which it would refuse. What is lost by that is found by `losses`. Knows no fields.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from dateline import vocab
from dateline.readers.links_file import short
from dateline.readers.timeline import values
from dateline.readers.timeline.fields import Field
from dateline.readers.timeline.quantity import MAX_DIGITS, Quantity, read_quantity
from dateline.readers.yaml_text import Plain, Tree
from dateline.when import read_date

_PLACES = 6


def text(given: str | None) -> str | None:
    """Return a text without blanks around it, as it is read; an empty one is nothing."""
    return (given or "").strip() or None


def texts(given: Sequence[str]) -> Tree:
    """Return texts as a list."""
    return [one for each in given if (one := text(each))]


def date(edtf: str | None) -> str | None:
    """Return an EDTF date."""
    return Plain(edtf) if edtf and read_date(edtf).when else None


def worded_date(edtf: str | None, words: str | None) -> tuple[str | None, str | None]:
    """Return a date in its author's words where they are read as this date, and the words that are left to be told."""
    if edtf and words:
        reading = read_date(words)
        if reading.when is not None and reading.rule != "edtf" and reading.when.edtf == edtf:
            return words, None
    return date(edtf), text(words)


def number(given: Decimal | None) -> str | None:
    """Return a number with at most 6 digits behind its point, rounded there."""
    if given is None or abs(given) >= 10**MAX_DIGITS:
        return None
    rounded = round(given, _PLACES)
    return Plain(f"{rounded.normalize():f}") if abs(rounded) < 10**MAX_DIGITS else None


def quantity(given: Quantity) -> Tree:
    """Return a quantity in words such as `at least 1000 drones`, or as a map where words would say something else."""
    unit = text(given.unit)
    parts = {
        "value": number(given.value),
        "min": number(given.least),
        "max": number(given.most),
        "unit": unit,
    }
    told = {name: part for name, part in parts.items() if part is not None}
    in_words = _in_words({name: part for name, part in told.items() if name != "unit"})
    if in_words:
        whole = f"{in_words} {unit}" if unit else in_words
        if read_quantity(whole) == given:
            return whole if unit or not told.get("value") else told["value"]
    ordered = [n for n in (given.least, given.value, given.most) if n is not None]
    return told if ordered and ordered == sorted(ordered) and len(told) > bool(unit) else None


def _in_words(numbers: Mapping[str, str]) -> str | None:
    match tuple(numbers):
        case ("value",):
            return str(numbers["value"])
        case ("min",):
            return f"at least {numbers['min']}"
        case ("max",):
            return f"up to {numbers['max']}"
        case ("min", "max"):
            return f"{numbers['min']} to {numbers['max']}"
    return None


def iri(given: str | None) -> str | None:
    """Return an IRI, short where there is a short form: `wd:Q649`."""
    if given is None:
        return None
    return next((form for form in (short(given), given) if values.iri(form) == given), None)


def iris(given: Sequence[str]) -> Tree:
    """Return IRIs: one alone, several as a list."""
    return one_or_list([form for one in given if (form := iri(one)) is not None])


def license_name(given: str | None) -> str | None:
    """Return the SPDX name of a license where it has one, else its IRI."""
    if given is None:
        return None
    forms = (given.removeprefix(values.SPDX), given)
    return next((form for form in forms if values.license_iri(form) == given), None)


def point(lat: Decimal | None, long: Decimal | None) -> Tree:
    """Return latitude and longitude as a list of two."""
    given = [form for form in (number(lat), number(long)) if form is not None]
    return None if len(given) < 2 or isinstance(values.point(given), values.Fault) else given


def word(given: str | None, field: Field) -> str | None:
    """Return a word that the field knows."""
    return given if given in field.choices() else None


def is_language(given: str | None) -> bool:
    """Tell whether a language can be named in a field."""
    return bool(given) and values.language(given or "") == given


def type_word(kind: str | None, mode: str | None = None) -> str | None:
    """Return an event type with its manner, `consult/visit`, or the type alone where the manner is not known."""
    known = vocab.concepts()["type"]
    return next((one for one in (f"{kind}/{mode}", kind) if one in known), None)


def one_or_list(given: Sequence[Tree]) -> Tree:
    """Return a single member as itself."""
    return given[0] if len(given) == 1 else given


def told(fields: Mapping[str, Tree], order: Sequence[str] | Mapping[str, object]) -> dict[str, Tree]:
    """Return the fields that say something, in an order."""
    return {name: fields[name] for name in order if fields.get(name) not in (None, [], {}, ())}
