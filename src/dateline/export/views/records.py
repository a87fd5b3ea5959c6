"""Each row as a block of names and values, for answers with long texts or many columns."""

from __future__ import annotations

from dateline.export.grid import GAP, columns, padded, wrapped
from dateline.export.views.seen import Seen
from dateline.export.views.timeline import WIDTH
from dateline.export.views.words import bold, counted, dim


def records_text(found: Seen) -> str:
    """Return the rows below each other; what a row does not have is left out."""
    width = found.look.width or WIDTH
    heads = found.others()
    names = max((columns(head) for head in heads), default=0)
    room = max(16, width - names - len(GAP))
    lines: list[str] = []
    for number, row in enumerate(found.rows, 1):
        lines.append(bold(f"{number}.", found.look.color))
        for head, text in found.details(row, heads):
            first, *rest = wrapped(text, room)
            lines.append(f"{dim(padded(head, names), found.look.color)}{GAP}{first}")
            lines.extend(f"{'':{names}}{GAP}{line}" for line in rest)
        lines.append("")
    return "\n".join([*lines, f"({counted(len(found.rows), 'row')})"]) + "\n"
