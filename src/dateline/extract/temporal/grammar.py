"""The grammar of time expressions: one rule a line, over the words and classes of the vocabulary.

In a pattern, small letters are words, capitals are classes of words or kinds of tokens, `{name}` is a fragment, and
the rest is what regular expressions have; DOT is the dot of an abbreviation. Blanks mean nothing. Rules only say what can be a time expression; which of
them are, is chosen in `find`, and what they mean is told in `resolve`. Extents follow the TimeML guidelines: articles
and words such as "about", "early" or "the end of" belong to an expression, prepositions do not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dateline.extract.temporal.vocabulary import FIRST_SIGN, Vocabulary, vocabulary

_KINDS = {
    "INT": "[dny]", "DAY": "d", "YEAR": "y", "NTH": "o", "BIGNTH": "O", "FLOAT": "f", "FRACTION": "h", "CLOCK": "c",
    "ISO": "i", "FIGURES": "q", "DECADE": "s", "SHORT": "a", "AMPM": "m", "ERA": "e", "HYPHEN": "\\-", "DASH": "–",
    "COMMA": ",", "POSS": "'", "NAME": "X", "OPEN": "\\(", "CLOSE": "\\)",
}  # fmt: skip

_FRAGMENTS = {
    # numbers
    "count": r"(?:(?:INT|FLOAT)(?:HYPHEN?FRACTION)?|FRACTION|CARDINAL(?:(?:HYPHEN|and)?CARDINAL)*|(?:a|half a)(?:hundred|thousand|million|dozen))",
    "halves": r"(?:and(?:a|one)(?:half|quarter))",
    "number": r"(?:{count}{halves}?)",
    "range": r"(?:{number}(?:to|or|DASH|HYPHEN|and){number})",
    "vague": r"(?:VAGUE|a few|a couple of|a couple|couple of|a number of|a good many|a handful of|quite a few|DOZENS of)",
    "quantity": r"(?:{range}|{number}|{vague})",
    "about": (
        r"(?:(?:just|well|only)?(?:over|under)|APPROX|more than|less than|fewer than|at least|at most|at the most"
        r"|up to|as (?:many|much|few|long|little) as|no more than|not more than|no less than|no fewer than|close to"
        r"|the better part of|a little (?:more|less) than|a little (?:over|under)|slightly (?:more|less) than"
        r"|slightly (?:over|under)|little more than|much of|most of)"
    ),
    "adjective": (
        r"(?:more|additional|full|long|straight|consecutive|trading|business|working|calendar|whole|solid|further|extra"
        r"|successive|short|brutal|bloody|other|fiscal|entire|crucial|difficult|turbulent)"
    ),
    # years
    "yearwords": r"(?:YEARHEAD (?:TEENS|TENS (?:HYPHEN?DIGIT)?|oh DIGIT)|two thousand (?:and)?(?:TEENS|DIGIT)?)",
    "year": r"(?:YEAR|SHORT)",
    "relyear": (
        r"(?:(?:this|last|next|that|the (?:LAST|NEXT|same|current)|the|this past) (?:same|fiscal|calendar|coming|past)?"
        r" year)"
    ),
    # parts of larger units
    "edge": (
        r"(?:(?:the )?(?:very)?(?:EARLY|LATE)(?:HYPHEN|in|on)?(?:the)?|(?:the)?(?:early|late|later|latter) part of"
        r"|(?:the )?(?:very)?mid HYPHEN? (?:to HYPHEN? LATE)?"
        r"|(?:the )?(?:very)?PORTION (?:of|to)|sometime (?:in)?|some time in)"
    ),
    "circa": r"(?:about|around|circa|ca DOT?|c DOT|approximately|roughly|some time around|sometime around)",
    # dates
    "wd": r"(?:WEEKDAY DOT?)",
    "md": r"(?:(?:{wd} COMMA? (?:the)?)?(?:MONTH DOT? (?:the)?(?:DAY|NTH|ORDINAL)(?!HYPHEN? UNIT|FRACTION)|(?:the)?(?:DAY|(?:NTH|ORDINAL)(?:day)?) of? MONTH DOT?))",
    "ymd": (
        r"(?:(?:{wd} COMMA? (?:the)?)?(?:MONTH DOT? (?:the)?(?:DAY|NTH|ORDINAL)(?:COMMA|of|in)?(?:{year}|{yearwords})"
        r"|(?:the)?(?:DAY|(?:NTH|ORDINAL)(?:day)?)(?:of|HYPHEN)? MONTH (?:DOT|HYPHEN)?(?:COMMA|of)?(?:{year}|{yearwords}))"
        r"(?:COMMA? ERA)?)"
    ),
    "mdrel": r"(?:{md}(?:COMMA?|of|in){relyear})",
    # clocks
    "zone": (
        r"(?:COMMA?(?:local time|gmt|utc|est|edt|cst|cdt|mst|mdt|pst|pdt|et|cet|bst|eastern (?:standard|daylight)? time"
        r"|pacific (?:standard|daylight)? time|eastern|moscow time))"
    ),
    "clock": (
        r"(?:(?:(?:CLOCK|FLOAT|DAY|CARDINAL)(?:AMPM)|CLOCK (?:hrs|hours|h)?|INT (?=COMMA?(?:gmt|utc|hrs|hours local time))|INT(?:hrs)|(?:DAY|CARDINAL) o'clock|(?:NOON))"
        r"(?:in the DAYPART|at night)?{zone}?)"
    ),
    "dayword": r"(?:today|yesterday|tomorrow|tonight)",
}

_EXPLICIT = """
iso: ISO
figures: FIGURES
date: {edge}? {circa}? {ymd}
day: {edge}? {circa}? {md}
day: {edge}? {circa}? {mdrel}
month-year: {edge}? {circa}? (?:the month of)? MONTH DOT? (?:COMMA|of|in|HYPHEN)? (?:{year} (?:COMMA? ERA)?|{yearwords}|INT ERA)
month-relyear: {edge}? MONTH DOT? (?:COMMA|of|in)? {relyear}
month-rel: {edge}? (?:(?:this|the)? (?:LAST|NEXT)|this|that|the same) MONTH DOT? (?!DAY|NTH|HYPHEN? YEAR)
month: {edge}? {circa}? (?:the month of)? MONTH DOT?
day-alone: the NTH
week-of: the week (?:of|ending|beginning|ended) (?:{md}|{ymd})
season-year: {edge}? {circa}? (?:the)? {edge}? (?:SEASON|SEASONS) (?:of|COMMA|HYPHEN)? (?:{year} ERA?|{yearwords}|INT ERA)
season-year: {edge}? YEAR HYPHEN? SEASON
season-relyear: {edge}? (?:the)? SEASON (?:of)? {relyear}
season-rel: {edge}? (?:(?:this|the)? (?:LAST|NEXT)|this|that|the same) SEASON
season: {edge}? (?:the|that)? SEASON
year: {edge}? {circa}? (?:(?:the)? (?:(?:calendar|fiscal)(?:year)?|year|years))? {year} (?:COMMA? ERA)?
year: {edge}? {circa}? (?:post|pre) HYPHEN YEAR
year: {edge}? {circa}? (?:the year)? ERA INT
year: {edge}? {circa}? (?:the)? (?:year)? (?:INT|FLOAT) ERA
year: {edge}? {circa}? (?:the year)? {yearwords}
year-and-on: YEAR (?:and beyond|or later|and later|or earlier|or beyond)
year-part: a good part of YEAR
year-more: (?<=YEAR HYPHEN)(?:DAY|INT)(?!HYPHEN|INT)
year-open: INT(?=(?:HYPHEN|DASH|to|and)INT ERA)
decade: {edge}? (?:the)? (?:{edge})? (?:DECADE|(?:CARDINAL|YEARHEAD)? HYPHEN? TENSOF) (?:ERA)?
century: {edge}? (?:the)? (?:{edge})? (?:{circa})? (?:turn of the)? (?:NTH|ORDINAL|TENS HYPHEN ORDINAL) HYPHEN? (?:century|centuries) (?:ERA)?
quarter: {edge}? (?:THIS|YEAR|the YEAR|{relyear} POSS)? (?:fiscal)? HYPHEN? YEAR? (?P<n>ORDINAL|NTH|last|final) HYPHEN? (?:fiscal)? (?P<u>quarter|half) (?:fiscal)? (?:(?:of|in|COMMA)? (?:the)? (?:fiscal)? (?:{year}|{relyear}))?
quarter: q (?P<n>DAY) (?:of)? (?:{year})?
quarter-rel: (?:DETERMINER)? (?:comparable|corresponding|same)? (?P<back>year HYPHEN (?:ago|earlier)) (?:(?P<n>ORDINAL|NTH) HYPHEN?)? (?:quarter|period)
quarter-rel: (?:DETERMINER) (?P<same>latest|current|recent|same|just HYPHEN? ended|most recent) (?:fiscal)? (?:quarter|period)
quarter-rel: (?:the) (?:comparable|corresponding|same|like|similar) (?:quarter|period) (?:of|in|a)? (?P<y>YEAR|{relyear}|year (?:ago|earlier))
quarter-rel: (?:the|{relyear} POSS) (?P<y>YEAR|comparable)? HYPHEN? (?:quarter|period)
quarter-rel: the quarter a year (?P<back>ago|earlier)
holiday: {edge}? (?:LAST|NEXT|this)? (?:HOLIDAY (?:day|eve|week|weekend|sunday|monday|morning|night)?|HOLIDAYDAY (?:POSS)? day|new year POSS? (?:day|eve)) (?:(?:of|COMMA)? YEAR)?
holiday: {edge}? good friday (?:COMMA? YEAR)?
"""

_RELATIVE = """
dayword: {edge}? {dayword} (?:POSS? DAYPART)?
dayword: {edge}? DAYPART {dayword}
dayword: the day (?:before yesterday|after tomorrow)
overnight: overnight
weekday: {edge}? (?:the)? (?:(?:this|the)? (?:LAST|NEXT)|this|that|the same)? {wd} (?:DAYPART)?
weekday: {edge}? DAYPART {wd}
weekday-before: (?:the)? day (?:before|after) (?:last|next|this)? {wd}
weekday-week: {wd} (?:of)? (?:last|next|this) week
part-rel: {edge}? (?:this|that|the same|the (?:NEXT|LAST)|the (?:following|next|previous) day POSS?|last|earlier this|later this|early that|late that) (?:same|very)? (?:EARLY|LATE)? DAYPART
part: {edge}? (?:the|one) DAYPART
part-of: (?:EARLY|LATE)? (?:in)? (?:the)? (?:EARLY|LATE)? (?:DAYPART) (?:hours)? (?:of|on) (?:{ymd}|{md}|{wd})
part-of: (?:{ymd}|{md}) (?:COMMA)? (?:in the)? DAYPART
part-of: (?:NOON) (?:of|on)? (?:{ymd}|{md})
unit-rel: {edge}? (?:(?:this|the)? (?:LAST|NEXT)|this|that|the same|that same|that very|this same|this very|the current|current|the latest|the given) (?:current|fiscal|calendar|coming|past|very|same|single|full|entire)? UNIT
unit-rel: {edge}? the (?:full|entire|whole|fiscal|calendar)? (?:fiscal)? (?:UNIT)
unit-rel: (?:sometime|some time) (?:in)? (?:this|next|last) UNIT
unit-end: {edge}? (?:month|year|week|day) (?:HYPHEN|POSS)? (?:end)
unit-end: (?:around|about) year (?:HYPHEN|POSS)? end
edge-unit: (?:EARLY|LATE) (?:in|on) (?:the|that|this) (?:UNIT|SEASON)
year-back: year HYPHEN (?:ago|earlier)
ago: {about}? (?:{quantity}|ARTICLE|half (?:a|an)|a full) {adjective}? (?:UNIT|UNITS|summers) (?:{halves}|or so)? (?P<dir>ago)
ago: {about}? (?:a|one) (?:UNIT) or (?:two|so|more) (?P<dir>ago)
ago: {about}? UNITS (?P<dir>ago)
ago: long (?P<dir>ago)
shift: {about}? (?:{quantity}|ARTICLE|half (?:a|an)|a full|a mere (?:{quantity}|)) {adjective}? (?:UNIT|UNITS) (?:{halves}|or so)? (?P<dir>BACK|FORTH|from (?:now|then)|later on)
shift: UNITS (?P<dir>BACK|FORTH)
shift: (?:the|a) (?P<unit>day|week|month|year|night|morning) (?P<dir>before|after|later|earlier|following|previous)
day-of: (?:the)? (?:ORDINAL|NTH|first|final|last) day
dates: the (?:following|next|previous|coming|last) few UNITS
"""

_LENGTHS = """
span-rel: (?:at least|nearly|almost|about|roughly)? (?:each of)? (?:the|these|those|its|this|his|her|their)? (?P<dir>LAST|NEXT|first|final|coming|closing|opening|latest|recent|intervening) {quantity} {adjective}? (?:UNIT|UNITS|SEASONS) (?:or so)?
span-rel: (?:at least|nearly|almost|about|roughly)? (?:the|these|those) (?:CARDINAL|INT) (?P<dir>LAST|NEXT|first|final) UNITS
span-rel: (?:the)? (?P<dir>LAST|NEXT|coming|recent|early|final|intervening|first|subsequent|last) (?:UNITS)
span-rel: (?:the)? UNITS (?P<dir>ahead|since|past|following)
span-rel: recent UNITS and UNITS
span-rel: the (?P<dir>NEXT|LAST) (?:UNIT) (?:or so|or two)
duration: {about}? (?:the|these|those)? {quantity} {adjective}? UNITS (?:{halves}|or so|or more)?
duration: {about}? {number} {adjective}? UNIT
duration: {about}? (?:another|an additional|an extra|a full|a single|a whole|an entire|half (?:a|an)|a further|an|a half HYPHEN?|at least a) (?:{quantity})? {adjective}? (?:UNIT|UNITS) (?:{halves}|or so|or more)?
duration: {about}? (?:a|one) (?:UNIT) (?:{halves}|or (?:two|so|more))
duration: {about}? (?:a|an|one) UNIT
duration: {about}? {quantity} {adjective}? UNITS (?:COMMA|and)? {quantity} UNITS
duration: {about}? {count} HYPHEN (?:UNIT|UNITS) (?:HYPHEN (?:long|old|plus))? (?:period)?
duration: several HYPHEN UNIT
duration: {about}? {count} HYPHEN (?:UNIT) and a half
duration: (?:a)? {count} UNIT (?=HYPHEN? long)
duration: (?:UNIT|UNITS) HYPHEN long
duration: (?:yearlong|monthlong|weeklong|daylong|hourlong|decadelong)
duration: UNITS (?:or|and) UNITS
duration: UNITS
duration: (?:the)? {quantity} UNITS (?:of age|old)
duration-vague: (?:a while|some time)
set: EVERY (?:single|other|{count})? (?:UNIT|UNITS|DAYPART)
set: EVERY (?:WEEKDAY|MONTH|SEASON) (?:DAYPART)?
set: (?:WEEKDAYS) (?:DAYPART)?
set: WEEKDAY (?:nights|mornings|afternoons|evenings)
set: FREQUENCY
set: (?:a|an) UNIT
set: (?:twice|once|{count} times) (?:a|an|each|every|per) UNIT
set: all (?:the)? time
set: from time to time
half-span: (?:the)? (?P<n>first|second|latter|last|former) (?P<u>half) of (?:the)? (?:DECADE|TENSOF|(?:NTH|ORDINAL) HYPHEN? century|MONTH DOT?)
quarters-of: (?:the)? (?:first|last|final) two quarters of YEAR
units-of: (?:the)? (?:ORDINAL|NTH|last|final|opening|closing) (?:{count}|few)? (?:UNIT|UNITS) of MONTH DOT? {year}?
"""

_CLOCKS = """
time: {circa}? {clock} (?:(?:on|COMMA)? (?:{ymd}|{md}|{dayword}|{wd} (?:COMMA? MONTH DOT? DAY)?))?
time: {circa}? DAY (?:in the (?:DAYPART)|at night)
time: (?:{ymd}|{md}) (?:COMMA|at)? (?:CLOCK AMPM?|DAY AMPM)
"""

_VAGUE = """
now: (?:right)? now
now: PRESENT
now: at present
now: the (?:present|present HYPHEN? day|current time|current moment|modern day|time being)
now: (?:present|modern) HYPHEN? day
now: (?:these|the present|modern) (?:days|times)
current: current
past: (?:more|most|only)? PAST
past: (?:the|his|her|its) (?:recent|distant|not HYPHEN? too HYPHEN? distant)? past
past: recent
future: as soon as possible
future: (?:the)? (?:near|foreseeable|immediate|distant|not HYPHEN? too HYPHEN? distant) future
future: the future
future: future
future: the (?:near|short) term
future: (?:a|some) (?:later|future) (?:date|time|point)
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, its number in the order of preference, and its pattern over signs."""

    name: str
    order: int
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """All rules, in order, with the vocabulary that they are written in.

    `island` matches a run of signs that rules know, `core` a sign among them that more than syntax makes: no rule can
    match where there is none.
    """

    rules: tuple[Rule, ...]
    vocabulary: Vocabulary
    island: re.Pattern[str]
    core: re.Pattern[str]


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """Return the compiled grammar."""
    lines = [
        line.split(": ", 1)
        for block in (_EXPLICIT, _RELATIVE, _LENGTHS, _CLOCKS, _VAGUE)
        for line in block.splitlines()
        if line
    ]
    expanded = [(name, _expand(pattern)) for name, pattern in lines]
    words = dict.fromkeys(word for _, pattern in expanded for word in _LITERAL.findall(_GROUP.sub("(", pattern)))
    known = vocabulary(tuple(words))
    rules = tuple(
        Rule(name, order, re.compile(_compile(pattern, known))) for order, (name, pattern) in enumerate(expanded)
    )
    used = sorted({sign for rule in rules for sign in rule.pattern.pattern if ord(sign) >= FIRST_SIGN} | set(_NUMBERS))
    syntax = {known.signs[word] for word in _SYNTAX if word in known.signs}
    island = "".join(used) + "".join(map(re.escape, _PUNCTUATION))
    core = "".join(sign for sign in used if sign not in syntax)
    return Grammar(rules, known, re.compile(f"[{island}]+"), re.compile(f"[{core}]"))


_NUMBERS = "dnyoOfhciqsame"
_PUNCTUATION = ",.-–'"
# Words that rules use and that are, without others, never a time expression.
_SYNTAX = (
    "the a an this that these those of in on to and or at by from its his her their our my your whose as not no more than "
    "most only well just even over under about up less per before after between many so early late same much "
    "other like all good very part too point ahead since then few several various numerous around almost first last "
    "new full final long short little number under hand old right back"
).split()


_GROUP = re.compile(r"\(\?P<\w+>")
_LITERAL = re.compile(r"(?<![\\\w])[a-z][a-z']*")
_PART = re.compile(r"(?P<group>\(\?P<\w+>)|(?P<name>[A-Z]+)|(?P<word>[a-z][a-z']*)|(?P<other>\\?.)")


def _expand(pattern: str) -> str:
    while "{" in pattern:
        pattern = re.sub(r"\{([a-z]+)\}", lambda found: _FRAGMENTS[found[1]], pattern)
    return pattern


def _compile(pattern: str, known: Vocabulary) -> str:
    """Turn the notation of rules into a regular expression over signs."""
    parts = []
    for found in _PART.finditer(pattern):
        if found["name"]:
            name = found["name"]
            parts.append(_class(name, known))
        elif found["word"]:
            parts.append(known.signs[found["word"]])
        elif found[0] != " ":
            parts.append(found[0])
    return "".join(parts)


def _class(name: str, known: Vocabulary) -> str:
    if name in _KINDS:
        return _KINDS[name]
    signs = f"[{known.signs_of('SHORTNAME' if name == 'DOT' else name)}]"
    # A dot belongs to an expression only behind an abbreviation; elsewhere it ends the sentence.
    return rf"(?:(?<={signs})\.)" if name == "DOT" else signs
