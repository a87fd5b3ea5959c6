"""The spelling of terms in N-Triples: which tokens are right at a glance, and what terms they stand for.

A token is a term as it is written, with its brackets, quotes and escapes. As a field it has what stands around it
when a line is cut at every `>`: the blank before it, and after it ` .` where it does not end in `>`, which is cut off.
The patterns here are narrower than the grammar (https://www.w3.org/TR/n-triples/#n-triples-grammar, RFC 3987 and
BCP 47): what they accept is right, what they do not know goes to Oxigraph's parser, which has the last word.
"""

from __future__ import annotations

import polars as pl

from dateline.shacl.graph import LANG_STRING, STRING, Kind

_PATH = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/\u{A0}-\u{D7FF}]|%[0-9A-Fa-f]{2})"
_SEGMENT = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@\u{A0}-\u{D7FF}]|%[0-9A-Fa-f]{2})"
_HIERARCHY = rf"(?://[A-Za-z0-9\-._~]*(?::[0-9]*)?(?:/{_PATH}*)?|/?(?:{_SEGMENT}{_PATH}*)?)"
_AFTER = rf"(?:{_PATH}|[?])*"
IRI = rf"<[A-Za-z][A-Za-z0-9+.\-]*:{_HIERARCHY}(?:[?]{_AFTER})?(?:#{_AFTER})?>"
BLANK = r"_:[A-Za-z0-9_]+(?:[.\-]+[A-Za-z0-9_]+)*"
_LANGUAGE = r"@[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
_CODE_POINT = r"(?:[0-9A-CEFa-cef][0-9A-Fa-f]{3}|[Dd][0-7][0-9A-Fa-f]{2})"
_SHORT_FORM = rf"\\[tbnrf\"'\\]|\\u{_CODE_POINT}"
_LONG_FORM = rf"\\U(?:0000{_CODE_POINT}|000[1-9A-Fa-f][0-9A-Fa-f]{{4}}|0010[0-9A-Fa-f]{{4}})"
_TEXT = rf"\"(?:[^\"\\\n\r]|{_SHORT_FORM}|{_LONG_FORM})*\""
LITERAL = rf"{_TEXT}(?:{_LANGUAGE}|\^\^{IRI})?"

SUBJECT = rf"^(?:{IRI}|{BLANK})$"
PREDICATE = rf"^{IRI}$"
OBJECT = rf"^(?:{IRI}|{BLANK}|{LITERAL})$"
GRAPH = rf"[ \t]({IRI}|{BLANK})$"
_OPEN_IRI = IRI.removesuffix(">")
FIELD = rf"^ (?:{_OPEN_IRI}|{BLANK} \.|{_TEXT}(?:\^\^{_OPEN_IRI}|(?:{_LANGUAGE})? \.))$"
UNTYPED = "angString>"
"""The end of datatypes that only a language tag may give (rdf:langString, rdf:dirLangString)."""

_SHORT = {"\\t": "\t", "\\b": "\b", "\\n": "\n", "\\r": "\r", "\\f": "\f", '\\"': '"', "\\'": "'", "\\\\": "\\"}
_LONG = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_NOT_JSON = r"[\x00-\x1F]|\\['U]"
_SECOND_SPELLING = r"\\[tbf'uU]"
"""Escapes of characters that may also stand as they are, so that two tokens may be one term."""
_LITERAL, _BLANK, _END = ' "', " _", " ."

_HASH = pl.col("text").hash(0) ^ pl.col("datatype").hash(1) ^ pl.col("language").hash(2)
"""The same for terms that are the same."""


def field(name: str) -> pl.Expr:
    """Return a column of tokens as fields of lines that are cut at every `>`."""
    token = pl.col(name)
    open_iri = pl.when(token.str.ends_with(">")).then(token.str.strip_suffix(">")).otherwise(token + _END)
    return (pl.lit(" ") + open_iri).alias(name)


def right(fields: pl.Series) -> pl.Series:
    """Tell of fields whether they are terms that the patterns know."""
    untyped = fields.str.ends_with(UNTYPED.removesuffix(">"))
    return fields.str.contains(FIELD) & ~(untyped & fields.str.starts_with(_LITERAL))


