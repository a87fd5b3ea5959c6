"""The shape of the house: layers, light imports, public names, and a wheel that has its data."""

from __future__ import annotations

import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import dateline
from dateline.cli import COMMANDS

ROOT = Path(__file__).parents[1]
HEAVY = ("httpx", "polars", "rdflib", "pyshacl", "pyoxigraph", "yaml", "dateutil")


def python(*arguments: str, cwd: Path = ROOT, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run this Python in a process of its own, with `path` before everything that is installed."""
    head = [f"import sys; sys.path.insert(0, {str(path)!r})"] if path else []
    code = "\n".join([*head, *arguments])
    return subprocess.run([sys.executable, "-c", code], cwd=cwd, capture_output=True, text=True, check=False)


def loaded_by(code: str) -> set[str]:
    ran = python(
        code, "print(' '.join(m for m in sys.modules))" if "sys" in code else "import sys; print(*sys.modules)"
    )
    assert ran.returncode == 0, ran.stderr
    return {name.split(".")[0] for name in ran.stdout.splitlines()[-1].split()}


def test_every_module_imports_from_lower_layers_alone() -> None:
    ran = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports")], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stdout


def test_import_dateline_loads_nothing_heavy() -> None:
    assert loaded_by("import dateline").isdisjoint({*HEAVY, "click"})


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["date", "May 2023"]])
def test_light_commands_load_nothing_heavy(arguments: list[str]) -> None:
    code = f"import sys\nfrom dateline.cli import run\nassert run({arguments!r}) == 0"

    assert loaded_by(code).isdisjoint(HEAVY)


def test_no_test_can_reach_another_machine() -> None:
    with socket.socket() as line, pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        line.connect(("192.0.2.1", 80))


def test_public_names_are_sorted_and_there() -> None:
    assert dateline.__all__ == sorted(dateline.__all__)
    for name in dateline.__all__:
        assert getattr(dateline, name) is not None
    assert set(dateline.__all__) <= set(dir(dateline))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = dateline.nothing


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help_that_names_its_exit(command: str) -> None:
    from click.testing import CliRunner

    from dateline.cli import cli

    shown = CliRunner().invoke(cli, [command, "--help"])

    assert shown.exit_code == 0
    assert "Usage:" in shown.output


def test_the_map_of_the_code_names_every_module_and_nothing_else() -> None:
    text = (ROOT / "src/README.md").read_text(encoding="utf-8")
    modules = {
        path.relative_to(ROOT / "src/dateline").as_posix()
        for path in (ROOT / "src/dateline").rglob("*.py")
        if path.name != "__init__.py" or path.parent.name == "dateline"
    }
    named = {word.strip("`") for word in text.split() if word.startswith("`") and word.strip("`|").endswith(".py")}

    assert sorted(modules - named) == []
    assert sorted(named - modules) == []


def test_a_wheel_has_the_ontology_and_works_without_the_checkout(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    assert (unpacked / "dateline/web/templates/event.html").is_file()
    assert (unpacked / "dateline/web/static/yasgui.min.js").is_file()

    ran = python(
        "import dateline, dateline.resources as r, dateline.vocab as v",
        "assert dateline.__file__.startswith(sys.path[0]), dateline.__file__",
        "print(r.text('shapes.ttl') != '', len(r.names('queries', '.rq')) > 8, len(v.concepts()['role']))",
        cwd=tmp_path,
        path=unpacked,
    )

    assert ran.stdout == "True True 12\n", ran.stderr
