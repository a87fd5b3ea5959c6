"""Every command and every Python example that a README shows is run, and its output compared.

`python tests/test_docs.py` writes what the commands print into the READMEs; read the difference before you keep it.
"""

from __future__ import annotations

import doctest
import importlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "seeds/README.md", "src/README.md", "src/dateline/shacl/README.md", "tests/README.md")
BLOCK = re.compile(r"^```console\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
PYTHON = re.compile(r"^```python\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def shown(body: str) -> list[tuple[str, str]]:
    """Take a block apart into commands and what is shown below each."""
    parts = re.split(r"^\$ ", body, flags=re.MULTILINE)
    return [(command, output) for command, _, output in (part.partition("\n") for part in parts[1:])]


def playground(folder: Path) -> Path:
    """Copy what a reader of the page has at hand, so that commands may write."""
    for name in ("seeds", "exports"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def run(command: str, folder: Path) -> str:
    """Run one command line as a reader would, both outputs together as on a terminal of 100 columns."""
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    variables = {**os.environ, "PATH": programs, "COLUMNS": "100", "NO_COLOR": "1"}
    ran = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return ran.stdout


def rendered(text: str, folder: Path) -> str:
    """Return a page with every console block as its commands print it today."""

    def block(match: re.Match[str]) -> str:
        return "```console\n" + "".join(f"$ {c}\n{run(c, folder)}" for c, _ in shown(match["body"])) + "```"

    return BLOCK.sub(block, text)


@pytest.mark.parametrize("page", PAGES)
def test_commands_print_what_the_page_shows(page: str, tmp_path: Path) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")

    assert rendered(text, playground(tmp_path)) == text, "run `python tests/test_docs.py` and read the difference"


@pytest.mark.parametrize("page", PAGES)
def test_python_examples_give_what_the_page_shows(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = "\n".join(match["body"] for match in PYTHON.finditer((ROOT / page).read_text(encoding="utf-8")))
    monkeypatch.chdir(playground(tmp_path))
    test = doctest.DocTestParser().get_doctest(source, {}, page, page, 0)

    failed = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE).run(test).failed

    assert failed == 0


def test_every_command_is_in_the_readme() -> None:
    from dateline.cli import COMMANDS

    text = (ROOT / "README.md").read_text(encoding="utf-8")

    assert [name for name in COMMANDS if f"dateline {name}" not in text] == []


def test_the_page_of_figures_shows_what_the_benchmarks_have_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures are never edited by hand: `python tests/benchmarks/page.py` writes page and drawing."""
    monkeypatch.syspath_prepend(str(ROOT / "tests" / "benchmarks"))
    page = importlib.import_module("page")
    assert page.PAGE.read_text(encoding="utf-8") == page.page()
    assert page.GROWTH.read_text(encoding="utf-8") == page.growth()


if __name__ == "__main__":
    for name in PAGES:
        with tempfile.TemporaryDirectory() as place:
            path = ROOT / name
            path.write_text(rendered(path.read_text(encoding="utf-8"), playground(Path(place))), encoding="utf-8")
