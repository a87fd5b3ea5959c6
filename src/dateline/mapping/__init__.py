"""The road between tables and RDF: one list of rules (`rules`), and what is made from it.

`quads` writes N-Triples and N-Quads, `from_rdf` reads RDF back into tables, `views` and `rml` publish the same
mapping for other engines. Nothing here reads or writes files.
"""
