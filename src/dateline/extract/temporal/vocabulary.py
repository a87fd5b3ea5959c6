"""The words of time expressions by class, read once from `ontology/extract/temporal.yaml`.

Months, weekdays and ordinals are those of `dateline.when`. Every word has one sign, a character of the private use
area, so that a text becomes a string of signs over which ordinary regular expressions are grammar rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dateline import resources
from dateline.when.words import MONTHS, ORDINALS, WEEKDAYS

FIRST_SIGN = 0xE000
_TENS_ORDINALS = {"twentieth": 20, "thirtieth": 30}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The classes, each from word to meaning, and the sign of every word that has one."""

    classes: dict[str, dict[str, str]]
    signs: dict[str, str]

    def value(self, name: str, word: str) -> str | None:
        """Return what a word stands for in a class, or None when it is not in it."""
        return self.classes[name].get(word)

    def signs_of(self, name: str) -> str:
        """Return the signs of all words of a class."""
        return "".join(self.signs[word] for word in self.classes[name])


@lru_cache(maxsize=1)
def load_vocabulary(literals: tuple[str, ...] = ()) -> Vocabulary:
    """Return the vocabulary; `literals` are words of rules that stand in no class."""
    classes: dict[str, dict[str, str]] = {
        name: {str(word): str(words[word]) if isinstance(words, dict) else "" for word in words}
        for name, words in load_yaml("extract/temporal.yaml").items()
    }
    classes["MONTH"] = {name: str(number) for name, number in MONTHS.items()}
    classes["WEEKDAY"] = {name: str(number) for name, number in WEEKDAYS.items()}
    classes["ORDINAL"] = {name: str(number) for name, number in (ORDINALS | _TENS_ORDINALS).items()}
    words = dict.fromkeys(word for members in classes.values() for word in members) | dict.fromkeys(literals)
    return Vocabulary(classes, {word: chr(FIRST_SIGN + number) for number, word in enumerate(words)})


def load_yaml(name: str) -> dict[str, Any]:
    """Return a data file of the ontology folder."""
    import yaml

    loaded: dict[str, Any] = yaml.load(resources.text(name), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded
