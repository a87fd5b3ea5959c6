"""Data too large to hold: event datasets of any size converted, checked and loaded batch by batch.

Everything here takes the batches and mappings of `dateline.readers.datasets`, the lines and frames of
`dateline.mapping`, and never a whole file; what it holds in memory is said where it is held. Checking, which needs the
engine of the shapes, is imported from `dateline.stream.check`.
"""

from dateline.stream.convert import Converted, convert
from dateline.stream.job import Input, Job, inputs_of
from dateline.stream.manifest import with_parts
from dateline.stream.progress import Progress
from dateline.stream.targets import Target, target_of

__all__ = [
    "Converted",
    "Input",
    "Job",
    "Progress",
    "Target",
    "convert",
    "inputs_of",
    "target_of",
    "with_parts",
]
