"""Named queries: listed, explained and given values.

The questions themselves are data, `ontology/queries/*.rq`. This package knows their head comments and parameters; it
runs nothing itself except the look-up of names in a store.
"""

from dateline.queries.named import NamedQuery, Parameter, load_query, parse_query, query_names
from dateline.queries.names import names_in
from dateline.queries.terms import ANY, KINDS, Resolver

__all__ = [
    "ANY",
    "KINDS",
    "NamedQuery",
    "Parameter",
    "Resolver",
    "load_query",
    "names_in",
    "parse_query",
    "query_names",
]
