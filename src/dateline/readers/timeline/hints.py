"""What to do about a name that a timeline does not know: the field, the type or the text that was probably meant.

Knows what people write in place of our fields, and how a comma tears a text apart inside of braces. Makes sentences
only; `desk`, `directory` and `says` decide where a fault is.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping

from dateline.errors import did_you_mean
from dateline.readers.located import Entry
from dateline.readers.timeline.fields import Field, Shape

TORN = "If these words belong to the text before the comma, put that whole text between quotes."
_OTHER_NAMES = {
    "what timeline title name": "name title label headline event summary description",
    "where in": "place location city",
    "where of in": "country affiliation member_of",
    "at": "coordinates lat latitude long longitude",
    "says text": "source sources quote statement file",
    "who about": "actor actors participant participants parties whom",
    "by authors": "who author holder speaker",
    "date": "start end begin from to until since when year published",
    "type kind": "type category",
    "factuality": "certainty",
    "quantity value": "amount number count",
    "contexts": "topic topics tags",
    "url": "link href",
    "same_as": "wikidata geonames",
    "as": "role capacity function",
}
"""The fields that a name can mean, of which the first that a map can have is meant, and the names."""


def field_hint(name: str, fields: Mapping[str, Field]) -> str:
    """Return which field was meant by an unknown one and what it says, else all that there are, in their order."""
    section = section_meant(name, fields)
    other = _other(name, fields)
    if section is None and other is not None:
        return f"Did you mean {other!r}? {fields[other].doc}"
    return did_you_mean(name, fields) if near(name, fields) else f"Known: {', '.join(fields)}."


def field_meant(name: str, fields: Mapping[str, Field]) -> str | None:
    """Return the one field that an unknown name stands for, so that it is not reported as missing as well."""
    slips = difflib.get_close_matches(name, fields, n=1, cutoff=0.6)
    return section_meant(name, fields) or _other(name, fields) or next(iter(slips), None)


def section_meant(name: str, fields: Mapping[str, Field]) -> str | None:
    """Return the section whose name was mistyped; its members are known then, and only the name is a fault."""
    sections = [one for one, field in fields.items() if field.shape in (Shape.SECTION, Shape.ROWS)]
    return next(iter(difflib.get_close_matches(name, sections, n=1, cutoff=0.8)), None)


def type_hint(text: str, words: Collection[str]) -> str:
    """Return the nearest types of events, else the modes of the type or all types."""
    kind, _, mode = text.partition("/")
    modes = [word for word in words if word.startswith(f"{kind}/")]
    if mode and kind in words and not near(text, modes):
        return f"{kind!r} goes with {', '.join(sorted(modes))}, or alone." if modes else f"{kind!r} goes alone."
    if near(text, words):
        return did_you_mean(text, words)
    types = ", ".join(sorted(word for word in words if "/" not in word))
    return f"Known: {types}. `dateline explain type` tells them apart; where none fits, leave the type out."


def torn(entries: Mapping[str, Entry], known: Collection[str]) -> list[Entry]:
    """Return the entries of a map that look like the rest of a text which a comma inside of braces has cut."""
    found = []
    after_text = False
    for name, entry in entries.items():
        if after_text and entry.value.value is None and name not in known and not near(name, known):
            found.append(entry)
        after_text = after_text or bool(entry.value.text)
    return found


def near(name: str, known: Collection[str]) -> bool:
    """Tell whether a name is so near to a known one that it is a slip."""
    return bool(difflib.get_close_matches(name.casefold(), [one.casefold() for one in known], n=1, cutoff=0.6))


def _other(name: str, fields: Mapping[str, Field]) -> str | None:
    folded = name.casefold()
    groups = [targets.split() for targets, names in _OTHER_NAMES.items() if folded in names.split()]
    return next((target for targets in groups for target in targets if target in fields), None)
