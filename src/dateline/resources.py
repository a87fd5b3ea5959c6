"""The only code that knows where `ontology/` is: inside the installed package, or in the checkout beside `src/`.

Everybody gets text from here, never paths.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def _folder() -> Path:
    package = Path(__file__).parent
    for candidate in (package / "ontology", package.parent.parent / "ontology"):
        if (candidate / "dateline.ttl").is_file():
            return candidate
    raise FileNotFoundError("dateline is installed without its ontology folder; install it again")


@lru_cache
def text(name: str) -> str:
    """Return the text of one file of the ontology folder, for example `shapes.ttl` or `queries/dyad.rq`.

    Raises:
        FileNotFoundError: no such file, or the package was installed without its data.
    """
    return (_folder() / name).read_text(encoding="utf-8")


def names(folder: str, suffix: str) -> list[str]:
    """Return the file names with `suffix` in one sub-folder of the ontology folder, sorted."""
    return sorted(path.name for path in (_folder() / folder).iterdir() if path.suffix == suffix)
