"""The files that dateline writes mean the same to Oxigraph, rdflib, Apache Jena and Raptor."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dateline.export import export_all
from dateline.mapping.quads import nquads
from dateline.readers.files import read
from dateline.tables import Tables
from interop import synthetic
from interop.readers import READERS, Reader, canonical

SEEDS = Path(__file__).parents[2] / "seeds"
PAIRS = [(reader, suffix) for reader in READERS for suffix in reader.suffixes]


@pytest.fixture(scope="module", params=["synthetic", "seeds"])
def tables(request: pytest.FixtureRequest) -> Tables:
    return synthetic.tables() if request.param == "synthetic" else read([SEEDS]).tables


@pytest.fixture(scope="module")
def folder(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("exports")
    export_all(tables, target)
    return target


def need(reader: Reader) -> None:
    missing = reader.missing()
    if missing and os.environ.get("CI"):
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)


@pytest.mark.parametrize(("reader", "suffix"), PAIRS, ids=[f"{reader.name}{suffix}" for reader, suffix in PAIRS])
def test_reads_the_same_graph_from_every_format(
    reader: Reader, suffix: str, tables: Tables, folder: Path, tmp_path: Path
) -> None:
    need(reader)
    expected = canonical(nquads(tables, graphs=suffix in (".nq", ".trig")))
    found = reader.read(folder / f"timeline{suffix}", tmp_path)
    assert found == expected
    assert len(expected) > 100
