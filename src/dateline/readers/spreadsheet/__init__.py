"""Tables of text (CSV, TSV) made into the located tree that a timeline in YAML would have.

`together` is the way in for files, `csv` for bytes. What a column means is inferred, shown and overridable.
"""
