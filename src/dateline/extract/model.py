"""A language model as a second reader, asked through the `llm` library; its proposals are set beside the rules' events.

A text is given to the model a passage at a time, with a schema for the answer; what the model may say is in
`ontology/extract/model-prompt.txt`. Nothing that it answers is believed: `grounding` keeps what stands in the text. A
model that fails costs the draft nothing but its own proposals. Nothing is logged, and nothing is asked without a name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dateline import resources
from dateline.diagnostics import Diagnostic
from dateline.errors import OutsideError, UnknownName, UsageError
from dateline.extract.documents import Document
from dateline.extract.events import RULES, DraftEvent
from dateline.extract.grounding import Grounding, joined, one_line
from dateline.extract.reading import Reading
from dateline.vocab import concepts

if TYPE_CHECKING:
    from llm import Model

PASSAGE = 12_000
"""Characters of a text that the model is given at once."""
_LONGEST = 2_000
"""Characters that one field of an answer may have; quotes are clauses."""
_TEXT: dict[str, Any] = {"type": "string"}
_KINDS: dict[str, type | tuple[type, ...]] = {"object": dict, "array": list, "string": str, "null": type(None)}


@dataclass(slots=True)
class LanguageModel:
    """A model to ask, by the name that `llm` knows it by. Once it has `failed`, it is asked no more."""

    name: str
    model: Model
    schema: dict[str, Any]
    failed: bool = False

    def second(self, reading: Reading, events: Sequence[DraftEvent]) -> tuple[tuple[DraftEvent, ...], list[Diagnostic]]:
        """Read a document that the rules have read; return the events of both readers, and what was not kept.

        A model that fails or answers nonsense is E703 and ends the asking; the events of the rules are always there.
        """
        document = reading.document
        grounding = Grounding(reading, events, self.name)
        reached = 0
        for start, end in passages(document.text):
            proposals = self._proposals(document, start, end)
            if isinstance(proposals, str):
                self.failed = True
                hint = "From here on, the draft has the rules' events alone."
                message = f"The model {self.name} {proposals}."
                grounding.problems.append(grounding.place(start).error("E703", message, hint))
                break
            for number, one in enumerate(proposals, 1):
                if fits(one, self.schema["properties"]["events"]["items"]):
                    grounding.add(one, start, end)
                else:
                    message = f"Proposal {number} of {self.name} is not of the form that was asked for; it is left out."
                    grounding.problems.append(grounding.place(start).warning("W708", message))
            reached = end
        read = [replace(one, readers=(RULES,)) if one.evidence.start < reached else one for one in events]
        return joined(read, grounding.found, self.name), sorted(grounding.problems, key=Diagnostic.sort_key)

    def _proposals(self, document: Document, start: int, end: int) -> list[Any] | str:
        """Return what the model proposes for a passage, or say why there is no answer that can be read."""
        if self.failed:
            return "was not asked about this text, since it has failed before"
        published = document.published_edtf or "not known"
        text = f"Day of publication: {published}\n\nThe passage:\n\n{document.text[start:end]}"
        system = resources.text("extract/model-prompt.txt")
        try:
            answer = self.model.prompt(text, system=system, schema=self.schema, stream=False).text()
        except Exception as problem:  # a plugin can raise whatever the libraries below it raise
            return f"failed: {one_line(str(problem), 300).rstrip('.') or type(problem).__name__}"
        proposals = _events_in(answer)
        if proposals is None:
            return f"answered with something else than the list of events that it was asked for: {one_line(answer)!r}"
        return proposals


def open_model(name: str) -> LanguageModel:
    """Return a model by its name or alias in `llm`.

    Raises:
        UsageError: `llm` is not installed, or the model cannot be bound to a schema.
        UnknownName: `llm` knows no such model.
        OutsideError: `llm` or one of its plugins cannot start.
    """
    try:
        import llm
    except ImportError as problem:
        message = "--model needs the llm library. Install it with: pip install 'dateline[llm]'"
        raise UsageError(message) from problem
    try:
        known = llm.get_model_aliases()
    except Exception as problem:  # plugins are loaded here, and a broken one can raise anything
        raise OutsideError("llm", one_line(str(problem), 300) or type(problem).__name__) from problem
    if name not in known:
        raise UnknownName("language model", name, known)
    if not known[name].supports_schema:
        reason = "cannot be bound to a form of answer. `llm models --schemas` lists those that can."
        raise UsageError(f"The language model {name!r} {reason}")
    return LanguageModel(one_line(name), known[name], answer_schema())


def passages(text: str, size: int = PASSAGE) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text that are asked about one by one: cut between paragraphs, sentences or words."""
    start = 0
    while start < len(text):
        end = min(start + size, len(text))
        if end < len(text):
            cuts = (text.rfind(mark, start + 1, end) + len(mark) for mark in ("\n\n", ". ", " "))
            end = next((cut for cut in cuts if cut > start + size // 2), end)
        if text[start:end].strip():
            yield start, end
        start = end


def answer_schema() -> dict[str, Any]:
    """Return the JSON Schema of an answer, with the words of our own vocabularies."""
    words = concepts()
    person = _object({"name": _TEXT, "role": _TEXT | {"enum": [*words["role"]]}})
    event = _object(
        {
            "quote": _TEXT,
            "date": {"type": ["string", "null"]},
            "type": {"type": ["string", "null"], "enum": [*words["type"], None]},
            "factuality": _TEXT | {"enum": [*words["factuality"]]},
            "participants": {"type": "array", "items": person},
            "places": {"type": "array", "items": _TEXT},
        }
    )
    return _object({"events": {"type": "array", "items": event}})


def fits(value: object, schema: Mapping[str, Any]) -> bool:
    """Tell whether a value has the form of a schema of `answer_schema`; its words are judged one by one elsewhere."""
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(isinstance(value, _KINDS[kind]) for kind in kinds):
        return False
    if isinstance(value, dict):
        fields: dict[str, Any] = schema["properties"]
        return value.keys() == fields.keys() and all(fits(value[name], one) for name, one in fields.items())
    if isinstance(value, list):
        return all(fits(one, schema["items"]) for one in value)
    return not isinstance(value, str) or len(value) <= _LONGEST


def _object(fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": [*fields], "additionalProperties": False}


def _events_in(answer: str) -> list[Any] | None:
    try:
        content = json.loads(answer)
    except (ValueError, RecursionError):
        return None
    events = content.get("events") if isinstance(content, dict) else None
    return events if isinstance(events, list) else None
