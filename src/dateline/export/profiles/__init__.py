"""Profiles: the graph in the words of other communities, one table of them all.

What maps where, term by term, and what is lost, is told in `ontology/exports/README.md`. Every profile is
deterministic: the same graph gives the same bytes.
"""

from __future__ import annotations

from dateline.errors import UnknownName
from dateline.export.profiles.constructed import constructed
from dateline.export.profiles.nanopublications import nanopublications
from dateline.export.profiles.owl_time import owl_time
from dateline.export.profiles.profile import Account, Profile, Wishes, Writer
from dateline.export.profiles.quickstatements import quickstatements
from dateline.export.profiles.rdf12 import ntriples12, turtle12
from dateline.export.profiles.schema_org import schema_org
from dateline.export.profiles.timeline import timeline

__all__ = ["PROFILES", "Account", "Profile", "Wishes", "Writer", "profile_named"]

TURTLE = "text/turtle"

PROFILES: tuple[Profile, ...] = (
    Profile("cidoc-crm", ".ttl", TURTLE, "CIDOC CRM 7.1.3, for museums and archives.", constructed("cidoc-crm")),
    Profile(
        "nanopublications",
        ".trig",
        "application/trig",
        "A nanopublication for each event.",
        nanopublications,
        signed=True,
    ),
    Profile("owl-time", ".ttl", TURTLE, "OWL-Time: instants, intervals, candidates; nothing filled in.", owl_time),
    Profile("quickstatements", ".txt", "text/plain", "Commands for Wikidata, to be looked through.", quickstatements),
    Profile("rdf12", ".ttl", TURTLE, "Turtle 1.2: claims as annotations of statements.", turtle12),
    Profile("rdf12-ntriples", ".nt", "application/n-triples", "The same as N-Triples 1.2.", ntriples12),
    Profile("schema-org", ".jsonld", "application/ld+json", "schema.org for search engines, as JSON-LD.", schema_org),
    Profile("timeline", ".yaml", "application/yaml", "The timeline as people keep it, in YAML.", timeline("yaml")),
    Profile("timeline-jsonl", ".jsonl", "application/jsonl", "The same, an event a line.", timeline("jsonl")),
)
"""Every profile, in the order of names."""


def profile_named(text: str) -> Profile:
    """Return the profile with a name, however it is capitalized.

    Raises:
        UnknownName: there is no such profile.
    """
    for profile in PROFILES:
        if profile.name == text.strip().lower():
            return profile
    raise UnknownName("profile", text, [profile.name for profile in PROFILES])
