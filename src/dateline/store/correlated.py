"""The order in which a marked query is evaluated, where its author knows it and the engine cannot.

SPARQL defines the right side of an OPTIONAL by itself, and Oxigraph evaluates it so: all labels of the store are read
to give ten events theirs. It orders joins by what a pattern looks like, not by what the store holds. `LATERAL` (SEP 6
of the SPARQL community group, https://github.com/w3c/sparql-dev/blob/main/SEP/SEP-0006/sep-0006.md) asks for each row
instead. The rows are the same where a query is well-designed: no variable of an OPTIONAL stands outside of it unless
it is bound before, and what comes after `#then` groups or subtracts nothing by what came before. Nobody but the author
can know that, so the query says it in comments; stores that do not know them lose nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MARK = "#well-designed"
"""The comment line by which a query says that its OPTIONALs may be evaluated row by row."""

THEN = "#then"
"""The comment line after which the rest of a group is asked of each row that was found before."""

WHOLE = "#whole"
"""The comment behind the word OPTIONAL by which it is evaluated at once: for what nearly every row has."""

SORTED = "#sorted"
"""The comment line before the last ORDER BY of a query whose rows already come in this order, from a sub-select."""

_TOKEN = re.compile(
    r"""<[^<>"{}|^`\\\x00-\x20]*>"""
    r"""|\"{3}(?:\\.|[^\\])*?\"{3}|'{3}(?:\\.|[^\\])*?'{3}"""
    r"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'"""
    r"""|\#[^\n]*|\bOPTIONAL\s*\{|\{|\}""",
    re.IGNORECASE | re.DOTALL,
)
_SORTED = re.compile(rf"^{SORTED}\nORDER BY [^\n]*$", re.MULTILINE)


def is_marked(query: str) -> bool:
    """Tell whether a query says how it may be evaluated."""
    return any(line.strip() == MARK for line in query.splitlines())


def correlated(query: str) -> str:
    """Return a query with its OPTIONALs and what comes after `#then` in a LATERAL; lines stay where they are."""
    return _Rewriting(_SORTED.sub("\n", query)).result()


@dataclass
class _Rewriting:
    """The groups that are open, each with the number of braces that were put into it and close with it."""

    query: str
    extra: list[int] = field(default_factory=lambda: [0])

    def result(self) -> str:
        found, end = [], 0
        for token in _TOKEN.finditer(self.query):
            found += [self.query[end : token.start()], self._replaced(token[0])]
            end = token.end()
        return "".join([*found, self.query[end:]])

    def _replaced(self, text: str) -> str:
        if text[0] in "Oo":
            # The brace around the OPTIONAL closes right behind it, so it counts for the group inside.
            self.extra.append(1)
            return f"LATERAL {{ {text}"
        if text == "{":
            self.extra.append(0)
        elif text == "}" and len(self.extra) > 1:
            return text + " }" * self.extra.pop()
        elif text.rstrip() == THEN and len(self.extra) > 1:
            self.extra[-1] += 1
            return "LATERAL {"
        return text
