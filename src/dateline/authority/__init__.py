"""Names and identifiers of states, organizations, people and places, offline.

It knows which names a thing goes by, in several scripts, and where open-data graphs have it; it knows nothing of
tables, RDF or files of events. The data are `ontology/authority/*.csv`; each block there says where its identifiers
were confirmed, and what could not be confirmed has none. Cities beyond the well-known ones come from the optional
library of the gazetteer, and only when asked for.
"""

from dateline.authority.entries import Entry, Office
from dateline.authority.gazetteer import cities_named, has_cities
from dateline.authority.lookup import all_entries, by_code, entry, named, speaks_for
from dateline.authority.spelling import fold, is_acronym, letters

__all__ = [
    "Entry",
    "Office",
    "all_entries",
    "by_code",
    "cities_named",
    "entry",
    "fold",
    "has_cities",
    "is_acronym",
    "letters",
    "named",
    "speaks_for",
]
