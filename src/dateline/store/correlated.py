"""OPTIONAL evaluated for the rows that it belongs to, in queries that say that they may be.

SPARQL defines the right side of an OPTIONAL by itself, and Oxigraph evaluates it so: all labels of the store are read
to give ten events theirs. `LATERAL` (SEP 6 of the SPARQL community group,
https://github.com/w3c/sparql-dev/blob/main/SEP/SEP-0006/sep-0006.md) asks for each row instead. Both give the same
rows where a query is well-designed: no variable of an OPTIONAL stands outside of it unless it is bound before. Nobody
but the author can know that, so the query says it in a comment; stores that do not know the comment lose nothing.
"""

from __future__ import annotations

import re

MARK = "#well-designed"
"""The comment line by which a query says that its OPTIONALs may be evaluated row by row."""

_TOKEN = re.compile(
    r"""<[^<>"{}|^`\\\x00-\x20]*>"""
    r"""|\"{3}(?:\\.|[^\\])*?\"{3}|'{3}(?:\\.|[^\\])*?'{3}"""
    r"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'"""
    r"""|\#[^\n]*|\bOPTIONAL\s*\{|\{|\}""",
    re.IGNORECASE | re.DOTALL,
)


def is_marked(query: str) -> bool:
    """Tell whether a query says that its OPTIONALs may be evaluated row by row."""
    return any(line.strip() == MARK for line in query.splitlines())


def correlated(query: str) -> str:
    """Return a query with every OPTIONAL inside of a LATERAL; lines stay where they are."""
    found, end, inside = [], 0, [False]
    for token in _TOKEN.finditer(query):
        found.append(query[end : token.start()])
        end = token.end()
        text = token[0]
        if text[0] in "Oo":
            inside.append(True)
            text = f"LATERAL {{ {text}"
        elif text == "{":
            inside.append(False)
        elif text == "}" and len(inside) > 1 and inside.pop():
            text = "} }"
        found.append(text)
    return "".join([*found, query[end:]])
