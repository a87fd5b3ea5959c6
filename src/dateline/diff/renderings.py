"""A difference as text for people, as JSON for programs, and as an RDF patch for stores.

The patch is RDF Patch (https://afs.github.io/rdf-patch/): one transaction, the removed quads before the added ones.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict

from dateline.diff.changes import KINDS, Change, Difference, Item
from dateline.errors import UnknownName

_MARKS = {"added": "+", "removed": "-", "changed": "~"}
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0))}


def render(difference: Difference, form: str) -> str:
    """Return a difference in one of `FORMATS`, ending in a line end.

    Raises:
        UnknownName: there is no such format.
    """
    if form not in FORMATS:
        raise UnknownName("format", form, list(FORMATS))
    return FORMATS[form](difference)


def _text(difference: Difference) -> str:
    return "".join(f"{line}\n" for line in _lines(difference))


def _lines(difference: Difference) -> Iterator[str]:
    if not difference:
        yield f"no difference ({difference.before})"
        return
    for item in difference.items:
        yield from _about(item)
    if difference.items:
        yield ""
    yield _counts(difference)
    if difference.elsewhere:
        plural = "s" if difference.elsewhere != 1 else ""
        yield f"In named graphs: {difference.elsewhere:,} changed statement{plural}, listed by --format patch."
    yield f"before  {difference.before}"
    yield f"after   {difference.after}"


def _about(item: Item) -> Iterator[str]:
    yield f"{_MARKS[item.status]} {item.kind} {_shown(item.name)} <{item.iri}>"
    for change in item.changes if item.status == "changed" else ():
        yield f"    {_shown(change.property)}: {_shown(_values(change))}"


def _values(change: Change) -> str:
    if len(change.before) == len(change.after) == 1:
        return f"{change.before[0]} -> {change.after[0]}"
    return ", ".join([*(f"- {one}" for one in change.before), *(f"+ {one}" for one in change.after)])


def _counts(difference: Difference) -> str:
    found = Counter((item.kind, item.status) for item in difference.items)
    parts = []
    for kind in KINDS:
        statuses = [f"{found[kind, status]:,} {status}" for status in _MARKS if found[kind, status]]
        if statuses:
            total = sum(found[kind, status] for status in _MARKS)
            parts.append(f"{kind}{'s' if total != 1 else ''}: {', '.join(statuses)}")
    parts.append(f"statements: {len(difference.added):,} added, {len(difference.removed):,} removed")
    return "; ".join(parts)


def _shown(text: str) -> str:
    """Return a text from outside on one line and without characters that a terminal obeys."""
    return text.translate(_CONTROLS)


def _json(difference: Difference) -> str:
    body = {
        "before": difference.before,
        "after": difference.after,
        "added": len(difference.added),
        "removed": len(difference.removed),
        "in_named_graphs": difference.elsewhere,
        "items": [asdict(item) for item in difference.items],
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _patch(difference: Difference) -> str:
    deleted = (f"D {line}" for line in difference.removed)
    added = (f"A {line}" for line in difference.added)
    return "".join(f"{line}\n" for line in ("TX .", *deleted, *added, "TC ."))


FORMATS: dict[str, Callable[[Difference], str]] = {"text": _text, "json": _json, "patch": _patch}
"""Every rendering of a difference by name."""
