"""The commands that are printed for each store's own loader are safe to run, and those at hand run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dateline.errors import InputError, UnknownName, UsageError
from dateline.store import open_store
from dateline.store.remote import RECIPES, recipe_for

HOSTILE = 'it\'s $(touch stolen) `touch stolen` "x"; touch stolen #.nq'
QUAD = "<urn:a> <urn:b> <urn:c> <urn:g> .\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / HOSTILE
    path.write_text(QUAD, encoding="utf-8")
    return path


@pytest.mark.parametrize("store", [recipe.store for recipe in RECIPES])
def test_a_hostile_name_stays_a_name(store: str, file: Path, tmp_path: Path) -> None:
    """Every program of the recipe is replaced by one that writes its arguments and its input down."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("isql", "riot", "tdb2.tdbloader", "fuseki-server", "oxigraph", "importrdf", "qlever", "aws", "curl",
                 "java", "stardog-admin"):  # fmt: skip
        (programs / name).write_text(
            f'#!/bin/sh\nprintf "%s\\n" "$@" >> {tmp_path}/said\n[ -t 0 ] || cat >> {tmp_path}/said\n'
        )
        (programs / name).chmod(0o755)
    target = "it's $(touch stolen)"
    variables = {
        "PATH": f"{programs}:/usr/bin:/bin", "VIRTUOSO_PASSWORD": "x", "S3_BUCKET": "b", "IAM_ROLE_ARN": "r",
        "AWS_REGION": "e",
    }  # fmt: skip
    text = recipe_for(store, target, [file])
    ran = subprocess.run(
        ["bash", "-euc", text], cwd=tmp_path, env=variables, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    assert not list(tmp_path.rglob("stolen"))
    said = (tmp_path / "said").read_text()
    copied = list(tmp_path.rglob("1.nq"))
    assert str(file) in said or str(file).replace("'", "''").rsplit("/", 1)[1] in said or copied


@pytest.mark.parametrize("recipe", RECIPES, ids=[recipe.store for recipe in RECIPES])
def test_a_recipe_names_the_page_that_it_was_checked_against(recipe: object, file: Path) -> None:
    text = recipe_for(recipe.store, "there", [file])  # type: ignore[attr-defined]
    assert text.startswith(f"# {recipe.store}: https://")  # type: ignore[attr-defined]


def test_oxigraph_loads_what_the_recipe_says(file: Path, tmp_path: Path) -> None:
    text = recipe_for("oxigraph", str(tmp_path / "made"), [file])
    first = "\n".join(line for line in text.splitlines() if "serve" not in line)
    programs = str(Path(sys.executable).parent)
    if not Path(programs, "oxigraph").exists():
        pytest.skip("oxigraph is not installed (PyPI: oxigraph)")
    subprocess.run(["bash", "-euc", first], env={"PATH": f"{programs}:/usr/bin:/bin"}, check=True, capture_output=True)
    with open_store(tmp_path / "made", read_only=True) as store:
        assert store.graphs() == ["urn:g"]


def test_what_a_loader_does_not_read_is_refused_with_the_way_out(tmp_path: Path, file: Path) -> None:
    yaml = tmp_path / "my events.yaml"
    yaml.write_text("timeline: T\n")
    with pytest.raises(InputError, match=r"dateline convert '.*my events.yaml' -o '.*my events.nq'"):
        recipe_for("jena", "db", [yaml])
    with pytest.raises(InputError, match="is no file"):
        recipe_for("jena", "db", [tmp_path / "none.nq"])
    jsonld = tmp_path / "a.jsonld"
    jsonld.write_text("{}")
    with pytest.raises(InputError, match="loader of virtuoso does not read it"):
        recipe_for("virtuoso", "localhost:1111", [jsonld])
    turtle = tmp_path / "a.ttl"
    turtle.write_text("")
    with pytest.raises(UsageError, match="of one syntax at a time"):
        recipe_for("qlever", "index", [turtle, file])
    with pytest.raises(UnknownName, match="Did you mean 'virtuoso'"):
        recipe_for("virtuos", "x", [file])


@pytest.mark.parametrize("target", ["a\nrm -rf x", "--help", "a\x1b[2J"])
def test_a_target_that_is_none_is_refused(target: str, file: Path) -> None:
    with pytest.raises(UsageError, match="is not the folder of a TDB2 database"):
        recipe_for("jena", target, [file])


def test_paths_and_graphs_that_could_break_a_line_are_refused(tmp_path: Path, file: Path) -> None:
    broken = tmp_path / "a\nb.nq"
    broken.write_text(QUAD)
    with pytest.raises(InputError, match="unprintable"):
        recipe_for("jena", "db", [broken])
    with pytest.raises(UsageError, match="not an IRI"):
        recipe_for("virtuoso", "db", [file], default_graph="urn:x>\nrm -rf x")
