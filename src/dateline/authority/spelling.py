"""The forms in which names are compared: what is left of a name when case, accents and punctuation are gone.

`fold` keeps the script; `letters` writes every script in Latin letters, so that a name in Cyrillic, Arabic or
Persian can be compared with one in English. Neither form is for people to read.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_LATIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"})
# The same letter, as Persian and Arabic keyboards write it, and letters that carry no sound of their own.
_ARABIC = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "ؤ": "و", "ـ": None, "\u200c": None, "ء": None}
)
_APOSTROPHES = re.compile("['\u2018\u2019\u02bb\u02bc\u02bf\u02be\u02b9`\u00b4]")
_BREAKS = re.compile(r"[\W_]+")
_DOTS = re.compile(r"\b(\w)\.(?=\w\b)|(?<=\b\w)\.(?!\w)")
_ARTICLE = re.compile(r"(?:the|al|el) (?=\w)")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Return a name without case, accents, punctuation, ligatures and the articles the, al and el in front."""
    text = name.casefold() if name.isascii() else _plain(unicodedata.normalize("NFKC", name).casefold())
    text = _APOSTROPHES.sub("", text)
    if "." in text:
        text = _DOTS.sub(r"\1", text)
    words = _BREAKS.sub(" ", text).strip()
    return _ARTICLE.sub("", words, count=1) if _ARTICLE.match(words) else words


def _plain(text: str) -> str:
    """A text without accents, with one letter for each that keyboards and scribes vary."""
    decomposed = unicodedata.normalize("NFD", text.translate(_LATIN))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).translate(_ARABIC)


@lru_cache(maxsize=65536)
def letters(name: str) -> str:
    """Return the folded name in Latin letters: `Москва` and `Moskva` are the same."""
    return fold(anyascii(fold(name)))


def is_acronym(name: str) -> bool:
    """Tell whether a name is an acronym such as WHO or U.S., which is no name at all in small letters."""
    plain = name.replace(".", "")
    return plain.isascii() and plain.isalpha() and plain.isupper() and len(plain) <= len("UNESCO")
