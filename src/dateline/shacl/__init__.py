"""SHACL Core on columns: any RDF and any Core shapes, checked by joins over a frame of triples.

Knows shapes and columns, nothing of events. Rules come from https://www.w3.org/TR/shacl/. `read` makes graphs,
`plan.compile_plan` compiles shapes, `validate.validate` judges; its README is the component's own page.
"""
