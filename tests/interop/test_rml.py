"""Morph-KGC, an engine of others, makes dateline's graph from the CSV tables and `ontology/mapping.rml.ttl`."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from dateline import resources
from dateline.mapping.quads import nquads
from dateline.mapping.views import csv_files
from dateline.readers.files import read
from dateline.tables import Tables
from interop import synthetic
from interop.readers import canonical

ROOT = Path(__file__).parents[2]
CONFIG = """\
[CONFIGURATION]
output_file = made.nq
output_format = N-QUADS
na_values =
number_of_processes = 1
logging_level = ERROR
[dateline]
mappings = mapping.rml.ttl
"""
"""Without `na_values =` the text `nan` would be taken for an absent value."""


def engine() -> Path:
    """The Python of an environment of its own: Morph-KGC asks for an older Oxigraph than dateline."""
    python = Path(os.environ.get("DATELINE_RML_PYTHON") or ROOT / ".venv-rml/bin/python")
    if not python.exists() and os.environ.get("CI"):
        pytest.fail(f"{python} is missing")
    if not python.exists():
        pytest.skip("Morph-KGC is not installed; `python3 tests/run.py` installs it into .venv-rml")
    return python


@pytest.mark.parametrize("name", ["synthetic", "seeds"])
def test_an_rml_engine_makes_the_same_graph(name: str, tmp_path: Path) -> None:
    python = engine()
    tables: Tables = synthetic.tables() if name == "synthetic" else read([ROOT / "seeds"]).tables
    for file, content in csv_files(tables).items():
        (tmp_path / file).write_bytes(content)
    (tmp_path / "mapping.rml.ttl").write_text(resources.text("mapping.rml.ttl"), encoding="utf-8")
    (tmp_path / "config.ini").write_text(CONFIG, encoding="utf-8")
    command = [str(python), "-m", "morph_kgc", "config.ini"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    assert canonical((tmp_path / "made.nq").read_bytes()) == canonical(nquads(tables))


def test_the_synthetic_tables_leave_no_column_untried() -> None:
    for name, data in synthetic.tables().frames().items():
        filled = [column for column in data.columns if data[column].drop_nulls().len()]
        assert filled == data.columns, name
        lists = [column for column in data.columns if data.schema[column].base_type().__name__ == "List"]
        assert all(data[column].list.len().max() for column in lists), name
