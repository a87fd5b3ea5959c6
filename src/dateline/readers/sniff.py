"""From the bytes of a file to its text, for all text formats.

UTF-8 is the rule; a table may also be UTF-16 with a byte order mark or, as spreadsheets still write it, in an
older encoding, which is then guessed and named. Knows no format, opens no file.
"""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from dateline.diagnostics import Diagnostic
from dateline.readers.lines import Lines, Place, too_large

Decoded = tuple[str | None, list[Diagnostic]]

_SAMPLE = 65_536
_WINDOWS = "cp1252"
_LATIN = frozenset(("cp1250", "cp1252", "cp1254", "cp1257"))
_OF_SPREADSHEETS = (*sorted(_LATIN), "cp1251", "cp1253", "cp1255", "cp1256", "cp932", "cp949", "gb18030", "big5")
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_SAVE_AS = "Save the file as UTF-8."


def decode(data: bytes, file: str) -> Decoded:
    """Read UTF-8 strictly, without its byte order mark; a broken byte or a NUL is E101 where it stands."""
    problems = too_large(len(data), file)
    if problems:
        return None, problems
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_broken(body, error, file)]
    return _without_nul(text, file)


def decode_table(data: bytes, file: str) -> Decoded:
    """Read a table: UTF-8, UTF-16 with its byte order mark, else a guess, which W603 names.

    The guess is that of charset-normalizer over the first 64 KB, among the encodings that spreadsheets write. A few
    accented letters do not tell Latin alphabets apart, so that those are all taken for Windows-1252 (cp1252).
    """
    problems = too_large(len(data), file)
    if problems:
        return None, problems
    if data[:2] in _UTF16:
        return _utf16(data[2:], _UTF16[data[:2]], file)
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        return _without_nul(body.decode("utf-8"), file)
    except UnicodeDecodeError as error:
        if body != data or b"\0" in data:
            return None, [_broken(body, error, file)]
        return _guessed(data, error, file)


def _utf16(body: bytes, encoding: str, file: str) -> Decoded:
    try:
        return _without_nul(body.decode(encoding), file)
    except UnicodeDecodeError as error:
        return None, [_broken(body, error, file, encoding=encoding)]


def _guessed(data: bytes, error: UnicodeDecodeError, file: str) -> Decoded:
    best = from_bytes(data[:_SAMPLE], cp_isolation=[*_OF_SPREADSHEETS]).best()
    name = best.encoding if best and best.encoding not in _LATIN else _WINDOWS
    guesses = {name: _as(data, name) for name in (name, *sorted(_LATIN, key=lambda one: one != _WINDOWS))}
    readable = {name: text for name, text in guesses.items() if text is not None}
    if not readable:
        return None, [_broken(data, error, file)]
    first = next(iter(readable))
    name = _WINDOWS if readable.get(_WINDOWS) == readable[first] else first
    message = f"The file is not UTF-8; it was read as {name}, which is a guess."
    place = _place_of(data, error, file, encoding="utf-8")
    return readable[name], [place.warning("W603", message, f"Look at its accented letters. {_SAVE_AS}")]


def _as(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _place_of(body: bytes, error: UnicodeDecodeError, file: str, *, encoding: str) -> Place:
    before = body[: error.start].decode(encoding)
    return Place(file, *Lines(before).place(len(before)))


def _broken(body: bytes, error: UnicodeDecodeError, file: str, *, encoding: str = "utf-8") -> Diagnostic:
    place = _place_of(body, error, file, encoding=encoding)
    if encoding != "utf-8":
        return place.error("E101", "The file is not UTF-16: half of a character stands here.", _SAVE_AS)
    message = f"The file is not UTF-8: the byte 0x{body[error.start]:02X} cannot stand here."
    return place.error("E101", message, _SAVE_AS)


def _without_nul(text: str, file: str) -> Decoded:
    at = text.find("\0")
    if at < 0:
        return text, []
    place = Place(file, *Lines(text).place(at))
    hint = "Is it a spreadsheet or another binary file? Save it as text, in UTF-8."
    return None, [place.error("E101", "The file has a NUL character, which no text has.", hint)]
