"""From clauses to coded events: type and mode, who in which role, whether it happened, and when.

A clause is coded by the pattern that says most about it. Promises, demands and threats take in the clause behind
them; what is only planned, refused or denied becomes the act that this is by `actions.yaml`. Only clauses with an
actor or a date of their own give events, and a dated sentence that no pattern fits gives one without a type. The types
are those of PLOVER (`ontology/types.ttl`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dateline.extract import lexicon
from dateline.extract.actions import NO_TYPE, Fit, actions
from dateline.extract.clauses import ADVERBIAL, CONJUNCT, INFINITIVE, PARTICIPIAL, REDUCED, RELATIVE, THAT, Clause
from dateline.extract.dating import carried, continued, date_of, not_after, ongoing, own_date
from dateline.extract.events import CERTAIN, LIKELY, WEAK, Dating, DraftEvent, worst
from dateline.extract.heads import named_events
from dateline.extract.labels import draft
from dateline.extract.participants import parts_of
from dateline.extract.reading import Read, Reading, phrases_of
from dateline.extract.roles import Company, fill, fill_from_complement, is_passive

OCCURRED, PLANNED, ALLEGED, DENIED, HYPOTHETICAL = "occurred", "planned", "alleged", "denied", "hypothetical"
_SPEECH = frozenset(("agree", "concede", "request", "accuse", "reject", "threaten"))
_CONFLICT = frozenset(("coerce", "assault", "sanction", "mobilize"))
_DEMANDS = frozenset(("demand", "protest", "oppose", "denounce", "call", "condemn", "urge", "seek", "demonstrate"))
_GOING_ON = ("go on", "last", "continue", "drag on", "rage", "persist")


@dataclass(slots=True)
class _State:
    """What the clauses above say about a clause: whether it is taken in, planned, refused, alleged or denied."""

    consumed: bool = False
    planned: bool = False
    refused: bool = False
    factuality: str = OCCURRED


@dataclass(slots=True)
class _Coded:
    """A coded clause on its way to an event."""

    clause: Clause
    type: str
    found: Company
    dating: Dating | None
    factuality: str
    confidence: str
    contexts: tuple[str, ...] = ()


@dataclass(slots=True)
class _Thread:
    """What one sentence hands on to the next one of its paragraph."""

    paragraph: int = -1
    dating: Dating | None = None
    sentence: int = -1
    events: list[DraftEvent] = field(default_factory=list)


def code(reading: Reading) -> list[DraftEvent]:
    """Return the events that a document reports, in the order of its text."""
    thread = _Thread()
    for number, read in enumerate(reading.sentences):
        if read.sentence.paragraph != thread.paragraph:
            thread.paragraph, thread.dating = read.sentence.paragraph, None
        coder = _SentenceCoder(reading, read, thread, number)
        found = coder.run()
        thread.events += found
        dated = [
            event.dating
            for event in found
            if event.dating is not None and event.dating.start >= 0 and not event.dating.method.startswith("carried")
        ]
        if dated:
            thread.dating, thread.sentence = dated[-1], number
    return thread.events


class _SentenceCoder:
    def __init__(self, reading: Reading, read: Read, thread: _Thread, number: int) -> None:
        self.number = number
        self.reading = reading
        self.memory = reading.memory
        self.read = read
        self.thread = thread
        self.states = {id(clause): _State() for clause in read.clauses}

    def run(self) -> list[DraftEvent]:
        coded: list[_Coded] = []
        named: list[DraftEvent] = []
        for clause in self.read.clauses:
            named += named_events(clause, self.read, self.reading)
            one = self._clause(clause)
            if one is not None:
                coded.append(one)
            self._remember(clause)
        coded += self._untyped({id(one.clause) for one in coded})
        events = [draft(one.clause, self.read, self.reading.document.text, one) for one in self._extended(coded)]
        return sorted([*named, *events], key=lambda event: event.trigger)

    def _clause(self, clause: Clause) -> _Coded | None:
        state = self.states[id(clause)]
        verb = clause.verb
        if verb is None or state.consumed or self._conditional(clause):
            return None
        fit = actions().fit(clause, self.read.sentence.tokens)
        self._pass_on(clause, fit)
        if fit is None or self._only_reports(clause, fit) or self._only_denies(clause):
            return None
        kind, factuality = self._judged(clause, fit, state)
        if kind is None:
            return None
        found = fill(fit, clause, self.memory)
        self._leaders(clause, found)
        kind = self._menace(clause, self._visit(kind, found))
        if fit.pattern.type.split("/")[0] in _SPEECH:
            self._complement(clause, found)
        elif fit.pattern.type.startswith("protest"):
            self._purpose(clause, found)
        return self._kept(clause, fit, found=found, kind=kind, factuality=factuality)

    def _kept(self, clause: Clause, fit: Fit, *, found: Company, kind: str, factuality: str) -> _Coded | None:
        """Keep a coded clause that names an actor or has a date of its own."""
        dating = self._date(clause)
        own = own_date(clause)
        typed = kind != NO_TYPE
        if (
            not found.parts
            and own is None
            and not (typed and dating is not None and dating.start >= 0 and _told(clause))
        ):
            return None
        if dating is None and (len(found.parts) < 2 or not typed) and not (typed and found.parts and _told(clause)):
            return None
        if dating is not None and factuality == OCCURRED and (clause.verb is None or not clause.verb.modal):
            dating = not_after(dating, self.reading.document.published)
        confidence = worst(dating.confidence if dating else WEAK, CERTAIN if found.parts else LIKELY)
        return _Coded(clause, kind, found, dating, factuality, confidence, fit.pattern.contexts)

    # ---- what clauses say about the clauses behind them

    def _pass_on(self, clause: Clause, fit: Fit | None) -> None:
        """Tell the clauses that hang on this one what its verb makes of them."""
        verb = clause.verb
        assert verb is not None
        speech = fit is not None and fit.pattern.type.split("/")[0] in _SPEECH
        for child in self._children(clause):
            state = self.states[id(child)]
            if "deny" in verb.lemmas and child.link in (THAT, PARTICIPIAL):
                state.factuality = DENIED
            elif child.link == INFINITIVE:
                self._infinitive(clause, state, speech=speech, infinitive=child)
            elif child.link == THAT:
                self._reported(clause, state, speech=speech, fit=fit)
            elif (
                (child.link == PARTICIPIAL and child.word in ("of", "for", "from", "against", "to"))
                or (child.link == PARTICIPIAL and fit is not None and self._repeats(fit, child))
                or (child.link == PARTICIPIAL and child.word in ("without", "against", "instead of"))
            ):
                state.consumed = True

    def _repeats(self, fit: Fit, child: Clause) -> bool:
        """Tell whether a participle only says how an attack or election ended: ..., killing two."""
        lemmas = set(child.verb.lemmas) if child.verb is not None else set()
        attack = fit.pattern.type.startswith("assault") and lemmas & {
            "kill",
            "wound",
            "injure",
            "destroy",
            "damage",
            "hit",
        }
        return bool(attack) or ("election" in fit.pattern.contexts and "defeat" in lemmas)

    def _infinitive(self, clause: Clause, state: _State, *, speech: bool, infinitive: Clause) -> None:
        verb = clause.verb
        assert verb is not None
        own = self.states[id(clause)]
        if speech:
            state.consumed = True
        elif set(verb.lemmas) & lexicon.verbs("refusal"):
            state.refused = True
        elif set(verb.lemmas) & lexicon.verbs("aspect") and not clause.objects:
            state.planned, state.refused = own.planned, own.refused
        elif set(verb.lemmas) & lexicon.verbs("intent") or "be" in verb.lemmas:
            state.planned = True
        else:
            state.consumed = True
        if infinitive.link == INFINITIVE and own.consumed:
            state.consumed = True

    def _reported(self, clause: Clause, state: _State, *, speech: bool, fit: Fit | None) -> None:
        verb = clause.verb
        assert verb is not None
        lemmas = set(verb.lemmas)
        if lemmas & {"claim", "allege"}:
            state.factuality = ALLEGED
        elif speech and fit is not None and fit.pattern.type.split("/")[0] != "agree":
            state.consumed = True

    def _only_reports(self, clause: Clause, fit: Fit) -> bool:
        """Tell whether a verb of saying only introduces what is said, which is coded by itself."""
        verb = clause.verb
        assert verb is not None
        kind = fit.pattern.type.split("/")[0]
        said = [child for child in self._children(clause) if child.link == THAT]
        if kind == NO_TYPE and set(verb.lemmas) & lexicon.verbs("reporting"):
            return bool(said) or not (clause.objects or is_passive(clause))
        if kind == "agree" and said:
            self._hide(said)
        return False

    def _only_denies(self, clause: Clause) -> bool:
        """Tell whether a denial is told with the act that is denied."""
        verb = clause.verb
        return (
            verb is not None
            and "deny" in verb.lemmas
            and any(self.states[id(child)].factuality == DENIED for child in self._children(clause))
        )

    def _hide(self, clauses: Sequence[Clause]) -> None:
        for clause in clauses:
            if clause.link in (INFINITIVE, THAT, PARTICIPIAL):
                self.states[id(clause)].consumed = True
                self._hide(self._children(clause))

    def _conditional(self, clause: Clause) -> bool:
        return clause.link == ADVERBIAL and clause.word in ("if", "unless", "whether")

    def _children(self, clause: Clause) -> list[Clause]:
        return [child for child in self.read.clauses if child.parent is clause and child is not clause]

    # ---- what the act is, and whether it happened

    def _judged(self, clause: Clause, fit: Fit, state: _State) -> tuple[str | None, str]:
        """Return the type of the act and its factuality; no type where there was no act."""
        verb = clause.verb
        assert verb is not None
        kind = fit.pattern.type
        root = kind.split("/")[0]
        words = actions()
        if state.refused:
            return words.refused.get(root), OCCURRED
        if verb.negated and not verb.infinitive:
            return (words.refused.get(root) if root in ("agree", "support", "consult") else None), OCCURRED
        if state.factuality != OCCURRED:
            return kind, state.factuality
        planned = (
            state.planned or verb.modal in lexicon.words("future") or (verb.modal == "would" and clause.link == THAT)
        )
        if planned:
            return words.planned.get(root, kind), PLANNED
        if verb.modal in lexicon.words("possible"):
            return kind, HYPOTHETICAL
        if verb.modal:
            return None, HYPOTHETICAL
        if root == "agree" and self._willing(clause):
            return kind, PLANNED
        if root in _CONFLICT and clause.link == THAT and self._accusing(clause):
            return kind, ALLEGED
        return kind, OCCURRED

    def _willing(self, clause: Clause) -> bool:
        verb = clause.verb
        return verb is not None and "be" in verb.lemmas

    def _accusing(self, clause: Clause) -> bool:
        """Tell whether the speaker is another one than who is said to have acted."""
        above = clause.parent
        if above is None:
            return False
        speakers = {part.actor.key for phrase in above.subject for part in parts_of(phrase, self.memory, others=[])}
        doers = {part.actor.key for phrase in clause.subject for part in parts_of(phrase, self.memory, others=[])}
        return bool(speakers) and not speakers & doers

    def _complement(self, clause: Clause, found: Company) -> None:
        """Add whom the clause behind a promise, demand or threat names."""
        role = "target" if any(one.role == "target" for one in found.parts.values()) else "recipient"
        for child in self._children(clause):
            if self.states[id(child)].consumed and child.link in (INFINITIVE, PARTICIPIAL, THAT):
                if len(found.parts) < 2 or (child.link == INFINITIVE and len(found.parts) < 2):
                    fill_from_complement(found, child, self.memory, role)
                self._hide(self._children(child))

    def _purpose(self, clause: Clause, found: Company) -> None:
        """Add whom a protest is against: ... to demand the resignation of X."""
        for child in self._children(clause):
            if child.link in (INFINITIVE, PARTICIPIAL) and child.verb is not None and set(child.verb.lemmas) & _DEMANDS:
                fill_from_complement(found, child, self.memory, "target")
                self.states[id(child)].consumed = True

    def _leaders(self, clause: Clause, found: Company) -> None:
        """Add who leads a group that acts: a coalition led by Saudi Arabia."""
        for child in self._children(clause):
            led = (
                child.link == REDUCED
                and child.verb is not None
                and set(child.verb.lemmas) & {"lead", "head", "command"}
            )
            if led and child.subject and any(one is child.subject[0] for one in clause.subject):
                roles = [one.role for one in found.parts.values()] or ["initiator"]
                for word, phrase in child.pps:
                    for part in parts_of(phrase, self.memory, others=[]) if word == "by" else ():
                        found.add(part, roles[0])
                self.states[id(child)].consumed = True

    def _menace(self, clause: Clause, kind: str) -> str:
        """Take a promise of harm for a threat: vowed to crush the rebels."""
        if kind != "agree":
            return kind
        promised = [
            actions().fit(child, self.read.sentence.tokens)
            for child in self._children(clause)
            if child.link == INFINITIVE
        ]
        roots = [fit.pattern.type.split("/")[0] for fit in promised if fit is not None]
        return actions().planned.get(roots[0], kind) if roots and roots[0] in _CONFLICT else kind

    def _visit(self, kind: str, found: Company) -> str:
        """Take a meeting of two people in the country of one of them for a visit."""
        people = [one for one in found.parts.values() if one.actor.kind == "person"]
        countries = {state for place in found.places.values() for state in (place.key, *place.of)}
        hosts = [one for one in people if countries & set(one.actor.of)]
        if kind != "consult" or len(people) != 2 or len(found.parts) != 2 or len(hosts) != 1:
            return kind
        guest = next(one for one in people if one is not hosts[0])
        if not guest.actor.of:
            return kind
        found.recast({hosts[0].actor.key: "host", guest.actor.key: "visitor"})
        return "consult/visit"

    # ---- dates

    def _date(self, clause: Clause) -> Dating | None:
        verb = clause.verb
        assert verb is not None
        found = date_of(clause, past=not verb.modal)
        if found is None:
            found = next(
                (
                    date
                    for child in self._children(clause)
                    if self.states[id(child)].consumed
                    and child.link in (INFINITIVE, PARTICIPIAL)
                    and (date := own_date(child)) is not None
                ),
                None,
            )
        if found is not None:
            return found
        going_on = (
            verb.progressive
            or verb.present
            or (verb.perfect and any(word in ("through", "throughout", "for", "over") for word, _ in clause.pps))
        )
        previous = self.thread.dating
        if (
            previous is not None
            and clause.link != RELATIVE
            and not (verb.perfect and not going_on and not previous.edtf.endswith(".."))
        ):
            near = self.number - self.thread.sentence <= 1
            onward = carried(previous, continuing=going_on or verb.perfect) if near or not going_on else None
            if onward is not None:
                return onward
        return ongoing() if going_on and not verb.modal and clause.link != RELATIVE else None

    def _extended(self, coded: list[_Coded]) -> Iterator[_Coded]:
        """Let something that "has gone on" since be an open interval, and drop the clause that only says so."""
        for one in coded:
            child = next(
                (
                    clause
                    for clause in self._children(one.clause)
                    if clause.link == CONJUNCT and clause.subject == one.clause.subject and self._goes_on(clause)
                ),
                None,
            )
            if child is not None and one.dating is not None:
                one.dating = continued(one.dating)
            if not self._goes_on(one.clause):
                yield one

    def _goes_on(self, clause: Clause) -> bool:
        verb = clause.verb
        if verb is None or not (verb.perfect or verb.progressive):
            return False
        following = self.read.sentence.tokens[verb.last].lower if verb.last < len(self.read.sentence.tokens) else ""
        return any(f"{lemma} {following}" in _GOING_ON or lemma in _GOING_ON for lemma in verb.lemmas)

    # ---- sentences that no pattern fits

    def _untyped(self, coded: set[int]) -> list[_Coded]:
        """Keep dated clauses with an actor that no pattern fits as events without a type."""
        kept = []
        for clause in self.read.clauses:
            own = own_date(clause)
            if (
                own is None
                or clause.verb is None
                or self._conditional(clause)
                or clause.verb.negated
                or id(clause) in coded
            ):
                continue
            if self.states[id(clause)].consumed or any(id(child) in coded for child in self._below(clause)):
                continue
            found = Company()
            for phrase in clause.subject:
                for part in parts_of(phrase, self.memory, others=[], strict=True):
                    found.add(part, "participant")
            for phrase in clause.objects:
                for part in parts_of(phrase, self.memory, others=found.actors(), strict=True):
                    found.add(part, "participant")
            if found.parts:
                kept.append(_Coded(clause, NO_TYPE, found, own, OCCURRED, WEAK))
        return kept

    def _below(self, clause: Clause) -> list[Clause]:
        """Return the clauses that complete one: what is said, what is intended."""
        direct = [child for child in self._children(clause) if child.link in (INFINITIVE, THAT)]
        return [*direct, *(one for child in direct for one in self._below(child))]

    def _remember(self, clause: Clause) -> None:
        """Note who was named in a clause, for the references that follow."""
        subjects = [
            part.actor for phrase in clause.subject for part in parts_of(phrase, self.memory, others=[], strict=True)
        ]
        plural = any(phrase.head.endswith("s") or phrase.units[-1].lower.endswith("s") for phrase in clause.subject)
        self.memory.name(subjects, acting=True, plural=plural and clause.link not in (RELATIVE, INFINITIVE))
        for phrase in phrases_of(clause):
            if phrase not in clause.subject:
                self.memory.name([part.actor for part in parts_of(phrase, self.memory, others=subjects)], acting=False)


def _told(clause: Clause) -> bool:
    """Tell whether a clause is a sentence's own statement, not an aside."""
    return clause.link not in (RELATIVE, ADVERBIAL, PARTICIPIAL, INFINITIVE)
