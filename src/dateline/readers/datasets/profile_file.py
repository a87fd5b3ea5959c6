"""Reads profiles: YAML that says how the columns of a dataset become the tables, checked word by word.

A profile comes with dateline (`ontology/profiles/NAME.yaml`) or is a file of the user's own. What is wrong in it is
located like any other bad input.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path, PurePath

from dateline import resources
from dateline.diagnostics import Diagnostic
from dateline.errors import InputError, InvalidData, UnknownName, did_you_mean
from dateline.mapping.quads import IRI_PATTERN
from dateline.readers import yaml
from dateline.readers.datasets.expressions import Expression, Reader, place_of
from dateline.readers.datasets.profile import Date, Input, Item, Profile, Signs
from dateline.readers.located import Node
from dateline.readers.sniff import decode
from dateline.tables import NUMBER, ORIGIN, SCHEMAS, TEXT, TEXTS

PROFILE_SUFFIX = ".profile.yaml"
"""How the file ends that is a profile of a user's own; it is no timeline."""

FOLDER = "profiles"
"""The folder of the ontology that has the profiles that come with dateline."""

_COMMON = ("id", "each", "only")
_DATE = ("of", "formats", "until", "range", "precision", "words", "day_first")
_CLAIMS = ("says", "value", "name", "source", "original", "rank", "quote", "event")
_MADE = frozenset(("edtf", "precision", "label_lang", "text_file", "text_hash", *ORIGIN))
_TYPES = (TEXT, TEXTS, NUMBER)
_PLAIN = {
    table: [name for name, column in columns.items() if name not in _MADE and column.dtype in _TYPES]
    for table, columns in SCHEMAS.items()
}
FIELDS: dict[str, tuple[str, ...]] = {
    "event": (*(name for name in _PLAIN["events"] if name not in ("mode", "places")), "date"),
    "actors": (*_COMMON, *_PLAIN["actors"][1:], "role", "capacity"),
    "places": ("id", "only", *_PLAIN["places"][1:], "attach"),
    "sources": (*_COMMON, *_PLAIN["sources"][1:], "date"),
    "claims": (*_COMMON[1:], *_CLAIMS),
}
"""What each section of a profile can say."""

