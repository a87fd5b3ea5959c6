"""No reading depends on the day on which it is made."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

CASES = Path(__file__).parents[1] / "cases" / "phrases.yaml"

# Runs in a fresh interpreter whose clocks were set before anything of dateline is imported.
PROGRAM = """
import datetime, json, sys, time
now = float(sys.argv[1])
class Day(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(now)
class Moment(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(now, tz)
    today = utcnow = now
datetime.date, datetime.datetime = Day, Moment
time.time = lambda: now
time.localtime, time.gmtime = (lambda given=None, real=real: real(now if given is None else given)
                               for real in (time.localtime, time.gmtime))
from dateline.when import describe
texts = json.load(sys.stdin)
print(json.dumps([describe(text) for text in texts]))
"""


def read_under(moment: datetime.datetime, texts: list[str]) -> str:
    command = [sys.executable, "-c", PROGRAM, str(moment.timestamp())]
    done = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, check=True)
    return done.stdout


def test_two_clocks_give_the_same_readings() -> None:
    texts = [case["text"] for case in yaml.safe_load(CASES.read_text(encoding="utf-8"))]
    early = read_under(datetime.datetime(1999, 12, 31, 23, 59), texts)
    late = read_under(datetime.datetime(2028, 2, 29, 0, 1), texts)
    assert early == late
    assert len(json.loads(early)) == len(texts)


@pytest.mark.parametrize("module", ["datetime", "time", "calendar", "locale"])
def test_no_module_of_dates_imports_a_clock(module: str) -> None:
    package = Path(__file__).parents[2] / "src" / "dateline" / "when"
    sources = [path.read_text(encoding="utf-8") for path in package.glob("*.py")]
    assert len(sources) > 5
    assert not any(f"import {module}" in source or f"from {module} " in source for source in sources)
