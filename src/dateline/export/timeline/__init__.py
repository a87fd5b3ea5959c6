"""A timeline as the file that a person would have written: tables back to YAML or JSON Lines.

`timeline_file` is all that others need. What the file cannot say is told: each text is read again by the timeline's
own reader before it leaves, and what does not come back is a `Loss`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dateline.diagnostics import Diagnostic, Severity
from dateline.export.timeline.book import book_of
from dateline.export.timeline.document import json_lines, tree_of, yaml_lines
from dateline.export.timeline.losses import Loss, losses, missing_texts, renamings
from dateline.readers import jsonl, yaml
from dateline.readers.timeline.records import records
from dateline.tables import Tables

__all__ = ["FORMS", "Loss", "TimelineFile", "timeline_file"]

FORMS = {"yaml": (yaml_lines, yaml.parse), "jsonl": (json_lines, jsonl.parse)}
"""Names of the forms that a timeline can be written in, each with its writer and its reader."""

_MISSING_TEXT = "E403"


@dataclass(frozen=True, slots=True)
class TimelineFile:
    """The text of a timeline's file, and what it does not say as the tables have it."""

    text: str
    losses: tuple[Loss, ...]


def timeline_file(tables: Tables, *, folder: Path | None, form: str = "yaml") -> TimelineFile:
    """Write tables as one timeline for a place in `folder`, in which the texts of its sources are looked up."""
    write, parse = FORMS[form]
    book = book_of(tables)
    text = "".join(write(tree_of(book)))
    node, problems = parse(text, "timeline")
    if node is None:
        return TimelineFile(text, tuple(_faults(problems)))
    again = records(node, folder=folder)
    beside = missing_texts(tables, again.tables, book.keys.renamed)
    found = [
        *_faults([*problems, *again.diagnostics]),
        *renamings(book.keys),
        *(
            Loss("places of quotes in texts that do not lie beside the file yet; copy them there", path)
            for path in beside.values()
        ),
        *losses(tables, again.tables, book.keys, beside=beside),
    ]
    return TimelineFile(text, tuple(dict.fromkeys(found)))


def _faults(problems: list[Diagnostic]) -> Iterator[Loss]:
    """What the reader refuses; a text that is not there is told by its source."""
    for one in problems:
        if one.severity is Severity.ERROR and one.code != _MISSING_TEXT:
            yield Loss("values that reading the file again refuses", str(one))
