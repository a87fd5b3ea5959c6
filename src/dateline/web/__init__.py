"""A server of one store: the SPARQL 1.1 protocols, pages for people, and data for every thing by its address.

Knows HTTP and what a reader wants to see of an event; must not know how data is read or built. One process speaks
HTTP, others answer: a query that takes too long or too much is ended with its process, and the server lives on.
"""
