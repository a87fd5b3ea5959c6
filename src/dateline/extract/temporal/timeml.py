"""A tagged text as a TimeML 1.2.1 document, so that other programs can read and score it.

Only what TIMEX3 has is written: derived dates are left out. The text inside TEXT is the input, character for character;
characters that XML cannot hold become U+FFFD.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from dateline.extract.temporal.model import Expression

_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<TimeML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:noNamespaceSchemaLocation="http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd">\n'
)


def to_timeml(text: str, expressions: Sequence[Expression], *, date: datetime.date | None, name: str) -> str:
    """Return the document; `name` becomes its DOCID."""
    parts = [_HEAD, f"<DOCID>{_escaped(name)}</DOCID>\n"]
    if date:
        stamp = date.isoformat()
        parts.append(
            f'<DCT><TIMEX3 tid="t0" type="DATE" value="{stamp}" temporalFunction="false" '
            f'functionInDocument="CREATION_TIME">{stamp}</TIMEX3></DCT>\n'
        )
    parts.append("<TEXT>")
    reached = 0
    for number, one in enumerate((one for one in expressions if one.value), 1):
        parts.append(_escaped(text[reached : one.start]))
        mod = f" mod={quoteattr(one.mod)}" if one.mod else ""
        parts.append(
            f'<TIMEX3 tid="t{number}" type="{one.type}" value={quoteattr(one.value)}{mod} '
            f'functionInDocument="NONE">{_escaped(one.text)}</TIMEX3>'
        )
        reached = one.end
    parts.append(f"{_escaped(text[reached:])}</TEXT>\n</TimeML>\n")
    return "".join(parts)


def _escaped(text: str) -> str:
    # A bare carriage return would come back as a line feed.
    return escape(_UNPRINTABLE.sub("\ufffd", text), {"\r": "&#13;"})
