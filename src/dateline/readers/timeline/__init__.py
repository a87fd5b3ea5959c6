"""The located tree of a timeline, made into tables: the one place that knows field names (`fields`).

`records` is the way in. Nothing here knows the format that the tree came from.
"""
