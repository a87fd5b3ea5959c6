"""Which lexical forms and values the datatypes of XML Schema allow, tested for many literals at once.

One regular expression for each datatype, days of the month and leap years included; integers of bounded size are
compared as numbers besides. Rules: https://www.w3.org/TR/xmlschema11-2/, and RDF 1.1, which does not take blanks away
from the ends. Knows how literals are written, nothing of shapes.
"""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from dateline.shacl.graph import Kind
from dateline.vocab import XSD

_YEAR = r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})"
_FOURTHS = r"(?:0[48]|[2468][048]|[13579][26])"
_LEAP_YEAR = rf"-?(?:[1-9][0-9]*)?(?:[0-9][0-9]{_FOURTHS}|(?:[02468][048]|[13579][26])00)"
_LONG_MONTH, _SHORT_MONTH = "(?:0[13578]|1[02])", "(?:0[469]|11)"
_DAYS_OF_LONG, _DAYS_OF_SHORT = "(?:0[1-9]|[12][0-9]|3[01])", "(?:0[1-9]|[12][0-9]|30)"
_DAYS = "(?:0[1-9]|1[0-9]|2[0-8])"
_MOST_DAYS = rf"{_LONG_MONTH}-{_DAYS_OF_LONG}|{_SHORT_MONTH}-{_DAYS_OF_SHORT}"
_DATE = rf"(?:{_YEAR}-(?:{_MOST_DAYS}|02-{_DAYS})|{_LEAP_YEAR}-02-29)"
_TIME = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_ZONE = r"(?:Z|[+\-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_CLOCK = r"T(?:[0-9]+H(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?|[0-9]+M(?:[0-9]+(?:\.[0-9]+)?S)?|[0-9]+(?:\.[0-9]+)?S)"
_MONTHS_LONG = r"(?:[0-9]+Y(?:[0-9]+M)?|[0-9]+M)"
_DIGITS = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_FLOAT = rf"(?:[+\-]?{_DIGITS}(?:[eE][+\-]?[0-9]+)?|[+\-]?INF|NaN)"
_SIX_BITS = "(?:[A-Za-z0-9+/] ?)"
_BASE64_END = rf"{_SIX_BITS}(?:{_SIX_BITS}{{2}}[A-Za-z0-9+/]|{_SIX_BITS}[AEIMQUYcgkosw048] ?=|[AQgw] ?= ?=)"
_NAME_START = (
    r"A-Z_a-z\u{C0}-\u{D6}\u{D8}-\u{F6}\u{F8}-\u{2FF}\u{370}-\u{37D}\u{37F}-\u{1FFF}\u{200C}\u{200D}\u{2070}-\u{218F}"
    r"\u{2C00}-\u{2FEF}\u{3001}-\u{D7FF}\u{F900}-\u{FDCF}\u{FDF0}-\u{FFFD}\u{10000}-\u{EFFFF}"
)
_NAME_PART = _NAME_START + r"\-.0-9\u{B7}\u{300}-\u{36F}\u{203F}\u{2040}"
_TEXT = r"\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}"
_LINE = r"\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}"
_INK = r"\u{21}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}"

_PATTERNS = {
    "boolean": "true|false|1|0",
    "decimal": rf"[+\-]?{_DIGITS}",
    "integer": r"[+\-]?[0-9]+",
    "nonNegativeInteger": r"\+?[0-9]+|-0+",
    "positiveInteger": r"\+?0*[1-9][0-9]*",
    "nonPositiveInteger": r"-[0-9]+|\+?0+",
    "negativeInteger": "-0*[1-9][0-9]*",
    "double": _FLOAT,
    "float": _FLOAT,
    "dateTime": rf"{_DATE}T{_TIME}{_ZONE}?",
    "dateTimeStamp": rf"{_DATE}T{_TIME}{_ZONE}",
    "date": rf"{_DATE}{_ZONE}?",
    "time": rf"{_TIME}{_ZONE}?",
    "gYear": rf"{_YEAR}{_ZONE}?",
    "gYearMonth": rf"{_YEAR}-(?:0[1-9]|1[0-2]){_ZONE}?",
    "gMonthDay": rf"--(?:{_MOST_DAYS}|02-(?:{_DAYS}|29)){_ZONE}?",
    "gMonth": rf"--(?:0[1-9]|1[0-2]){_ZONE}?",
    "gDay": rf"---{_DAYS_OF_LONG}{_ZONE}?",
    "duration": rf"-?P(?:(?:{_MONTHS_LONG}(?:[0-9]+D)?|[0-9]+D)(?:{_CLOCK})?|{_CLOCK})",
    "dayTimeDuration": rf"-?P(?:[0-9]+D(?:{_CLOCK})?|{_CLOCK})",
    "yearMonthDuration": rf"-?P{_MONTHS_LONG}",
    "hexBinary": "(?:[0-9a-fA-F]{2})*",
    "base64Binary": rf"(?:(?:{_SIX_BITS}{{4}})*{_BASE64_END})?",
    "string": f"[{_TEXT}]*",
    "normalizedString": f"[{_LINE}]*",
    "token": f"(?:[{_INK}]+(?: [{_INK}]+)*)?",
    "anyURI": f"[{_TEXT}]*",
    "language": "[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "Name": f"[{_NAME_START}:][{_NAME_PART}:]*",
    "NCName": f"[{_NAME_START}][{_NAME_PART}]*",
    "NMTOKEN": f"[{_NAME_PART}:]+",
}
_TRUE = pl.Series("well_formed", [True])
BOUNDED = {
    "byte": (-(1 << 7), (1 << 7) - 1),
    "short": (-(1 << 15), (1 << 15) - 1),
    "int": (-(1 << 31), (1 << 31) - 1),
    "long": (-(1 << 63), (1 << 63) - 1),
    "unsignedByte": (0, (1 << 8) - 1),
    "unsignedShort": (0, (1 << 16) - 1),
    "unsignedInt": (0, (1 << 32) - 1),
    "unsignedLong": (0, (1 << 64) - 1),
}
"""Integers of bounded size, with their least and greatest numbers."""


def well_formed(terms: pl.DataFrame) -> pl.Series:
    """Tell for each row of a frame of terms whether it is a well-formed literal.

    Literals of unknown datatypes and with a language are; IRIs and blank nodes are not.
    """
    literal = terms["kind"] == int(Kind.LITERAL)
    datatypes = terms["datatype"].unique().drop_nulls().to_list()
    if len(datatypes) == 1 and literal.all():
        return allowed(terms["text"], datatypes[0])
    result = literal.rename("well_formed")
    for name in datatypes:
        rows = (terms["datatype"] == name).arg_true()
        right = allowed(terms["text"][rows], name)
        if not right.all():
            result[rows.filter(~right)] = False
    return result


def allowed(texts: pl.Series, datatype: str) -> pl.Series:
    """Tell of texts whether they are well-formed literals of a datatype; all are of an unknown one."""
    test = _test(datatype)
    if test is None:
        return _TRUE.new_from_index(0, len(texts))
    return pl.DataFrame([texts.alias("text")]).select(test.alias("well_formed")).to_series()


@lru_cache(maxsize=128)
def _test(datatype: str) -> pl.Expr | None:
    """The test of the texts of one datatype; None where everything passes."""
    name = datatype.removeprefix(XSD)
    if name == datatype:
        return None
    if name in BOUNDED:
        least, most = (pl.lit(bound, pl.Int128()) for bound in BOUNDED[name])
        return _lexical("integer") & _magnitude().is_between(least, most)
    return _lexical(name) if name in _PATTERNS else None


def _lexical(name: str) -> pl.Expr:
    return pl.col("text").str.contains(rf"\A(?:{_PATTERNS[name]})\z")


def _magnitude() -> pl.Expr:
    """The number that an integer is; beyond the size of 128 bits the largest that fits, which no bound reaches."""
    number = pl.col("text").str.strip_prefix("+").cast(pl.Int128(), strict=False)
    return number.fill_null(pl.lit((1 << 126), pl.Int128()))
