"""Which view an answer gets: what a person asks for, else what the query declares, else what its shape suggests.

A query declares its view as queries of the Wikidata Query Service do: `#defaultView:Timeline` in its head, with
options in JSON behind it (https://www.wikidata.org/wiki/Wikidata:SPARQL_query_service/Wikidata_Query_Help/Result_Views).
`hide` is theirs; `columns` is ours and says which columns play which part.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from dateline.export.grid import GAP, columns
from dateline.export.look import Look
from dateline.export.views.places import has_points
from dateline.export.views.seen import Seen, Wish
from dateline.store import Rows, Statements

AUTO, TABLE = "auto", "table"
VIEWS = (AUTO, TABLE, "timeline", "records", "bars", "graph", "map")
"""The words that a person may say; `auto` asks the query and then the answer."""

_DECLARED = {
    "table": TABLE, "timeline": "timeline", "records": "records", "bars": "bars", "barchart": "bars",
    "graph": "graph", "map": "map",
}  # fmt: skip
_PARTS = {
    "timeline": ("date", "end", "label"),
    "bars": ("label", "values"),
    "graph": ("from", "to", "fromLabel", "toLabel", "edgeLabel"),
    "map": ("point", "lat", "long", "label"),
}


@dataclass(frozen=True, slots=True)
class Declared:
    """What the head of a query says: a view of ours (empty where it says none), its options, and what to tell."""

    view: str
    wish: Wish
    notes: tuple[str, ...]


def declared(view: str, options: str) -> Declared:
    """Read a view and its options as a query declares them; what is not known is told and left aside."""
    known = _DECLARED.get(view.casefold(), "") if view else ""
    notes = []
    if view and not known:
        notes.append(f"There is no view {view!r} in dateline; the answer is shown as a table.")
        known = TABLE
    found, complaint = _options(options)
    if complaint:
        notes.append(complaint)
    hidden = _heads(found.pop("hide", []))
    given = found.pop("columns", {})
    named = {str(name): _heads(heads) for name, heads in given.items()} if isinstance(given, dict) else {}
    strange = sorted({*found, *(name for name in named if name not in _PARTS.get(known, ()))})
    if strange:
        notes.append(f"Options of #defaultView that dateline does not know are left aside: {', '.join(strange)}.")
    return Declared(known, Wish(known or TABLE, named, frozenset(hidden)), tuple(notes))


def suggested(answer: Rows | Statements, found: Seen, look: Look) -> str:
    """Return the view that the shape of an answer suggests.

    Points are a map; a single row that is wider than its place is a record; all else is a table.
    """
    if isinstance(answer, Statements):
        return "graph"
    if any(has_points(found, head) for head in found.heads):
        return "map"
    if len(found.rows) == 1 and look.width is not None:
        sizes = [max(columns(head), columns(found.text(found.rows[0], head))) for head in found.heads]
        if sum(sizes) + len(GAP) * (len(sizes) - 1) > look.width:
            return "records"
    return TABLE


def _options(text: str) -> tuple[dict[str, Any], str]:
    """Return the options, and what is wrong with their text."""
    if not text.strip():
        return {}, ""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}, "The options of #defaultView are not JSON, and are left aside."
    return (dict(found), "") if isinstance(found, dict) else ({}, "The options of #defaultView are no JSON object.")


def _heads(given: object) -> tuple[str, ...]:
    """Return the names of columns, written with or without their question marks, one or a list."""
    several = given if isinstance(given, list) else [given]
    return tuple(one.lstrip("?$") for one in several if isinstance(one, str))
