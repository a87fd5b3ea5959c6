"""`dateline serve` as people type it."""

from __future__ import annotations

import importlib.util
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.build import load
from dateline.cli.serve import TOKEN_VARIABLE, serve_command
from dateline.errors import OutsideError
from web.running import ROOT, running


def run(*arguments: str | Path, **variables: str) -> Result:
    return CliRunner().invoke(serve_command, [str(one) for one in arguments], env=variables)


def test_it_says_where_it_is_and_answers_and_stops_cleanly(tmp_path: Path) -> None:
    load(tmp_path / "store", [ROOT / "seeds"])
    with running(tmp_path / "store", "--allow-update", **{TOKEN_VARIABLE: "sixteen characters"}) as server:
        assert server.ask("ASK { ?event a dl:Event }").json["boolean"] is True
        assert server.get("/").status == 200


def test_data_with_errors_are_not_served(tmp_path: Path) -> None:
    (tmp_path / "data.yaml").write_text("timeline: T\nevents:\n  - {id: a, what: A, date: nonsense}\n")
    result = run(tmp_path / "data.yaml")

    assert result.exit_code == 1
    assert "error" in result.stderr
    assert "--lenient serves the rest" in result.stderr


def test_a_port_that_is_taken_is_said_to_be() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        error = run(ROOT / "seeds", "--port", port).exception

    assert isinstance(error, OutsideError)
    assert error.exit_code == 3
    assert str(error).startswith(f"127.0.0.1:{port}: the server could not start.")


def test_updates_need_a_store_and_a_long_token(tmp_path: Path) -> None:
    load(tmp_path / "store", [ROOT / "seeds"])

    files = run(ROOT / "seeds", "--allow-update")
    short = run(tmp_path / "store", "--allow-update", **{TOKEN_VARIABLE: "short"})

    assert (files.exit_code, short.exit_code) == (2, 2)
    assert "dateline load STORE" in files.stderr
    assert "16 characters" in short.stderr


def test_without_the_libraries_it_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    result = run(ROOT / "seeds")

    assert result.exit_code == 1
    assert "pip install 'dateline[serve]'" in result.stderr
