"""The spelling of terms in N-Triples: which tokens are right at a glance, and what terms they stand for.

A token is a term as it is written, with its brackets, quotes and escapes. The patterns here are narrower than the
grammar (https://www.w3.org/TR/n-triples/#n-triples-grammar, RFC 3987 and BCP 47): what they accept is right, what
they do not know goes to Oxigraph's parser, which has the last word.
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
UNTYPED = "angString>"
"""The end of datatypes that only a language tag may give (rdf:langString, rdf:dirLangString)."""

_SHORT = {"\\t": "\t", "\\b": "\b", "\\n": "\n", "\\r": "\r", "\\f": "\f", '\\"': '"', "\\'": "'", "\\\\": "\\"}
_LONG = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_SECOND_SPELLING = r"\\[tbf'uU]"
"""Escapes of characters that may also stand as they are, so that two tokens may be one term."""
_TERM = ("kind", "text", "datatype", "language")


def terms_of(tokens: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
    """Return the distinct terms of distinct tokens, and for each token the row of its term.

    The tokens must be right: see `SUBJECT`, `PREDICATE` and `OBJECT`.
    """
    frame = tokens.alias("token").to_frame().with_row_index("row")
    literal = pl.col("token").str.starts_with('"')
    escaped = pl.col("token").str.contains("\\", literal=True)
    parts = [
        _names(frame.filter(~literal)),
        _literals(_plain(frame.filter(literal & ~escaped))),
        _literals(_escaped(frame.filter(literal & escaped))),
    ]
    terms = pl.concat(parts).with_row_index("code")
    terms = _merge(terms)
    kept = terms.filter(pl.col("code") == pl.col("same"))
    places = kept["code"].to_frame().with_row_index("place")
    codes = (
        terms.select("row", code="same")
        if kept.height == terms.height
        else (terms.join(places, left_on="same", right_on="code", maintain_order="left").select("row", code="place"))
    )
    back = codes.sort("row")["code"]
    return kept.select(_TERM), back


def _names(frame: pl.DataFrame) -> pl.DataFrame:
    """IRIs and blank nodes: `row`, the columns of a term, and `doubtful`."""
    token = pl.col("token")
    blank = token.str.starts_with("_")
    none = pl.lit(None, pl.String())
    return frame.select(
        "row",
        kind=pl.when(blank).then(int(Kind.BLANK)).otherwise(int(Kind.IRI)).cast(pl.UInt8),
        text=pl.when(blank)
        .then(token.str.strip_prefix("_:"))
        .otherwise(token.str.strip_prefix("<").str.strip_suffix(">")),
        datatype=none,
        language=none,
        doubtful=pl.lit(False),
    )


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Literals without escapes: their text and what stands after it."""
    parts = pl.col("token").str.splitn('"', 3).struct
    return frame.select("row", text=parts.field("field_1"), after=parts.field("field_2"), doubtful=pl.lit(False))


def _escaped(frame: pl.DataFrame) -> pl.DataFrame:
    """Literals with escapes, resolved."""
    token = pl.col("token")
    frame = frame.with_columns(after=token.str.extract(r'"((?:@[^"]*|\^\^<[^"]*>)?)$', 1))
    inner = token.str.strip_suffix(pl.col("after")).str.strip_suffix('"').str.strip_prefix('"')
    pairs = _SHORT | _long_escapes(frame["token"])
    text = inner.str.replace_many(list(pairs), list(pairs.values()))
    return frame.select("row", text=text, after="after", doubtful=token.str.contains(_SECOND_SPELLING))


def _long_escapes(tokens: pl.Series) -> dict[str, str]:
    """The numeric escapes that occur, with their characters."""
    some = tokens.filter(tokens.str.contains(_LONG))
    found = some.str.extract_all(_LONG).explode().unique().to_list()
    numbers = {escape: int(escape[2:], 16) for escape in found if escape}
    return {escape: chr(number) for escape, number in numbers.items() if _is_character(number)}


def _is_character(number: int) -> bool:
    return number < 0xD800 or 0xDFFF < number <= 0x10FFFF


def _literals(frame: pl.DataFrame) -> pl.DataFrame:
    """Literals from text and what stands after it: the columns that `_names` gives."""
    after = pl.col("after")
    tagged = after.str.starts_with("@")
    language = pl.when(tagged).then(after.str.strip_prefix("@").str.to_lowercase())
    datatype = after.str.strip_prefix("^^<").str.strip_suffix(">")
    return frame.select(
        "row",
        kind=pl.lit(int(Kind.LITERAL), pl.UInt8()),
        text="text",
        datatype=pl.when(after == "").then(pl.lit(STRING)).when(tagged).then(pl.lit(LANG_STRING)).otherwise(datatype),
        language=language,
        doubtful=pl.col("doubtful") | (after == f"^^<{STRING}>") | (tagged & after.str.contains("[A-Z]")),
    )


def _merge(terms: pl.DataFrame) -> pl.DataFrame:
    """Add `same`: the first code that stands for the same term, for tokens that spell one term in two ways."""
    texts = terms.filter("doubtful").select("text").unique()
    if texts.is_empty():
        return terms.with_columns(same="code")
    some = terms.join(texts, on="text", how="semi")
    firsts = some.select("code", first=pl.col("code").min().over("kind", "text", "datatype", "language"))
    return terms.join(firsts, on="code", how="left", maintain_order="left").with_columns(
        same=pl.coalesce("first", "code")
    )
