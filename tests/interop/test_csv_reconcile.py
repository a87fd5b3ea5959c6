"""csv-reconcile, a reconciliation service of others, serves a list of places on this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dateline.cli import run

ROOT = Path(__file__).parents[2]
PLACES = "id\tname\nQ41183\tAleppo\nQ3766\tDamascus\nQ649\tMoscow\n"
CONFIG = """\
MANIFEST = {{"name": "Places", "identifierSpace": "http://www.wikidata.org/entity/"}}
SERVER_NAME = "127.0.0.1:{port}"
"""
TIMELINE = """\
timeline: T
base: https://example.org/t/
language: en
places: {a: {name: Aleppo}, d: {name: Damascuss}}
events: [{id: e, date: 2020, what: something happens, where: [a, d]}]
"""


def program() -> Path:
    """The program of an environment of its own: csv-reconcile asks for older libraries than others here."""
    path = Path(os.environ.get("DATELINE_RECONCILE") or ROOT / ".venv-reconcile/bin/csv-reconcile")
    if not path.exists() and os.environ.get("CI"):
        pytest.fail(f"{path} is missing")
    if not path.exists():
        pytest.skip("csv-reconcile is not installed; `python3 tests/run.py` installs it into .venv-reconcile")
    return path


@contextmanager
def served(folder: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "places.tsv").write_text(PLACES, encoding="utf-8")
    (folder / "config.py").write_text(CONFIG.format(port=port), encoding="utf-8")
    command = [str(program()), "run", "places.tsv", "id", "name", "--init-db", "--config", "config.py"]
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        _wait_for(port, process)
        yield f"http://127.0.0.1:{port}/reconcile"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("csv-reconcile did not start")


def test_candidates_arrive_are_kept_and_survive_the_service(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    timeline = tmp_path / "t.yaml"
    timeline.write_text(TIMELINE, encoding="utf-8")
    folder = tmp_path / "service"
    folder.mkdir()
    with served(folder) as url:
        assert run(["link", str(timeline), "--provider", url]) == 0
    text = timeline.with_name("t.links.yaml").read_text(encoding="utf-8")
    assert 'entry: wd:Q41183, label: "Aleppo", score: 1.00' in text
    assert 'entry: wd:Q3766, label: "Damascus", score: 0.' in text
    assert "decision: auto" not in text
    timeline.with_name("t.links.yaml").unlink()
    assert run(["link", str(timeline), "--provider", url]) == 0
    assert timeline.with_name("t.links.yaml").read_text(encoding="utf-8") == text
    assert "could not be asked" not in capsys.readouterr().err
