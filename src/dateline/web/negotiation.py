"""Content negotiation: which of several offers a request prefers.

The rules are those of RFC 9110, section 12.5.1: the most specific range that matches an offer gives its quality, and
an offer of quality zero is refused. Between offers of equal quality the order of the offers decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.errors import RequestRefused

MAX_RANGES = 100
"""How many ranges of a header are read; nobody means more."""


@dataclass(frozen=True, slots=True)
class _Range:
    type: str
    subtype: str
    quality: float

    def fits(self, media_type: str) -> int:
        """Return how specifically the range names a media type, 0 when it does not."""
        kind, _, subtype = media_type.partition("/")
        if (self.type, self.subtype) == (kind, subtype):
            return 3
        if self.type == kind and self.subtype == "*":
            return 2
        return 1 if self.type == self.subtype == "*" else 0


def preferred(accept: str, offers: Sequence[str]) -> str | None:
    """Return the offered media type that an `Accept` header prefers, or None when it takes none of them.

    An empty header takes everything; ranges that cannot be read are passed over.
    """
    ranges = list(_ranges(accept))
    if not accept.strip():
        return offers[0] if offers else None
    rated = [(_quality(ranges, offer), -place) for place, offer in enumerate(offers)]
    best = max(rated, default=(0.0, 0))
    return offers[-best[1]] if best[0] > 0 else None


def must_accept(accept: str, offers: Sequence[str]) -> str:
    """Return the preferred one of the offered media types.

    Raises:
        RequestRefused: the header takes none of them.
    """
    found = preferred(accept, offers)
    if found is None:
        listed = ", ".join(dict.fromkeys(offers))
        raise RequestRefused(
            "not-acceptable",
            f"This can be had as {listed}, and the Accept header takes none of them. Ask for one of them.",
            headers={"Vary": "Accept"},
        )
    return found


def _quality(ranges: Iterable[_Range], media_type: str) -> float:
    fitting = [(one.fits(media_type), one.quality) for one in ranges if one.fits(media_type)]
    return max(fitting, default=(0, 0.0))[1]


def _ranges(accept: str) -> Iterable[_Range]:
    for part in accept.split(",")[:MAX_RANGES]:
        media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
        kind, slash, subtype = media_range.partition("/")
        if not slash or not kind or not subtype:
            continue
        yield _Range(kind, subtype, _weight(parameters))


def _weight(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                weight = float(value)
            except ValueError:
                return 0.0
            return weight if 0 <= weight <= 1 else 0.0
    return 1.0
