"""Event tables of any size to measure with, for `events.profile.yaml`: the same in every run.

Names, dates and quotes are drawn like those of real event data: few actors and places have most of the events, some
dates are months or years, quotes hold what must be escaped. Nobody and nothing in them exists.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import polars as pl

CHUNK = 250_000
PROFILE = Path(__file__).with_name("events.profile.yaml")
_TYPES = ("consult", "agree", "support", "aid", "accuse", "reject", "threaten", "protest", "sanction", "assault")
_VERBS = ("meets", "signs a pact with", "backs", "ships grain to", "blames", "turns down", "warns", "marches against",
          "bars trade with", "raids")  # fmt: skip
_BODIES = ("Ministry of Trade", "Port Authority", "Border Guard", "Farmers' Union", "Navy", "Court", "Council", "Guild")
_SYLLABLES = ("ba", "dor", "kel", "mi", "na", "or", "qua", "ra", "sen", "tha", "ul", "ve", "wy", "zo", "é", "lin")
_ACTORS, _PLACES = 5_000, 20_000


def names(count: int, seed: int) -> list[str]:
    """Return invented names, each once."""
    draw = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(draw.choices(_SYLLABLES, k=draw.randint(2, 5))).capitalize()] = None
    return list(found)


def actors() -> list[str]:
    """Return the names of all actors."""
    lands = names(_ACTORS // len(_BODIES) + 1, 1)
    return [f"{body} of {land}" for land in lands for body in _BODIES][:_ACTORS]


def chunks(events: int) -> Iterator[pl.DataFrame]:
    """Yield a table of so many events, cut into frames."""
    places = pl.DataFrame({"place": names(_PLACES, 2)}).with_columns(
        place_id=pl.format("p{}", pl.int_range(_PLACES)),
        lat=_thousandths((pl.int_range(_PLACES) * 7919) % 170_000 - 85_000),
        long=_thousandths((pl.int_range(_PLACES) * 104_729) % 360_000 - 180_000),
    )
    people = pl.Series("actor", actors())
    for start in range(0, events, CHUNK):
        yield _chunk(start, min(CHUNK, events - start), people, places)


def _chunk(start: int, height: int, people: pl.Series, places: pl.DataFrame) -> pl.DataFrame:
    number = pl.int_range(start, start + height, eager=True)

    def draw(seed: int, below: int) -> pl.Series:
        return number.hash(seed) % below

    def often_low(seed: int, below: int) -> pl.Series:
        """Numbers of which low ones are frequent: the lesser of two draws, squared."""
        share = (draw(seed, 1_000_003) / 1_000_003) ** 3
        return (share * below).cast(pl.UInt32)

    day = pl.date(1990, 1, 1) + pl.duration(days=pl.Series(draw(3, 12_600)).cast(pl.Int64))
    kind = draw(4, len(_TYPES))
    width = draw(5, 100)
    frame = pl.DataFrame(
        {
            "number": number,
            "type": pl.Series(_TYPES).gather(kind),
            "verb": pl.Series(_VERBS).gather(kind),
            "actor_id": often_low(6, _ACTORS),
            "target_id": often_low(7, _ACTORS),
        }
    ).hstack(places[often_low(8, _PLACES)])
    frame = frame.with_columns(
        actor=people.gather(frame["actor_id"]), target=people.gather(frame["target_id"]).alias("target")
    )
    form = pl.when(width < 90).then(pl.lit(10)).when(width < 98).then(pl.lit(7)).otherwise(pl.lit(4))
    quote = pl.format('The {} said: "We will not {}."', "actor", "verb")
    return frame.select(
        id=pl.format("e{}", "number"),
        date=day.dt.to_string("%Y-%m-%d").str.slice(0, form),
        type="type",
        what=pl.format("{} {} {}", "actor", "verb", "target"),
        actor_id=pl.format("a{}", "actor_id"),
        actor="actor",
        target_id=pl.format("a{}", "target_id"),
        target="target",
        place_id="place_id",
        place="place",
        lat="lat",
        long="long",
        quote=pl.when(pl.Series(width) % 10 == 0)
        .then(pl.concat_str(quote, pl.lit("\nA path \\ a tab\tand more.")))
        .otherwise(quote),
    )


def _thousandths(number: pl.Expr) -> pl.Expr:
    return (number.cast(pl.Decimal(12, 0)) / pl.lit(1000, pl.Decimal(12, 3))).cast(pl.Decimal(12, 3)).cast(pl.String)


def write(events: int, folder: Path) -> tuple[Path, Path]:
    """Write a table as Parquet (one row group) and as CSV, where they are not there yet; return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    parquet, table = folder / f"events-{events}.parquet", folder / f"events-{events}.csv"
    if not table.exists():
        with table.open("wb") as stream:
            for number, frame in enumerate(chunks(events)):
                frame.write_csv(stream, include_header=number == 0, quote_style="always")
    if not parquet.exists():
        pl.concat(chunks(events)).write_parquet(parquet, row_group_size=events)
    return parquet, table
