"""The terms of the vocabularies in which datasets are described, beyond those of `dateline.vocab`.

VoID (https://www.w3.org/TR/void/), DCAT 3 (https://www.w3.org/TR/vocab-dcat-3/), the checksums of SPDX 2
(https://spdx.org/rdf/terms/), FOAF for agents and pages, GeoSPARQL for boxes.
"""

from __future__ import annotations

from dateline import vocab

DCAT = "http://www.w3.org/ns/dcat#"
SPDX = "http://spdx.org/rdf/terms#"
FOAF = "http://xmlns.com/foaf/0.1/"
GEO = "http://www.opengis.net/ont/geosparql#"
MEDIA = "https://www.iana.org/assignments/media-types/"
ONTOLOGY = vocab.DL
SHAPES = "https://w3id.org/dateline/shapes"
DESCRIPTION_SHAPES = "https://w3id.org/dateline/description-shapes"

PREFIXES = vocab.PREFIXES | {"dcat": DCAT, "spdx": SPDX, "foaf": FOAF, "geo": GEO}
"""The prefixes of descriptions."""
