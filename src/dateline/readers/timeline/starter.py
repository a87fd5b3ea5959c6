"""The timeline that `dateline init` writes: a small commented example that checks without complaint.

Its text lies in `ontology/`, so that it can be read without Python; here only title and base are put in.
"""

from __future__ import annotations

import json
import re

from dateline import resources

TIMELINE_FILE = "timeline.yaml"
BRIEF_FILE = "briefs/first.txt"
DEFAULT_BASE = "https://example.org/timeline/"
DEFAULT_TITLE = "My first timeline"


def starter(title: str = DEFAULT_TITLE, base: str = DEFAULT_BASE) -> dict[str, str]:
    """Return the files of a new timeline: relative path, then text."""
    text = resources.text("starter.yaml")
    for field, value in (("timeline", title), ("base", base)):
        line = f"{field}: {json.dumps(value, ensure_ascii=False)}"
        head, _, tail = re.split(rf"(?m)^({field}: .*?(?=\s*(?: #.*)?$))", text, maxsplit=1)
        text = f"{head}{line}{tail}"
    return {TIMELINE_FILE: text, BRIEF_FILE: resources.text("starter-brief.txt")}
