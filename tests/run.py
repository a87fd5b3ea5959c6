"""Installs dateline with its test tools into this checkout and runs every check: `python3 tests/run.py`.

Only Python 3.11 or newer is needed to start it. Arguments go on to pytest: `python3 tests/run.py tests/when -x`; the
coverage is then not judged. The exit code is 0 only when every step is fine.
"""

# ruff: noqa: T201 - it is a program that talks to people

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MORPH_KGC = "morph-kgc==2.10.0"
CSV_RECONCILE = "csv-reconcile==0.3.2"
NODE_PACKAGES = ("@comunica/query-sparql@4.5.0", "quickstatements-to-wikibase-edit@1.2.1")
COVERAGE = ROOT / ".coverage.json"
FULL_BRANCHES = ("when", "tables", "mapping", "diagnostics")
OVERALL = 95.0


def main(arguments: list[str]) -> int:
    """Prepare the three environments, run all steps and tell which of them failed."""
    if sys.version_info < (3, 11):  # noqa: UP036
        print(f"dateline needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return 2
    started = time.monotonic()
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    tools = environment(ROOT / ".venv", project, ["--editable", f"{ROOT}[test]"])
    variables = dict(os.environ)
    if not variables.get("DATELINE_RML_PYTHON"):
        variables["DATELINE_RML_PYTHON"] = str(environment(ROOT / ".venv-rml", MORPH_KGC, [MORPH_KGC]) / "python")
    if not variables.get("DATELINE_RECONCILE"):
        service = environment(ROOT / ".venv-reconcile", CSV_RECONCILE, [CSV_RECONCILE])
        variables["DATELINE_RECONCILE"] = str(service / "csv-reconcile")
    if not variables.get("DATELINE_NODE_MODULES"):
        variables["DATELINE_NODE_MODULES"] = str(node_modules(ROOT / ".node", NODE_PACKAGES))
    failed = [name for name, command in steps(tools, arguments) if not step(name, command, variables)]
    if not arguments and "tests" not in failed:
        failed += coverage_gaps()
    minutes = (time.monotonic() - started) / 60
    print(f"\n{'FAILED: ' + ', '.join(failed) if failed else 'All checks passed'} ({minutes:.1f} min)")
    return 1 if failed else 0


def environment(folder: Path, wanted: str, requirements: list[str]) -> Path:
    """Return the folder of an environment's programs; it is made anew when what is wanted of it has changed."""
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    stamp = folder / "made-for"
    mark = hashlib.sha256(f"{sys.version}\n{wanted}".encode()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == mark:
        return programs
    print(f"Making {folder.name} (once; takes a minute) ...", flush=True)
    venv.create(folder, with_pip=True, clear=True)
    install = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*install, *requirements], cwd=ROOT, check=False).returncode:
        sys.exit(f"Could not install into {folder.name}; the reason stands above. Run this again when it is solved.")
    stamp.write_text(mark, encoding="utf-8")
    return programs


def node_modules(folder: Path, packages: tuple[str, ...]) -> Path:
    """Return the folder of packages of Node and what they need; without npm, one where nothing is."""
    modules, npm = folder / "node_modules", shutil.which("npm")
    stamp, wanted = folder / "made-for", " ".join(packages)
    if npm is None or (stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted):
        return modules
    print(f"Making {folder.name} (once; takes a minute or two) ...", flush=True)
    folder.mkdir(exist_ok=True)
    install = [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--loglevel=error", *packages]
    if subprocess.run(install, cwd=folder, check=False).returncode:
        sys.exit(f"Could not install into {folder.name}; the reason stands above. Run this again when it is solved.")
    stamp.write_text(wanted, encoding="utf-8")
    return modules


def steps(tools: Path, arguments: list[str]) -> list[tuple[str, list[str]]]:
    """Return the steps by name, each with its command; with arguments for pytest there is only that step."""
    # Tests of one store stay in one process, so that each store is started and filled once.
    pytest = [str(tools / "python"), "-m", "pytest", "-n", "2", "--dist", "loadgroup"]
    if arguments:
        return [("tests", [*pytest, *arguments])]
    report = ["--cov", "--cov-branch", f"--cov-report=json:{COVERAGE}", "--cov-report="]
    return [
        ("lint", [str(tools / "ruff"), "check", "."]),
        ("format", [str(tools / "ruff"), "format", "--check", "."]),
        ("types", [str(tools / "mypy")]),
        ("layers", [str(tools / "lint-imports"), "--no-cache"]),
        ("tests", [*pytest, *report]),
    ]


def step(name: str, command: list[str], variables: dict[str, str]) -> bool:
    """Run one step with its output shown, and say whether it went well."""
    print(f"\n=== {name}", flush=True)
    return subprocess.run(command, cwd=ROOT, env=variables, check=False).returncode == 0


def coverage_gaps() -> list[str]:
    """Compare the measured coverage with what is promised; return the names of broken promises."""
    print("\n=== coverage")
    report = json.loads(COVERAGE.read_text(encoding="utf-8"))
    whole = report["totals"]["percent_covered"]
    print(f"all of dateline: {whole:.1f} % (at least {OVERALL:.0f} %)")
    gaps = [] if whole >= OVERALL else ["coverage"]
    for area in FULL_BRANCHES:
        prefixes = (f"src/dateline/{area}/", f"src/dateline/{area}.py")
        files = {name: data for name, data in report["files"].items() if name.startswith(prefixes)}
        missed = [
            f"  {name}:{line} -> {'the end' if target < 0 else target} never taken"
            for name, data in sorted(files.items())
            for line, target in data["missing_branches"]
        ]
        print(f"branches of {area}: {'all taken' if files and not missed else 'NOT all taken'}")
        print("\n".join(missed), end="\n" if missed else "")
        if missed or not files:
            gaps.append(f"branches of {area}")
    return gaps


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
