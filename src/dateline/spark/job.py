"""The program that `spark-submit` runs: files or a table in, parts of N-Quads out, problems told.

    spark-submit --master ... $(python -m dateline.spark.job --path) --profile gdelt-2 --output FOLDER INPUT...

INPUT are files of the dataset that all workers reach under the same path, packed or not, read one a task; with
`--source` it is whatever Spark reads by that name (`parquet`, `orc`, `json`, `table`, ...), from any storage.
Exit codes are those of `dateline`: 0 fine, 1 rows were rejected or the data has errors, 2 wrong use, 3 something
outside failed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from dateline.errors import DatelineError, InvalidData
from dateline.spark import convert, global_problems, map_files, map_frame
from dateline.spark.convert import PACKINGS, Mapped

_SHOWN = 20
_OUTSIDE = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the job and return the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.path:
        print(__file__)  # noqa: T201 - asked for
        return 0
    if not options.inputs or not options.profile or not (options.output or options.check):
        parser.error("name the INPUT, its --profile, and an --output folder or --check.")
    spark = SparkSession.builder.appName("dateline").getOrCreate()
    try:
        return _run(spark, options)
    except InvalidData as error:
        _say(*map(str, error.diagnostics))
        return error.exit_code
    except DatelineError as error:
        _say(f"dateline: {error}")
        return error.exit_code
    except PySparkException as error:
        _say(f"dateline: Spark failed: {str(error).partition(chr(10))[0]}")
        return _OUTSIDE
    finally:
        spark.stop()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dateline.spark.job", description=__doc__.partition("\n")[0])
    parser.add_argument("inputs", nargs="*", metavar="INPUT", help="files, or what --source reads")
    parser.add_argument("--profile", metavar="NAME|FILE", help="how the columns are read")
    parser.add_argument("--output", metavar="FOLDER", help="a new folder for the parts")
    parser.add_argument(
        "--source", metavar="FORMAT", help="let Spark read the input in this format; `table` for a table"
    )
    parser.add_argument("--packing", default="gzip", choices=list(PACKINGS), help="how parts are packed (gzip)")
    parser.add_argument("--no-graphs", action="store_true", help="write N-Triples, without named graphs")
    parser.add_argument("--check", action="store_true", help="check shapes, unique ids and existing actors")
    parser.add_argument("--path", action="store_true", help="print the path of this program and exit")
    return parser


def _run(spark: SparkSession, options: argparse.Namespace) -> int:
    mapped = _mapped(spark, options)
    faulty = False
    if options.output:
        done = convert(mapped, options.output, packing=options.packing)
        _say(
            f"Read {done.read:,} rows, wrote {done.written:,} into {len(done.parts)} parts, rejected {done.rejected:,}."
        )
        faulty = done.rejected > 0
    for row in mapped.rejected().limit(_SHOWN).collect():
        _say(f"{row['file']}:{row['line']}: error {row['code']}: {row['reason']} Found: {row['value']!r}.")
    for row in mapped.unknown().limit(_SHOWN).collect():
        _say(f"warning: the list {row['scheme']} has no code {row['code']!r}, met {row['count']:,} times.")
    if options.check:
        faulty |= _checked(mapped)
    mapped.release()
    return 1 if faulty else 0


def _mapped(spark: SparkSession, options: argparse.Namespace) -> Mapped:
    graphs = not options.no_graphs
    if not options.source:
        return map_files(spark, options.inputs, options.profile, graphs=graphs, checks=options.check)
    read = spark.read.table if options.source == "table" else spark.read.format(options.source).load
    data = read(options.inputs[0])
    for other in options.inputs[1:]:
        data = data.unionByName(read(other))
    return map_frame(data, options.profile, name=options.inputs[0], graphs=graphs, checks=options.check)


def _checked(mapped: Mapped) -> bool:
    found = mapped.problems().unionByName(global_problems(mapped)).orderBy("file", "line", "code")
    for row in found.limit(_SHOWN).collect():
        place = f"{row['file']}:{row['line']}:{row['column']}"
        _say(f"{place}: {row['severity']} {row['code']}: {row['message']} {row['hint']}".rstrip())
    total = found.count()
    _say(f"{total:,} problem{'s' if total != 1 else ''}")
    return found.filter("severity = 'error'").count() > 0


def _say(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)  # noqa: T201 - it is a program that talks to people


if __name__ == "__main__":
    sys.exit(main())
