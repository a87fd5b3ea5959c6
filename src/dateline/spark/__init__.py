"""The road of a dataset on a Spark cluster: the same profiles, the same mapping, the same checks, in many processes.

Every batch of rows is mapped and checked on its own by Polars inside `mapInArrow`; what only the whole can tell (each
actor, place and source once, ids that stand twice, actors that nobody describes) is a Spark aggregation. Install
`dateline[spark]` on the driver and on the workers. Knows nothing of files beyond their paths.
"""

from dateline.spark.convert import Converted, Mapped, convert, map_files, map_frame
from dateline.spark.whole import global_problems

__all__ = ["Converted", "Mapped", "convert", "global_problems", "map_files", "map_frame"]
