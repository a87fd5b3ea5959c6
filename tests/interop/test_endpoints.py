"""The commands, against servers that we did not write: load the seeds, then ask every named query."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.build import open_data
from dateline.cli import cli, run
from dateline.queries import query_names
from dateline.store.remote import recipe_for
from interop import jena, servers, stores
from interop.servers import Server

SEEDS = str(stores.SEEDS)
EXPORT = stores.SEEDS.parent / "exports" / "russia-syria-iran.nq"
SERVERS = [
    pytest.param(servers.virtuoso, servers.no_virtuoso, marks=pytest.mark.xdist_group("virtuoso"), id="virtuoso"),
    pytest.param(
        servers.oxigraph, servers.no_oxigraph, marks=pytest.mark.xdist_group("oxigraph-server"), id="oxigraph"
    ),
]
Lend = Callable[[Path], AbstractContextManager[Server]]


def need(missing: str | None) -> None:
    if missing and os.environ.get("CI"):
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)


def login(at: Server) -> list[str]:
    return ["--user", at.user, "--password-env", "STORE_PASSWORD"] if at.user else []


def graph(at: Server) -> list[str]:
    return ["--default-graph", at.default_graph] if at.default_graph else []


@pytest.fixture(scope="module")
def local() -> dict[str, str]:
    """What each named query prints about the files themselves."""
    asked = {name: CliRunner().invoke(cli, ["query", name, SEEDS]).stdout for name in query_names()}
    return {name: shown.replace("\r\n", "\n") for name, shown in asked.items()}


@pytest.mark.parametrize("by_update", [False, True], ids=["graph-store", "update"])
@pytest.mark.parametrize(("lend", "missing"), SERVERS)
def test_seeds_that_are_loaded_over_http_answer_as_the_local_run(
    lend: Lend,
    missing: Callable[[], str | None],
    by_update: bool,
    local: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    need(missing())
    with lend(tmp_path) as at:
        monkeypatch.setenv("STORE_PASSWORD", at.password or "")
        how = ["--update", "--chunk", "400", at.update] if by_update else ["--chunk", "400", at.graphs]
        assert run(["load", *how, SEEDS, *login(at), *graph(at)]) == 0
        with open_data([SEEDS]) as seeds:
            assert f"Loaded {len(seeds.store):,} statements in 4 graphs" in capsys.readouterr().err
        for name in query_names():
            assert run(["query", name, "--endpoint", at.query, *graph(at)]) == 0
            shown = capsys.readouterr()
            assert (shown.out.replace("\r\n", "\n"), shown.err) == (local[name], ""), name


@pytest.mark.xdist_group("virtuoso")
def test_virtuoso_cuts_answers_at_10_000_rows_and_dateline_tells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    need(servers.no_virtuoso())
    with servers.virtuoso(tmp_path) as at:
        (tmp_path / "a.nt").write_text("".join(f"<urn:s{n}> <urn:p> <urn:o> .\n" for n in range(10_001)))
        stores.load(at, tmp_path / "a.nt")
        asked = ["query", "-e", "SELECT ?s { ?s <urn:p> ?o }", "--endpoint", at.query, *graph(at)]
        assert run(asked) == 3
        shown = capsys.readouterr()
    assert len(shown.out.splitlines()) == 10_001
    assert "at most 10,000 rows" in shown.err


@pytest.mark.xdist_group("virtuoso")
def test_virtuoso_survives_updates_with_the_largest_chunks_and_every_literal(tmp_path: Path) -> None:
    need(servers.no_virtuoso())
    file = tmp_path / "data.nt"
    file.write_text(stores.data(stores.FEW), encoding="utf-8", newline="\n")
    with servers.virtuoso(tmp_path) as at:
        assert stores.load(at, file, by_update=True) == stores.data(stores.FEW).count("\n")
        with stores.Endpoint(stores.Connection(at.query), default_graph=at.default_graph) as endpoint:
            found = set(stores.rows_of(endpoint, stores.STATEMENTS)[1:])
        stores.load(at, file)
        with stores.Endpoint(stores.Connection(at.query), default_graph=at.default_graph) as endpoint:
            assert found == set(stores.rows_of(endpoint, stores.STATEMENTS)[1:])
    assert len(found) > 200


@pytest.mark.xdist_group("virtuoso")
def test_virtuoso_loads_what_the_recipe_says(tmp_path: Path) -> None:
    need(servers.no_virtuoso())
    (tmp_path / EXPORT.name).write_bytes(EXPORT.read_bytes())
    with servers.virtuoso(tmp_path) as at:
        text = recipe_for("virtuoso", f"127.0.0.1:{at.sql_port}", [tmp_path / EXPORT.name])
        variables = {**os.environ, "ISQL": "isql-vt", "VIRTUOSO_PASSWORD": at.password or ""}
        ran = subprocess.run(["bash", "-euc", text], env=variables, capture_output=True, text=True, check=True)
        with stores.Endpoint(stores.Connection(at.query), default_graph="urn:dateline:default") as endpoint:
            (count,) = stores.rows_of(endpoint, stores.COUNT)[1]
    with open_data([EXPORT]) as export:
        (expected,) = stores.rows_of(export.store, stores.COUNT)[1]
    assert count == expected
    assert "0 Rows." in ran.stdout


@pytest.mark.xdist_group("jena")
def test_jena_loads_what_the_recipe_says(tmp_path: Path) -> None:
    """Debian packages Jena without its start scripts, so that they stand in here."""
    need(jena.missing())
    for name, program in (("riot", "riotcmd.riot"), ("tdb2.tdbloader", "tdb2.tdbloader")):
        line = f'#!/bin/sh\nexec java {jena.JSON_PROVIDER} -cp "{jena.class_path(tmp_path)}" {program} "$@"\n'
        (tmp_path / name).write_text(line)
        (tmp_path / name).chmod(0o755)
    variables = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    text = recipe_for("jena", str(tmp_path / "db"), [EXPORT])
    subprocess.run(["bash", "-euc", text], env=variables, capture_output=True, text=True, check=True)
    dumped = jena.run("tdb2.tdbdump", "--loc", str(tmp_path / "db"), folder=tmp_path)
    assert dumped.count("\n") >= EXPORT.read_text(encoding="utf-8").count("\n")
