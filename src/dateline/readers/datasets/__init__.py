"""Event datasets: a declarative profile turns the columns of GDELT, UCDP, ACLED or anybody's table into the tables.

A file is read as batches of raw rows (`batches`), a profile is compiled once for their columns (`Mapping.of`), and
each batch becomes tables (`Mapping.tables`); nothing loops over rows. Profiles are data: `ontology/profiles/`.
"""

from dateline.readers.datasets.batches import ROWS, Batch, batches
from dateline.readers.datasets.mapping import UNKNOWN, Mapped, Mapping
from dateline.readers.datasets.profile import Profile
from dateline.readers.datasets.profile_file import load_profile, profile_names
from dateline.readers.datasets.recognize import recognize
from dateline.readers.datasets.rejects import REJECTED

__all__ = [
    "REJECTED",
    "ROWS",
    "UNKNOWN",
    "Batch",
    "Mapped",
    "Mapping",
    "Profile",
    "batches",
    "load_profile",
    "profile_names",
    "recognize",
]
