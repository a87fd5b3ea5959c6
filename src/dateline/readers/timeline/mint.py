"""Makes ids and IRIs for the things of a timeline: the author's id where there is one, else slug and hash.

Knows no tables and no fields. Slugs are ASCII: text is composed (NFC), written in Latin letters by `anyascii`
(a fixed table for every script, so a slug never depends on the machine), and everything else becomes a hyphen.
The rules are those of ontology/README.md; a corrected label does not move the hash of an event.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from anyascii import anyascii

MAX_ID = 120
MAX_SLUG = 60
_ID = re.compile(r"\w[\w.-]*\Z")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u02b9`]")
_OTHER = re.compile(r"[^a-z0-9]+")
_HASH_DIGITS = 8


def normal(text: str) -> str:
    """Return the composed form (Unicode NFC) in which ids are compared."""
    return unicodedata.normalize("NFC", text)


def is_id(text: str) -> bool:
    """Tell whether a text can be an id: letters, digits, `_`, `.` and `-`, at most 120, not first `.` or `-`."""
    return len(text) <= MAX_ID and _ID.match(text) is not None


def slug(text: str, limit: int = MAX_SLUG) -> str:
    """Return lower-case ASCII words joined by hyphens, cut at a word where that is possible.

    A text without a letter or digit gives an empty slug.
    """
    plain = anyascii(_APOSTROPHES.sub("", normal(text))).replace("'", "").lower()
    words = _OTHER.sub("-", plain).strip("-")
    if len(words) <= limit:
        return words
    cut = words[: limit + 1]
    return cut.rpartition("-")[0] or words[:limit]


def digest(*parts: str | list[str] | None) -> str:
    """Return the first 8 hexadecimal digits of the SHA-256 of the parts as canonical JSON."""
    canonical = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_DIGITS]


def slug_or_hash(text: str) -> str:
    """Return the slug of a name, or `name-` and a hash where the name has no letter or digit."""
    return slug(text) or f"name-{digest(text)}"


@dataclass(frozen=True, slots=True)
class Names:
    """The IRIs of one timeline, all under `base`."""

    base: str

    @property
    def timeline(self) -> str:
        """The IRI of the timeline itself."""
        return f"{self.base}timeline"

    def of(self, kind: str, name: str) -> str:
        """Return the IRI of one `event`, `actor`, `place`, `source` or `claim` by its id."""
        return f"{self.base}{kind}/{name if is_id(name) else slug_or_hash(name)}"

    def participation(self, event: str, role: str, actor: str) -> str:
        """Return the IRI of an actor's part in an event; actors from elsewhere get a hash of their IRI."""
        foreign = "" if actor.startswith(self.base) else f"-{digest(actor)}"
        return f"{event}/participation/{role}-{last_step(actor)}{foreign}"


def last_step(iri: str) -> str:
    """Return what follows the last `/` or `#` of an IRI, a closing one left aside."""
    return re.split("[/#]", iri.rstrip("/#"))[-1]


def event_id(
    *, kind: str | None, edtf: str | None, label: str | None, who: Iterable[str], places: Iterable[str]
) -> str:
    """Return the id of an event without one: date, label, and a hash of type, date, actors and places."""
    hashed = digest(kind, edtf, sorted(set(who)), sorted(set(places)))
    steps = (slug(edtf or "") or "undated", slug(label or kind or ""), hashed)
    return "-".join(step for step in steps if step)


def claim_iri(event: str, *, claimed: str, value: str, source: str, quote: str | None) -> str:
    """Return the IRI of a claim about one property of an event."""
    return f"{event}/claim/{digest(claimed, value, source, quote)}"


def claim_id(statement: str, *, source: str | None, about: Iterable[str]) -> str:
    """Return the id of a judgement without one: its words, and a hash of them, the source and what it is about."""
    hashed = digest(statement or None, source, sorted(about))
    return "-".join(step for step in (slug(statement), hashed) if step)
