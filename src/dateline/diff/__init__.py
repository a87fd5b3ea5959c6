"""What changed between two datasets: for people by event and property, for machines as an RDF patch."""

from __future__ import annotations

from dateline.diff.changes import Change, Difference, Item, difference
from dateline.diff.renderings import FORMATS, render

__all__ = ["FORMATS", "Change", "Difference", "Item", "difference", "render"]
