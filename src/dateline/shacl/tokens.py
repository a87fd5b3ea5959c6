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
_SECOND_SPELLING = r"\\[tbf'uU]"
"""Escapes of characters that may also stand as they are, so that two tokens may be one term."""
_LITERAL, _BLANK, _END = ' "', " _", " ."
_TERM = ("kind", "text", "datatype", "language")


def field(name: str) -> pl.Expr:
    """Return a column of tokens as fields of lines that are cut at every `>`."""
    token = pl.col(name)
    open_iri = pl.when(token.str.ends_with(">")).then(token.str.strip_suffix(">")).otherwise(token + _END)
    return (pl.lit(" ") + open_iri).alias(name)


def right(fields: pl.Series) -> pl.Series:
    """Tell of fields whether they are terms that the patterns know."""
    untyped = fields.str.ends_with(UNTYPED.removesuffix(">"))
    return fields.str.contains(FIELD) & ~(untyped & fields.str.starts_with(_LITERAL))


def terms_of(fields: pl.DataFrame) -> pl.DataFrame:
    """Return the terms of right fields, given with a `code`, by code: the columns of a term, and `doubtful`.

    A doubtful term may be that of another field, too.
    """
    text = pl.col("text").str
    literal = fields.select(text.starts_with(_LITERAL)).to_series()
    names, literals = fields.filter(~literal), fields.filter(literal)
    escaped = literals.select(text.contains("\\", literal=True)).to_series()
    parts = [_names(names), _literals(_plain(literals.filter(~escaped)))]
    if escaped.any():
        parts.append(_literals(_escaped(literals.filter(escaped))))
    return pl.concat(parts).sort("code")


def merged(terms: pl.DataFrame) -> pl.DataFrame:
    """Sort terms by `code`, and add `same`, the first code that stands for the same term."""
    terms = terms if terms["code"].is_sorted() else terms.sort("code")
    literals = terms.filter(pl.col("kind") == int(Kind.LITERAL))
    if not terms["doubtful"].any() or literals.select(pl.struct(_TERM).n_unique()).item() == literals.height:
        return terms.with_columns(same="code")
    firsts = literals.select("code", first=pl.col("code").min().over("text", "datatype", "language"))
    return terms.join(firsts, on="code", how="left", maintain_order="left").with_columns(
        same=pl.coalesce("first", "code")
    )


def _names(fields: pl.DataFrame) -> pl.DataFrame:
    """IRIs and blank nodes."""
    token = pl.col("text")
    blank = token.str.starts_with(_BLANK)
    none = pl.lit(None, pl.String())
    label = token.str.slice(3).str.strip_suffix(_END)
    return fields.select(
        "code",
        kind=pl.when(blank).then(int(Kind.BLANK)).otherwise(int(Kind.IRI)).cast(pl.UInt8),
        text=pl.when(blank).then(label).otherwise(token.str.slice(2)),
        datatype=none,
        language=none,
        doubtful=pl.lit(False),
    )


def _plain(fields: pl.DataFrame) -> pl.DataFrame:
    """Literals without escapes: their text and what stands after it."""
    parts = pl.col("text").str.splitn('"', 3).struct
    return fields.select("code", text=parts.field("field_1"), after=parts.field("field_2"), doubtful=pl.lit(False))


def _escaped(fields: pl.DataFrame) -> pl.DataFrame:
    """Literals with escapes, resolved."""
    token = pl.col("text")
    fields = fields.with_columns(after=token.str.extract(r'"([@^ ][^"]*)$', 1))
    inner = token.str.strip_suffix(pl.col("after")).str.strip_suffix('"').str.strip_prefix(_LITERAL)
    pairs = _SHORT | _long_escapes(fields["text"])
    text = inner.str.replace_many(list(pairs), list(pairs.values()))
    return fields.select("code", text=text, after="after", doubtful=token.str.contains(_SECOND_SPELLING))


def _long_escapes(fields: pl.Series) -> dict[str, str]:
    """The numeric escapes that occur, with their characters."""
    some = fields.filter(fields.str.contains(_LONG))
    found = some.str.extract_all(_LONG).explode().unique().to_list()
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
        "code",
        kind=pl.lit(int(Kind.LITERAL), pl.UInt8()),
        text="text",
        datatype=datatype,
        language=language,
        doubtful=pl.col("doubtful") | (after == f"^^<{STRING}") | (tagged & after.str.contains("[A-Z]")),
    )
