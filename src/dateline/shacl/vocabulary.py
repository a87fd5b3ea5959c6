"""The names of the SHACL namespace: which are Core, which belong to extensions, and which do not exist.

From https://www.w3.org/TR/shacl/ and its vocabulary, https://www.w3.org/TR/shacl-af/ and
https://www.w3.org/TR/shacl-js/.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SINGLE = _words("""
    datatype nodeKind minCount maxCount minExclusive minInclusive maxExclusive maxInclusive minLength maxLength flags
    languageIn uniqueLang qualifiedMinCount qualifiedMaxCount qualifiedValueShapesDisjoint closed ignoredProperties in
    severity deactivated path
""")
"""Properties of which a shape has one value at most."""

PARAMETERS = _words("""
    class datatype nodeKind minCount maxCount minExclusive minInclusive maxExclusive maxInclusive minLength maxLength
    pattern flags languageIn uniqueLang equals disjoint lessThan lessThanOrEquals not and or xone node property
    qualifiedValueShape qualifiedMinCount qualifiedMaxCount qualifiedValueShapesDisjoint closed ignoredProperties
    hasValue in
""")
"""The parameters of the Core constraint components: whoever has one of them is a shape."""

TARGETS = _words("targetNode targetClass targetSubjectsOf targetObjectsOf")
PATHS = _words("inversePath alternativePath zeroOrMorePath oneOrMorePath zeroOrOnePath")

NODE_KINDS = ("IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")

BEYOND_CORE = _words("sparql js expression target rule values filterShape")
"""Properties by which a shape asks for more than SHACL Core."""

_OF_CORE = _words("""
    Shape NodeShape PropertyShape PropertyGroup Violation Warning Info Severity NodeKind AbstractResult message name
    description order group defaultValue shapesGraph entailment suggestedShapesGraph ValidationReport ValidationResult
    conforms result shapesGraphWellFormed detail focusNode resultPath value sourceShape sourceConstraint
    sourceConstraintComponent resultSeverity resultMessage ConstraintComponent Parameter Parameterizable parameter
    optional labelTemplate validator nodeValidator propertyValidator Validator declare prefix namespace prefixes
    PrefixDeclaration target Target TargetType
""")
_COMPONENTS = _words("""
    And Class Closed Datatype Disjoint Equals Expression HasValue In JS LanguageIn LessThan LessThanOrEquals MaxCount
    MaxExclusive MaxInclusive MaxLength MinCount MinExclusive MinInclusive MinLength Node NodeKind Not Or Pattern
    Property QualifiedMaxCount QualifiedMinCount QualifiedValueShape SPARQL UniqueLang Xone
""")
_OF_EXTENSIONS = _words("""
    SPARQLExecutable SPARQLAskExecutable SPARQLAskValidator SPARQLSelectExecutable SPARQLSelectValidator
    SPARQLConstructExecutable SPARQLUpdateExecutable SPARQLConstraint ask select construct update sparql
    annotationProperty annotationValue annotationVarName resultAnnotation ResultAnnotation SPARQLTarget
    SPARQLTargetType Function SPARQLFunction returnType Rule SPARQLRule TripleRule rule subject predicate object
    condition expression this filterShape nodes intersection union exists if then else count distinct max min sum
    orderBy desc groupConcat limit offset separator values inferred js jsFunctionName jsLibrary jsLibraryURL
    JSConstraint JSExecutable JSFunction JSLibrary JSRule JSTarget JSTargetType JSValidator
""")

KNOWN = (
    PARAMETERS
    | TARGETS
    | PATHS
    | SINGLE
    | frozenset(NODE_KINDS)
    | _OF_CORE
    | _OF_EXTENSIONS
    | {f"{name}ConstraintComponent" for name in _COMPONENTS}
)
"""Local names that SHACL, its advanced features or SHACL-JS define, but for those of `is_parameter`."""


WHOLE_NUMBERS = _words("""
    integer nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger long int short byte unsignedLong
    unsignedInt unsignedShort unsignedByte
""")
"""Datatypes of XML Schema in which the number of a parameter may be written."""


def is_parameter(name: str) -> bool:
    """Tell whether a name is that of a component's parameter, such as `ClassConstraintComponent-class`."""
    component, _, parameter = name.partition("-")
    return parameter in PARAMETERS | {"sparql", "js", "expression"} and component in KNOWN | {"JSConstraint"}
