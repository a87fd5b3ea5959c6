"""Pages for people: what one sees of an event, an actor, a place, a source or a term, each with its data beside it.

A view turns look-ups in the store into plain records, a template turns these into HTML and escapes every text.
"""
