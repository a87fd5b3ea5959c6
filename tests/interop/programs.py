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
COMUNICA = Path(os.environ.get("DATELINE_NODE_MODULES") or ROOT / ".node/node_modules") / ".bin" / "comunica-sparql"


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