def terms_of(fields: pl.Series) -> pl.DataFrame:
    """Return the terms of right fields, one by one, with a column `doubtful`: it may be that of another field, too."""
    numbered = fields.alias("text").to_frame().with_row_index("row")
    literal = fields.str.starts_with(_LITERAL)
    names, literals = numbered.filter(~literal), numbered.filter(literal)
    escaped = literals["text"].str.contains("\\", literal=True)
    parts = [_names(names), _literals(_plain(literals.filter(~escaped)))]
    if escaped.any():
        parts.append(_literals(_escaped(literals.filter(escaped))))
    return pl.concat(parts).sort("row").drop("row")


def same(terms: pl.DataFrame) -> pl.Series | None:
    """Return for each of the terms the first that is the same; None where all are distinct."""
    if not terms["doubtful"].any():
        return None
    literals = terms.with_row_index("row").filter(pl.col("kind") == int(Kind.LITERAL))
    if literals.select(_HASH.n_unique()).item() == literals.height:
        return None
    firsts = literals.select("row", first=pl.col("row").min().over("text", "datatype", "language"))
    if (firsts["first"] == firsts["row"]).all():
        return None
    return pl.int_range(terms.height, dtype=pl.UInt32, eager=True).scatter(firsts["row"], firsts["first"])


def _names(fields: pl.DataFrame) -> pl.DataFrame:
    """IRIs and blank nodes."""
    token = pl.col("text")
    blank = token.str.starts_with(_BLANK)
    none = pl.lit(None, pl.String())
    label = token.str.slice(3).str.strip_suffix(_END)
    return fields.select(
        "row",
        kind=pl.when(blank).then(int(Kind.BLANK)).otherwise(int(Kind.IRI)).cast(pl.UInt8),
        text=pl.when(blank).then(label).otherwise(token.str.slice(2)),
        datatype=none,
        language=none,
        doubtful=pl.lit(False),
    )


def _plain(fields: pl.DataFrame) -> pl.DataFrame:
    """Literals without escapes: their text and what stands after it."""
    parts = pl.col("text").str.splitn('"', 3).struct
    return fields.select("row", text=parts.field("field_1"), after=parts.field("field_2"), doubtful=pl.lit(False))


def _escaped(fields: pl.DataFrame) -> pl.DataFrame:
    """Literals with escapes, resolved."""
    token = pl.col("text")
    fields = fields.with_columns(after=token.str.extract(r'"([@^ ][^"]*)$', 1))
    quoted = token.str.strip_suffix(pl.col("after")).str.slice(1)
    parts = fields.select("row", text=quoted, after="after", doubtful=token.str.contains(_SECOND_SPELLING))
    other = parts["text"].str.contains(_NOT_JSON)
    return pl.concat([
        parts.filter(~other).with_columns(pl.col("text").str.json_decode(pl.String())),
        parts.filter(other).with_columns(_resolved(parts["text"].filter(other))),
    ])  # fmt: skip


def _resolved(quoted: pl.Series) -> pl.Series:
    """Texts in quotes with escapes that JSON does not have, or with characters that it would escape."""
    pairs = _SHORT | _long_escapes(quoted)
    return quoted.str.strip_prefix('"').str.strip_suffix('"').str.replace_many(list(pairs), list(pairs.values()))


def _long_escapes(quoted: pl.Series) -> dict[str, str]:
    """The numeric escapes that occur, with their characters."""
    found = quoted.str.extract_all(_LONG).explode().unique().to_list()
    numbers = {escape: int(escape[2:], 16) for escape in found if escape}
    return {escape: chr(number) for escape, number in numbers.items() if _is_character(number)}


def _is_character(number: int) -> bool:
    return number < 0xD800 or 0xDFFF < number <= 0x10FFFF


def _literals(parts: pl.DataFrame) -> pl.DataFrame:
    """Literals from text and what stands after it: the columns that `_names` gives."""
    after = pl.col("after")
    tagged, typed = after.str.starts_with("@"), after.str.starts_with("^")
    language = pl.when(tagged).then(after.str.strip_prefix("@").str.strip_suffix(_END).str.to_lowercase())
    datatype = pl.when(typed).then(after.str.slice(3)).when(tagged).then(pl.lit(LANG_STRING)).otherwise(pl.lit(STRING))
    return parts.select(
        "row",
        kind=pl.lit(int(Kind.LITERAL), pl.UInt8()),
        text="text",
        datatype=datatype,
        language=language,
        doubtful=pl.col("doubtful") | (after == f"^^<{STRING}") | (tagged & after.str.contains("[A-Z]")),
    )
