"""Programs of others that ask a server: where they are, and what is missing to run them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
NODE_MODULES = Path(os.environ.get("DATELINE_NODE_MODULES") or ROOT / ".node/node_modules")
COMUNICA = NODE_MODULES / ".bin" / "comunica-sparql"
QUICKSTATEMENTS = NODE_MODULES / "quickstatements-to-wikibase-edit"


def no_comunica() -> str | None:
    """Say what is missing to run Comunica, or nothing."""
    if shutil.which("node") is None:
        return "node is not installed (Debian: nodejs, npm)"
    return None if COMUNICA.exists() else "Comunica is not installed; `python3 tests/run.py` does it"


def comunica(source: str, query: str) -> Any:
    """Return what Comunica answers to a query over a source, as JSON."""
    command = [str(COMUNICA), source, query, "-t", "application/sparql-results+json"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    if done.returncode:
        raise AssertionError(f"comunica: exit code {done.returncode}\n{done.stderr.decode()}")
    return json.loads(done.stdout)


def no_quickstatements() -> str | None:
    """Say what is missing to read QuickStatements, or nothing."""
    if shutil.which("node") is None:
        return "node is not installed (Debian: nodejs, npm)"
    return None if QUICKSTATEMENTS.exists() else "its reader is not installed; `python3 tests/run.py` does it"


def read_quickstatements(commands: str) -> Any:
    """Return the edits that quickstatements-to-wikibase-edit makes of commands, as JSON."""
    script = "const fs = require('fs'); const read = require(process.argv[1]);"
    script += "console.log(JSON.stringify(read(fs.readFileSync(0, 'utf8'))))"
    done = subprocess.run(
        ["node", "-e", script, str(QUICKSTATEMENTS)],
        input=commands,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return json.loads(done.stdout)


def no_chromium() -> str | None:
    """Say what is missing to run Chromium, or nothing."""
    return None if shutil.which("chromium") else "chromium is not installed (Debian: chromium)"


def page_in_chromium(address: str) -> tuple[str, str]:
    """Return the document of a page after its scripts have run, and what the browser complained about."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            f"--user-data-dir={profile}", "--enable-logging=stderr", "--virtual-time-budget=20000",
            "--dump-dom", address,
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    complaints = [line for line in done.stderr.decode().splitlines() if "CONSOLE" in line]
    return done.stdout.decode(), "\n".join(complaints)
