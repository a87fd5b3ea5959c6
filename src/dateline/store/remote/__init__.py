"""SPARQL endpoints over HTTP: asked by the SPARQL 1.1 Protocol, filled by Graph Store Protocol or SPARQL Update.

The only part of dateline's stores that opens a connection, and only to addresses and hosts that the caller named: it
follows no redirects. Knows quads and queries, not events.
"""

from dateline.store.remote.access import SCHEMES, Access
from dateline.store.remote.batches import GraphLoad, planned
from dateline.store.remote.connection import Connection
from dateline.store.remote.deliver import Delivery, Progress, deliver
from dateline.store.remote.endpoint import METHODS, Endpoint, is_endpoint
from dateline.store.remote.online import Online
from dateline.store.remote.recipes import RECIPES, Recipe, recipe_for

__all__ = [
    "METHODS",
    "RECIPES",
    "SCHEMES",
    "Access",
    "Connection",
    "Delivery",
    "Endpoint",
    "GraphLoad",
    "Online",
    "Progress",
    "Recipe",
    "deliver",
    "is_endpoint",
    "planned",
    "recipe_for",
]
