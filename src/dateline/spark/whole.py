"""What only the whole of the data can tell: ids that stand twice, and actors that nobody describes.

Aggregations over ids alone, so that no row travels. The findings have the columns of those of single batches.
"""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as f

from dateline.check.catalog import codes
from dateline.spark.convert import Mapped

_TWICE, _UNKNOWN = "E206", "E202"


def global_problems(mapped: Mapped) -> DataFrame:
    """Return what is wrong across batches: severity, code, message, hint, file, line, column."""
    return _twice(mapped).unionByName(_undescribed(mapped))


def _twice(mapped: Mapped) -> DataFrame:
    """One finding for each id that several rows have, at the first of them."""
    first = f.min(f.struct("file", "line"))
    found = mapped.events().groupBy("id").agg(f.count("*").alias("rows"), first.alias("at")).filter("rows > 1")
    message = f.format_string("The id %s stands in %d rows.", "id", "rows")
    return _told(found, _TWICE, message, file=f.col("at.file"), line=f.col("at.line"))


def _undescribed(mapped: Mapped) -> DataFrame:
    message = f.format_string("The actor %s takes part in events, but no row describes it.", "id")
    return _told(mapped.undescribed_actors(), _UNKNOWN, message, file=f.lit("data"), line=f.lit(0).cast("bigint"))


def _told(found: DataFrame, code: str, message: Column, *, file: Column, line: Column) -> DataFrame:
    entry = codes()[code]
    return found.select(
        f.lit(str(entry.severity)).alias("severity"),
        f.lit(code).alias("code"),
        message.alias("message"),
        f.lit(entry.remedy).alias("hint"),
        file.alias("file"),
        line.alias("line"),
        f.lit(1).cast("bigint").alias("column"),
    )