_TOP = ("like", "profile", "title", "description", "documentation", "license", "base", "language", "input", "recognize")
_SETTINGS = tuple(name for name in _TOP if name not in ("documentation", "base", "input", "recognize"))
_SECTIONS = ("source", "values", "event", "actors", "places", "sources", "claims")
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_BASE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\]*[/#]\Z")
_STEP = re.compile(r"[A-Za-z0-9._~-]+\Z")
_LANGUAGE = re.compile(r"[a-z]{1,8}(-[a-z0-9]{1,8})*\Z")


def is_profile_file(path: PurePath) -> bool:
    """Tell whether a file says how a dataset is read."""
    return path.name.lower().endswith(PROFILE_SUFFIX)


def profile_names() -> list[str]:
    """Return the names of the profiles that come with dateline."""
    return [name.removesuffix(".yaml") for name in resources.names(FOLDER, ".yaml")]


def load_profile(name_or_path: str | Path) -> Profile:
    """Return a profile by its name, or by the path of its file.

    Raises:
        UnknownName: there is no such profile.
        InputError: the file cannot be read.
        InvalidData: the profile has errors; each is located in it.
    """
    name = str(name_or_path)
    if name in profile_names():
        return _shipped(name)
    path = Path(name_or_path)
    if not path.is_file():
        if path.suffix in (".yaml", ".yml") or len(path.parts) > 1:
            raise InputError(path.as_posix(), "there is no such profile file.")
        raise UnknownName("profile", name, profile_names())
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise InputError(path.as_posix(), problem.strerror or str(problem)) from problem
    text, problems = decode(data, path.as_posix())
    if text is None:
        raise InvalidData(problems)
    return parse_profile(text, path.as_posix())


@lru_cache(maxsize=64)
def _shipped(name: str) -> Profile:
    file = f"{FOLDER}/{name}.yaml"
    return parse_profile(resources.text(file), file)


def parse_profile(text: str, file: str) -> Profile:
    """Read the text of a profile.

    Raises:
        InvalidData: it has errors; each is located.
    """
    node, problems = yaml.parse(text, file)
    if node is None:
        raise InvalidData(problems)
    reading = _Profile(_completed(node, problems), problems)
    profile = reading.profile(text)
    if reading.words.problems:
        raise InvalidData(sorted(reading.words.problems, key=Diagnostic.sort_key))
    return profile


def _completed(node: Node, problems: list[Diagnostic]) -> Node:
    """Take what a profile does not say from the one that it is `like`."""
    model = node.entries["like"].value if "like" in node.entries else None
    if model is None:
        return node
    if model.text not in profile_names():
        hint = did_you_mean(model.text or "", profile_names())
        problems.append(place_of(model).error("E213", f"There is no profile {model.text!r} to be like.", hint))
        return node
    file = f"{FOLDER}/{model.text}.yaml"
    parent, faults = yaml.parse(resources.text(file), file)
    problems += faults
    return node if parent is None else replace(node, value={**_completed(parent, problems).entries, **node.entries})


class _Profile:
    """Reads one profile, section by section."""

    __slots__ = ("node", "words")

    def __init__(self, node: Node, problems: list[Diagnostic]) -> None:
        self.node = node
        self.words = Reader()
        self.words.problems += problems
        self.words.entries(node, (*_TOP, *_SECTIONS))

    def profile(self, text: str) -> Profile:
        """Return the profile; what is wrong is in `words.problems`."""
        top = {name: found for name in _SETTINGS if (found := self._setting(self.node, name)) is not None}
        base = self._base()
        if "language" in top and not _LANGUAGE.match(top["language"]):
            at = self.node.entries["language"].value
            self.words.complain("E213", f"{top['language']!r} is no language tag.", at, "Write one such as en or fr.")
        for needed in ("profile", "title"):
            if needed not in top:
                self.words.complain(
                    "E213", f"A profile needs `{needed}`.", self.node, f"Write `{needed}: ...` at the top."
                )
        self._web_address(self.node, "license")
        event = self._node("event")
        event = None if event is None or event.value is None else event
        return Profile(
            name=top.get("profile", ""),
            file=self.node.file,
            title=top.get("title", ""),
            base=base,
            settings=top,
            documentation=self._texts(self._node("documentation")),
            input=self._input(),
            signs=self._signs(),
            source=self._source(),
            values=self._expressions(self._node("values")),
            event=self._item(event, "event") if event else None,
            **{name: self._items(name) for name in ("actors", "places", "sources", "claims")},
            text=text,
        )

    def _node(self, name: str) -> Node | None:
        return self.node.entries[name].value if name in self.node.entries else None

    def _setting(self, node: Node, name: str) -> str | None:
        given = node.entries[name].value if name in node.entries else None
        if given is None:
            return None
        if not given.text:
            self.words.complain("E106", f"`{name}` needs a text, but here is {given.kind}.", given, "Write one.")
        return given.text or None

    def _web_address(self, node: Node, name: str) -> None:
        """Complain about a setting that is to be a web address and is none."""
        text = self._setting(node, name)
        if text is not None and not re.match(IRI_PATTERN, text):
            self.words.complain(
                "E213", f"`{name}` is no web address.", node.entries[name].value, "Begin with https://."
            )

    def _texts(self, node: Node | None) -> tuple[str, ...]:
        return tuple(item.text for item in node.items if item.text) if node else ()

    def _base(self) -> str:
        base = self._setting(self.node, "base") or ""
        if not _BASE.match(base):
            at = self._node("base") or self.node
            hint = "Write a web address that ends in / or #, such as https://example.org/data/."
            self.words.complain("E213", "A profile needs a `base`, under which its nodes are named.", at, hint)
        return base

    def _choice(self, node: Node, name: str, words: Mapping[str, str] | tuple[str, ...]) -> str | None:
        text = self._setting(node, name)
        if text is not None and text not in words:
            at = node.entries[name].value
            self.words.complain("E213", f"`{name}` cannot be {text!r}.", at, did_you_mean(text, words))
            return None
        return text

    def _input(self) -> Input:
        node = self._node("input")
        if node is None:
            return Input()
        entries = self.words.entries(node, ("separator", "quotes", "header", "columns", "nothing", "optional", "skip"))
        separator = self._choice(node, "separator", _SEPARATORS) or "comma"
        columns = self._texts(entries["columns"].value) if "columns" in entries else ()
        skip = entries["skip"].value if "skip" in entries else None
        rows = self.words.entries(skip, ("column", "starts")) if skip else {}
        if skip and not all(name in rows and rows[name].value.text for name in ("column", "starts")):
            self.words.complain("E213", "`skip` needs a `column` and what its cell `starts` with.", skip)
        skipped = (rows["column"].value.text or "", rows["starts"].value.text or "") if len(rows) == 2 else None
        header = self._choice(node, "header", ("yes", "no")) != "no"
        if not header and not columns:
            hint = "List the names of the columns under `columns`, in their order."
            self.words.complain("E213", "A file without a header needs its columns named here.", node, hint)
        return Input(
            separator=_SEPARATORS[separator],
            quotes=self._choice(node, "quotes", ("yes", "no")) != "no",
            header=header,
            columns=columns,
            nothing=self._texts(entries["nothing"].value) if "nothing" in entries else (),
            optional=self._texts(entries["optional"].value) if "optional" in entries else (),
            skip=skipped,
        )

    def _signs(self) -> Signs:
        node = self._node("recognize")
        if node is None:
            return Signs()
        entries = self.words.entries(node, ("header", "count", "names"))
        count = self._setting(node, "count")
        if count is not None and not count.isdecimal():
            self.words.complain("E213", "`count` is the number of columns.", entries["count"].value, "Write a number.")
        return Signs(
            header=self._texts(entries["header"].value) if "header" in entries else (),
            count=int(count) if count and count.isdecimal() else None,
            names=self._texts(entries["names"].value) if "names" in entries else (),
        )

    def _source(self) -> Mapping[str, str]:
        node = self._node("source")
        if node is None or not isinstance(node.value, dict):
            hint = "Write `source: {id: my-table, title: ...}`: whoever coded the data makes the claims."
            self.words.complain("E213", "A profile needs a `source`.", node or self.node, hint)
            return {}
        known = ("id", "title", "publisher", "url", "kind", "note")
        self.words.entries(node, known)
        found = {name: text for name in known if (text := self._setting(node, name)) is not None}
        self._web_address(node, "url")
        if not _STEP.match(found.get("id", "-")):
            hint = "Use letters, figures, '.', '_' and '-'."
            message = "The source's `id` cannot be a step of a web address."
            self.words.complain("E208", message, node.entries["id"].value, hint)
        for needed in ("id", "title"):
            if needed not in found:
                self.words.complain("E213", f"The source needs `{needed}`.", node, f"Write `{needed}: ...`.")
        return found

    def _expressions(self, node: Node | None) -> dict[str, Expression]:
        found = {}
        for name, entry in node.entries.items() if node else ():
            value = self.words.expression(entry.value)
            if value is not None:
                found[name] = value
        return found

    def _items(self, section: str) -> tuple[Item, ...]:
        node = self._node(section)
        return tuple(self._item(item, section) for item in node.items) if node else ()

    def _item(self, node: Node, section: str) -> Item:
        known = FIELDS[section]
        entries = self.words.entries(node, known)
        apart = ("date", "only", "each")
        found = {
            name: value
            for name, entry in entries.items()
            if name in known and name not in apart and (value := self.words.expression(entry.value)) is not None
        }
        self._complete(node, section, found)
        date = self._date(entries["date"].value) if "date" in entries else None
        only = self.words.condition(entries["only"].value) if "only" in entries else None
        each = self.words.expression(entries["each"].value) if "each" in entries else None
        return Item(found, place_of(node), date, each, only)

    def _complete(self, node: Node, section: str, found: Mapping[str, Expression]) -> None:
        needed = ("says",) if section == "claims" else ("id",)
        for name in needed:
            if name not in found:
                hint = f"Write `{name}: ...`."
                whose = "The event" if section == "event" else f"Each entry of `{section}`"
                self.words.complain("E213", f"{whose} needs `{name}`.", node, hint)

    def _date(self, node: Node) -> Date | None:
        if not isinstance(node.value, dict):
            of = self.words.expression(node)
            return Date(of, ("words",), None, "interval", None, "always", None, place_of(node)) if of else None
        entries = self.words.entries(node, _DATE)
        parts = {name: self.words.expression(entries[name].value) for name in _READ if name in entries}
        of = parts.get("of")
        if of is None:
            self.words.complain("E213", "`of` is missing here.", node, "Write `of: '{column}'`.")
            return None
        return Date(
            of=of,
            formats=self._texts(entries["formats"].value) if "formats" in entries else ("words",),
            until=parts.get("until"),
            range=self._choice(node, "range", ("interval", "one-of")) or "interval",
            precision=parts.get("precision"),
            words=self._choice(node, "words", ("always", "widened", "never")) or "always",
            day_first={"yes": True, "no": False}.get(self._choice(node, "day_first", ("yes", "no")) or ""),
            at=place_of(node),
        )


_READ = ("of", "until", "precision")
"""The parts of a date that are values."""
