"""Dates: the EDTF literal, its bounds and years, the phrases people type, and how uncertain dates lie to each other.

Pure functions of their arguments: no input or output, no clock, no RDF.
"""

from dateline.when.bounds import Bounds
from dateline.when.days import from_day, iso_day, parse_day, to_day
from dateline.when.describe import describe
from dateline.when.edtf import When, parse_edtf
from dateline.when.phrases import Reading, column_order, read_date
from dateline.when.relate import Relation, certainly, possibly, relate

__all__ = [
    "Bounds",
    "Reading",
    "Relation",
    "When",
    "certainly",
    "column_order",
    "describe",
    "from_day",
    "iso_day",
    "parse_day",
    "parse_edtf",
    "possibly",
    "read_date",
    "relate",
    "to_day",
]
