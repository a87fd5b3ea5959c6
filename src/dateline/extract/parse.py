"""From the chunks of a sentence to its clauses: one pass, with a noun phrase given up when the next verb claims it.

What is kept while walking: the clause being filled, whether a conjunction, a comma or a preposition stands open, and
the noun phrases since the last of these, which may turn out to be the subject of the next verb.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.extract import lexicon
from dateline.extract.clauses import (
    ADVERBIAL,
    CONJUNCT,
    INFINITIVE,
    PARTICIPIAL,
    REDUCED,
    RELATIVE,
    THAT,
    Chunk,
    Clause,
    Dated,
    NounPhrase,
    VerbGroup,
    chunks_of,
    is_apposition,
)
from dateline.extract.inflect import BASE, GERUND, PARTICIPLE, PAST
from dateline.extract.units import BREAK, COMMA, CONJ, PREP, REL, SUB, TIME, TO, Unit

_LENGTHS = frozenset(("day", "week", "month", "year"))
_ALWAYS_CLAUSE = frozenset(
    ("because", "when", "while", "although", "though", "if", "whether", "unless", "whereas", "where")
)


def parse(units: Sequence[Unit]) -> list[Clause]:
    """Return the clauses of a sentence in the order of their verbs; text without a verb gives one without."""
    return _Parser(chunks_of(units)).run()


class _Parser:
    def __init__(self, chunks: list[Chunk]) -> None:
        self.chunks = chunks
        self.clause = Clause()
        self.clauses = [self.clause]
        self.outer: list[Clause] = []
        self.preposition = ""
        self.comma = False
        self.conjunction = False
        self.open_list: list[tuple[list[NounPhrase] | list[tuple[str, NounPhrase]], int]] = []
        self.since_mark: list[NounPhrase] = []
        self.held: list[NounPhrase] = []
        self.mark = ""
        self.after_comma_conjunction = False
        self.time_mark = -1
        self.preposition_at = -1
        self.last_phrase: NounPhrase | None = None

    def run(self) -> list[Clause]:
        for index, chunk in enumerate(self.chunks):
            if isinstance(chunk, NounPhrase):
                self._noun_phrase(chunk)
            elif isinstance(chunk, VerbGroup):
                self._verb(chunk, index)
            else:
                self._unit(chunk, index)
        return [clause for clause in self.clauses if clause.verb is not None or clause is self.clauses[0]]

    # ---- single units

    def _unit(self, unit: Unit, index: int) -> None:
        if unit.label in (COMMA, BREAK):
            self.comma = True
            self.preposition = ""
            self.held = self.since_mark if self.mark == CONJ else [] if self.since_mark else self.held
            self.since_mark = []
            self.mark = COMMA
            if unit.lower in (";", ":") and self.clause.verb is not None:
                self._start(Clause(CONJUNCT, self.clause, unit.lower))
        elif unit.label == CONJ:
            self.conjunction = True
            self.after_comma_conjunction = self.comma
            self.time_mark = len(self.clause.times)
            if not (self._reporting() and not self.comma and self.mark != COMMA):
                self.since_mark = []
                self.mark = CONJ
        elif unit.label == TIME:
            self._time(unit)
        elif unit.label in (PREP, TO):
            self.preposition = unit.preposition or lexicon.plain_preposition(unit.lower)
            self.preposition_at = unit.first
        elif unit.label == REL:
            self._relative(unit)
        elif unit.label == SUB:
            self._subordinator(unit, index)

    def _time(self, unit: Unit) -> None:
        assert unit.time is not None
        if (
            self.preposition == "since"
            and self.last_phrase is not None
            and {"first", "worst", "only"} & set(self.last_phrase.words)
        ):
            self.preposition = ""  # the first time since 1994 is no time since 1994
            return
        target = self.clause
        word, anchor = self._anchor()
        target.times.append(Dated(unit.time, word or self.preposition, target.verb is None, anchor))
        target.cover(self.preposition_at if self.preposition else unit.first, unit.last)
        self.preposition = ""
        self.comma = False

    def _anchor(self) -> tuple[str, NounPhrase | None]:
        """Return the word before a dated event: since the invasion of Ukraine in 2022."""
        clause = self.clause
        if clause.verb is not None or clause.subject or self.comma or not clause.pps:
            return "", None
        found = next(
            (
                (word, phrase)
                for word, phrase in clause.pps
                if word in ("since", "after", "following", "until", "before")
            ),
            None,
        )
        return found if found is not None else ("", None)

    def _relative(self, unit: Unit) -> None:
        antecedent = self.last_phrase
        outer = self.clause
        link = Clause(RELATIVE, outer, unit.lower)
        if antecedent is not None and unit.lower != "whose":
            (link.objects if unit.lower == "whom" else link.subject).append(antecedent)
        self.outer.append(outer)
        self._start(link)

    def _subordinator(self, unit: Unit, index: int) -> None:
        following = self.chunks[index + 1] if index + 1 < len(self.chunks) else None
        if unit.lower == "that" and isinstance(following, VerbGroup) and self.last_phrase is not None:
            self._relative(unit)
        elif (
            unit.lower == "that" and index and isinstance(self.chunks[index - 1], NounPhrase) and not self._reporting()
        ):
            self._relative(unit)
            self.clause.objects, self.clause.subject = self.clause.subject, []
        elif unit.lower == "that" or unit.lower in _ALWAYS_CLAUSE or self._clause_follows(index):
            link = THAT if unit.lower in ("that", "whether", "how", "what", "why") else ADVERBIAL
            if self.clause.verb is None and self.clause.subject:
                self.outer.append(self.clause)
            clause = Clause(link, self.clause, unit.lower)
            clause.offset = self._offset(unit, index)
            self._start(clause)
        else:
            self.preposition = unit.lower
            self.preposition_at = unit.first

    def _offset(self, unit: Unit, index: int) -> NounPhrase | None:
        """Take the length of time before "after" or "before" out of its clause: ten days after ..."""
        last = self.chunks[index - 1] if index else None
        if (
            unit.lower not in ("after", "before")
            or not isinstance(last, NounPhrase)
            or last.head.rstrip("s") not in _LENGTHS
        ):
            return None
        self.clause.objects = [phrase for phrase in self.clause.objects if phrase is not last]
        self.clause.pps = [(word, phrase) for word, phrase in self.clause.pps if phrase is not last]
        return last

    def _clause_follows(self, index: int) -> bool:
        """Tell whether a finite verb comes before the next comma or conjunction of clauses."""
        seen_phrase = False
        last: Chunk | None = None
        for chunk in self.chunks[index + 1 :]:
            if isinstance(chunk, VerbGroup):
                joined = isinstance(last, Unit) and last.label == CONJ
                return seen_phrase and chunk.finite and not joined
            if isinstance(chunk, NounPhrase):
                seen_phrase = True
            elif chunk.label in (COMMA, SUB, REL, BREAK):
                return False
            last = chunk
        return False

    def _start(self, clause: Clause) -> None:
        self.clause = clause
        self.clauses.append(clause)
        self.preposition = ""
        self.comma = self.conjunction = self.after_comma_conjunction = False
        self.since_mark = []
        self.held = []
        self.mark = ""

    # ---- noun phrases

    def _noun_phrase(self, phrase: NounPhrase) -> None:
        clause = self.clause
        self.since_mark.append(phrase)
        clause.cover(self.preposition_at if self.preposition else phrase.first, phrase.last)
        if self.preposition:
            self._behind_preposition(phrase)
        elif (self.comma or self.conjunction) and self.last_phrase is not None and self._continues(phrase):
            pass
        elif clause.verb is None:
            self._subject(phrase)
        else:
            clause.objects.append(phrase)
            self.open_list = [(clause.objects, len(clause.objects) - 1)]
        self.last_phrase = phrase
        self.preposition = ""
        self.comma = self.conjunction = False

    def _behind_preposition(self, phrase: NounPhrase) -> None:
        clause = self.clause
        holder = self.last_phrase
        if clause.verb is None and clause.subject and not self.comma and holder is not None:
            target = holder if holder in clause.subject or holder.apposition is None else clause.subject[-1]
            target.post.append((self.preposition, phrase))
            self.open_list = [*self.open_list[:1], (target.post, len(target.post) - 1)]
            return
        if (holder is not None and clause.verb is not None and holder in clause.objects) or (
            holder is not None and self.preposition == "of"
        ):
            holder.post.append((self.preposition, phrase))
        clause.pps.append((self.preposition, phrase))
        self.open_list = [*self.open_list[:1], (clause.pps, len(clause.pps) - 1)]

    def _continues(self, phrase: NounPhrase) -> bool:
        """Add a phrase behind a comma or conjunction: an apposition, or the next member of a list."""
        last = self.last_phrase
        assert last is not None
        if self.comma and not self.conjunction and is_apposition(last, phrase):
            last.apposition = phrase
            self.since_mark.remove(phrase)
            return True
        if not self.open_list:
            return False
        if self.clause.verb is None and not self.clause.subject and self.comma:
            return False
        outer = self.after_comma_conjunction and len(self.open_list) > 1 and self._outer_list(phrase)
        if outer:
            del self.open_list[1:]
        target, index = self.open_list[-1]
        if target and isinstance(target[index], tuple):
            word = target[index][0]  # type: ignore[index]
            target.append((word, phrase))  # type: ignore[arg-type]
        else:
            target.append(phrase)  # type: ignore[arg-type]
        self.open_list[-1] = (target, len(target) - 1)
        return True

    def _outer_list(self, phrase: NounPhrase) -> bool:
        """Tell whether a phrase behind ", and" goes on with the outer list: X, the president of Y, and Z."""
        target, index = self.open_list[-1]
        words = [item[0] for item in target if isinstance(item, tuple)]
        same = index > 0 and len(words) > index and words[index - 1] == words[index]
        return not same and bool(phrase.mentions)

    def _subject(self, phrase: NounPhrase) -> None:
        clause = self.clause
        if clause.subject and self.last_phrase is clause.subject[-1] and not clause.subject[-1].post:
            clause.subject[-1].apposition = phrase
            return
        if not clause.subject:
            clause.subject.append(phrase)
            self.open_list = [(clause.subject, len(clause.subject) - 1)]

    # ---- verbs

    def _verb(self, verb: VerbGroup, index: int) -> None:
        if verb.infinitive and self.clause.verb is not None:
            self._hang(verb, INFINITIVE)
        elif verb.bare and verb.forms == {GERUND}:
            self._hang(verb, PARTICIPIAL)
        elif self._is_reduced(verb, index):
            self._reduced(verb)
        elif self.clause.verb is None:
            self._give(self.clause, verb)
        else:
            self._next_clause(verb)
        self.preposition = ""
        self.comma = self.conjunction = self.after_comma_conjunction = False
        self.since_mark = []
        self.held = []
        self.mark = ""
        self.open_list = []

    def _give(self, clause: Clause, verb: VerbGroup) -> None:
        clause.verb = verb
        clause.cover(verb.first, verb.last)
        self.clause = clause

    def _hang(self, verb: VerbGroup, link: str) -> None:
        """Begin an infinitive or participle; its subject is that of the clause above, or the phrase before it."""
        parent = self.clause
        clause = Clause(link, parent, self.preposition or ("," if self.comma else ""))
        by_object = parent.verb is not None and any(lemma in lexicon.words("commands") for lemma in parent.verb.lemmas)
        if link == INFINITIVE and by_object and parent.objects and not parent.verb.passive:  # type: ignore[union-attr]
            clause.subject = list(parent.objects)
        elif (
            link == PARTICIPIAL
            and not self.preposition
            and not self.comma
            and self.last_phrase is not None
            and parent.verb
        ):
            clause.subject = [self.last_phrase]
        else:
            clause.subject = list(parent.subject)
        if link == PARTICIPIAL and parent.verb is None and parent.subject and not self.comma:
            clause.subject = list(parent.subject)
        if parent.verb is None:
            self.outer.append(parent)
        self._start(clause)
        self._give(clause, verb)

    def _is_reduced(self, verb: VerbGroup, index: int) -> bool:
        """Tell whether a bare participle describes the phrase before it: the talks brokered by Oman."""
        if not verb.bare or PARTICIPLE not in verb.forms or self.last_phrase is None or self.conjunction:
            return False
        following = self.chunks[index + 1] if index + 1 < len(self.chunks) else None
        by = isinstance(following, Unit) and following.lower == "by"
        prepositional = isinstance(following, Unit) and following.label in (PREP, TIME)
        if self.clause.verb is None and not self.clause.subject:
            return False
        if PAST in verb.forms and not by and self._waiting():
            return False
        if PAST not in verb.forms or (by and not self.comma):
            return True
        if (
            self.clause.verb is not None
            and not self.comma
            and (self.mark == "" or (self.mark == COMMA and prepositional and not self.since_mark))
        ):
            return not self._reporting() or prepositional
        if self.mark in (CONJ, COMMA) and not self.comma:
            return False
        if prepositional and self._finite_later(index):
            return self.comma or self.clause.verb is not None or self._finite_next(index)
        return False

    def _reporting(self) -> bool:
        verb = self.clause.verb
        return verb is not None and any(lemma in lexicon.verbs("reporting") for lemma in verb.lemmas)

    def _finite_next(self, index: int) -> bool:
        """Tell whether another finite verb follows before any comma or conjunction."""
        for chunk in self.chunks[index + 1 :]:
            if isinstance(chunk, VerbGroup):
                return chunk.finite and not (chunk.bare and PARTICIPLE in chunk.forms and PAST not in chunk.forms)
            if isinstance(chunk, Unit) and chunk.label in (COMMA, CONJ, SUB, REL, BREAK):
                return False
        return False

    def _finite_later(self, index: int) -> bool:
        """Tell whether the comma behind a participle is followed by the verb of the main clause."""
        commas = 0
        for chunk in self.chunks[index + 1 :]:
            if isinstance(chunk, Unit) and chunk.label == COMMA:
                commas += 1
            elif isinstance(chunk, VerbGroup) and chunk.finite:
                return commas <= 1
            elif isinstance(chunk, Unit) and chunk.label in (SUB, REL, BREAK):
                return False
        return False

    def _reduced(self, verb: VerbGroup) -> None:
        outer = self.clause
        clause = Clause(REDUCED, outer, "")
        clause.subject = [self.last_phrase] if self.last_phrase is not None else []
        if outer.verb is None:
            self.outer.append(outer)
        self._start(clause)
        self._give(clause, verb)

    def _next_clause(self, verb: VerbGroup) -> None:
        """Find the subject of a further finite verb."""
        if not self.since_mark and not self.conjunction and self.held:
            self.since_mark = self.held
        if self.conjunction and not self.since_mark:
            self._coordinate(verb)
        elif self._waiting() and not (self.since_mark and self.comma_before_phrases()):
            self._give(self.outer.pop(), verb)
        elif self.since_mark:
            self._claim(verb)
        elif self.comma and self.clause.link in (RELATIVE, REDUCED, PARTICIPIAL, ADVERBIAL) and self._waiting():
            self._give(self.outer.pop(), verb)
        else:
            self._coordinate(verb)

    def _waiting(self) -> bool:
        """Tell whether an outer clause still has no verb."""
        while self.outer and self.outer[-1].verb is not None:
            self.outer.pop()
        return bool(self.outer) and bool(self.outer[-1].subject)

    def comma_before_phrases(self) -> bool:
        """Tell whether the phrases since the last mark are free to be a subject."""
        first = self.since_mark[0]
        return not any(first is phrase for _, phrase in self.clause.pps) and first not in self.clause.objects[:1]

    def _coordinate(self, verb: VerbGroup) -> None:
        """Begin a clause that shares the subject of the nearest clause of the same kind."""
        base = self.clause
        while base.parent is not None and base.verb is not None and not _alike(base, verb):
            base = base.parent
        if self.after_comma_conjunction and not verb.infinitive:
            while (
                base.parent is not None
                and base.link in (THAT, RELATIVE, ADVERBIAL, INFINITIVE, REDUCED)
                and base.parent.verb is not None
            ):
                base = base.parent
        clause = Clause(base.link if base.link in (INFINITIVE, THAT, RELATIVE) else CONJUNCT, base, "and")
        clause.parent = base.parent if base.link in (INFINITIVE, THAT, RELATIVE) else base
        clause.subject = list(base.subject)
        self._move_times(clause)
        self._start(clause)
        self._give(clause, verb)

    def _move_times(self, clause: Clause) -> None:
        """Take along the dates that stand behind the conjunction: ... on 5 July, and on 23 July it ..."""
        if self.mark == CONJ and 0 <= self.time_mark < len(self.clause.times):
            clause.times = self.clause.times[self.time_mark :]
            del self.clause.times[self.time_mark :]
        self.time_mark = -1

    def _claim(self, verb: VerbGroup) -> None:
        """Begin a clause whose subject is the phrases since the last comma, conjunction or verb."""
        outer = self.clause
        claimed = list(self.since_mark)
        subject = self._released(outer, claimed)
        reporting = outer.verb is not None and any(one in lexicon.verbs("reporting") for one in outer.verb.lemmas)
        direct = reporting and not outer.objects and not outer.pps
        if self.mark == CONJ and self.after_comma_conjunction:
            while (
                outer.parent is not None
                and outer.link in (THAT, RELATIVE, ADVERBIAL, INFINITIVE, REDUCED, PARTICIPIAL)
                and outer.parent.verb
            ):
                outer = outer.parent
        clause = Clause(THAT if direct else CONJUNCT, outer, "")
        clause.subject = subject
        self._move_times(clause)
        left = self.clause
        left.last = max(left.verb.last if left.verb else 0, *(phrase.last for phrase in _kept(left)), 0)
        self._start(clause)
        for phrase in subject:
            clause.cover(phrase.first, phrase.last)
        self._give(clause, verb)

    def _released(self, outer: Clause, claimed: list[NounPhrase]) -> list[NounPhrase]:
        """Take phrases away from the clause they were given to; return those that head the new subject."""
        attached = {id(phrase) for one in claimed for _, phrase in one.post}
        outer.objects = [phrase for phrase in outer.objects if not any(phrase is one for one in claimed)]
        kept = [(word, phrase) for word, phrase in outer.pps if not any(phrase is one for one in claimed)]
        lost = [phrase for _, phrase in outer.pps if any(phrase is one for one in claimed)]
        outer.pps = kept
        for phrase in _all_phrases(outer):
            if phrase.apposition is not None and any(phrase.apposition is one for one in claimed):
                phrase.apposition = None
        heads = [phrase for phrase in claimed if id(phrase) not in attached]
        for phrase in heads[1:]:
            if any(phrase is one for one in lost):
                heads[0].post.append(("of", phrase))
        return heads[:1] if len(heads) > 1 and any(heads[1] is one for one in lost) else heads


def _alike(base: Clause, verb: VerbGroup) -> bool:
    """Tell whether a verb can be coordinated with that of a clause: to meet and discuss, met and discussed."""
    own = base.verb
    if own is None:
        return True
    if own.infinitive:
        return verb.bare and BASE in verb.forms
    if own.bare and own.forms == {GERUND}:
        return False
    return base.link not in (REDUCED,)


def _kept(clause: Clause) -> list[NounPhrase]:
    return [*clause.objects, *(phrase for _, phrase in clause.pps)]


def _all_phrases(clause: Clause) -> list[NounPhrase]:
    return [*clause.subject, *_kept(clause)]
