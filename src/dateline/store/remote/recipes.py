"""How each store's own bulk loader is told to load files: shell commands, ready to be read and run.

Every recipe names the page of the store's documentation that it was checked against. Paths are absolute and quoted;
secrets and cloud names are variables that the shell asks for. Nothing is run here.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import InputError, UnknownName, UsageError
from dateline.store.remote.endpoint import checked_iri
from dateline.store.syntaxes import Syntax, is_rdf, syntax_of

DEFAULT_GRAPH = "urn:dateline:default"
"""The graph for what is in no named graph, in stores that have no default graph."""

_NEPTUNE_FORMATS = {"ntriples": "ntriples", "nquads": "nquads", "rdfxml": "rdfxml", "turtle": "turtle"}
_QLEVER_FORMATS = {"ntriples": "nt", "nquads": "nq", "turtle": "ttl"}


@dataclass(frozen=True, slots=True)
class Load:
    """What a recipe is written for: where to, which files, of which syntaxes, and the graph in place of the default."""

    target: str
    files: tuple[Path, ...]
    syntaxes: tuple[Syntax, ...]
    default_graph: str

    @property
    def quoted(self) -> str:
        """The files as words of a shell."""
        return " ".join(shlex.quote(str(file)) for file in self.files)


@dataclass(frozen=True, slots=True)
class Recipe:
    """A store's way: what TARGET is there, the page it was checked against, the syntaxes its loader reads."""

    store: str
    target: str
    page: str
    reads: tuple[str, ...]
    lines: Callable[[Load], list[str]]
    one_syntax: bool = False


def recipe_for(store: str, target: str, paths: Sequence[str | Path], *, default_graph: str | None = None) -> str:
    """Return the commands that load these files into a store, each line ready for a shell.

    Raises:
        UnknownName: there is no recipe for such a store.
        InputError: a file is missing, or of a syntax that the store's loader does not read.
        UsageError: a target that no loader takes, a graph without an IRI, or several syntaxes where one is needed.
    """
    known = {recipe.store: recipe for recipe in RECIPES}
    if store not in known:
        raise UnknownName("store", store, known)
    recipe = known[store]
    files = tuple(Path(path).absolute() for path in paths)
    syntaxes = tuple(_readable(file, recipe) for file in files)
    if recipe.one_syntax and len(set(syntaxes)) > 1:
        raise UsageError(f"{store} loads files of one syntax at a time. Name those of one suffix.")
    if not target.isprintable() or target.startswith("-"):
        raise UsageError(f"{target!r} is not {recipe.target}.")
    load = Load(shlex.quote(target), files, syntaxes, checked_iri(default_graph or DEFAULT_GRAPH))
    head = [f"# {store}: {recipe.page}", f"# {target} is taken for {recipe.target}."]
    return "".join(f"{line}\n" for line in [*head, *recipe.lines(load)])


def _readable(file: Path, recipe: Recipe) -> Syntax:
    if not file.is_file():
        raise InputError(str(file), "is no file. Name the RDF files that are to be loaded.")
    if not str(file).isprintable():
        raise InputError(repr(str(file)), "a path with unprintable characters is not safe in commands. Rename it.")
    if not is_rdf(file) or syntax_of(file).name not in recipe.reads:
        remedy = f"dateline convert {shlex.quote(str(file))} -o {shlex.quote(str(file.with_suffix('.nq')))}"
        raise InputError(str(file), f"the loader of {recipe.store} does not read it. Write it as N-Quads: {remedy}")
    return syntax_of(file)


def _virtuoso(load: Load) -> list[str]:
    registered = [f"ld_dir({_sql(file.parent)}, {_sql(file.name)}, {_sql(load.default_graph)});" for file in load.files]
    return [
        "# The folders of the files must stand in DirsAllowed of virtuoso.ini. Debian calls isql isql-vt.",
        f"# What is in no named graph goes into <{load.default_graph}>: ask with --default-graph.",
        f'"${{ISQL:-isql}}" {load.target} dba "${{VIRTUOSO_PASSWORD:?the password of dba}}" <<\'END\'',
        *registered,
        "rdf_loader_run();",
        "checkpoint;",
        "-- A file with an error is loaded up to the error alone; no row below means that there was none.",
        "SELECT ll_file, ll_error FROM DB.DBA.load_list WHERE ll_error IS NOT NULL;",
        "END",
    ]


def _jena(load: Load) -> list[str]:
    return [f"riot --validate {load.quoted} && tdb2.tdbloader --loc {load.target} {load.quoted}"]


def _fuseki(load: Load) -> list[str]:
    return [
        "# Stop Fuseki first: the loader needs the database for itself.",
        *_jena(load),
        f"fuseki-server --localhost --tdb2 --loc {load.target} /dateline",
    ]


def _oxigraph(load: Load) -> list[str]:
    files = " ".join(f"--file {shlex.quote(str(file))}" for file in load.files)
    return [
        "# Stop the server first: the loader needs the database for itself.",
        f"oxigraph load --location {load.target} {files}",
        f"oxigraph serve-read-only --location {load.target} --bind 127.0.0.1:7878",
    ]


def _graphdb(load: Load) -> list[str]:
    return [
        "# Stop GraphDB first. With -f the loader writes over what the repository holds.",
        f"importrdf load -f -i {load.target} -m parallel {load.quoted}",
    ]


def _qlever(load: Load) -> list[str]:
    names = _plain_names(load)
    copies = [f"cp {shlex.quote(str(file))} {load.target}/{name}" for file, name in zip(load.files, names, strict=True)]
    return [
        f"mkdir -p {load.target}",
        *copies,
        f"cat > {load.target}/Qleverfile <<'END'",
        "[data]",
        "NAME = dateline",
        f"FORMAT = {_QLEVER_FORMATS[load.syntaxes[0].name]}",
        "[index]",
        f"INPUT_FILES = {' '.join(names)}",
        f"CAT_INPUT_FILES = {'zcat -f' if any(name.endswith('.gz') for name in names) else 'cat'} ${{INPUT_FILES}}",
        "[server]",
        "PORT = 7019",
        "[runtime]",
        "SYSTEM = docker",
        "END",
        f"(cd {load.target} && qlever index && qlever start)",
    ]


def _plain_names(load: Load) -> list[str]:
    """Return new names for the files, which no program can misread: a number and the suffix of the syntax."""
    packed = (".gz" if file.suffix.lower() == ".gz" else "" for file in load.files)
    pairs = enumerate(zip(load.syntaxes, packed, strict=True), 1)
    return [f"{number}{syntax.suffixes[0]}{suffix}" for number, (syntax, suffix) in pairs]


def _neptune(load: Load) -> list[str]:
    copies = [
        f'aws s3 cp {shlex.quote(str(file))} "s3://${{S3_BUCKET:?the bucket}}/dateline/{key}"'
        for file, key in zip(load.files, _plain_names(load), strict=True)
    ]
    return [
        "# The bucket must be in the region of the cluster, and the role must be able to read it.",
        "# What is in no named graph goes into a graph that Neptune names itself.",
        *copies,
        f"curl -X POST -H 'Content-Type: application/json' {load.target}/loader --data-binary @- <<END",
        "{",
        '  "source": "s3://${S3_BUCKET:?the bucket}/dateline/",',
        f'  "format": "{_NEPTUNE_FORMATS[load.syntaxes[0].name]}",',
        '  "iamRoleArn": "${IAM_ROLE_ARN:?the role}",',
        '  "region": "${AWS_REGION:?the region}",',
        '  "failOnError": "TRUE"',
        "}",
        "END",
    ]


def _blazegraph(load: Load) -> list[str]:
    return [
        "# Stop Blazegraph first: the loader needs the journal for itself. Quads need a graph for what has none.",
        "java -Xmx4g -cp bigdata-bundled.jar com.bigdata.rdf.store.DataLoader "
        f"-defaultGraph {shlex.quote(load.default_graph)} {load.target} {load.quoted}",
    ]


def _stardog(load: Load) -> list[str]:
    return [
        "# For a database that is there already: stardog data add in place of stardog-admin db create -n.",
        f"stardog-admin db create -n {load.target} --copy-server-side -- {load.quoted}",
    ]


def _sql(text: object) -> str:
    escaped = str(text).replace("'", "''")
    return f"'{escaped}'"


_ALL = ("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml")

RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "virtuoso", "host:port of Virtuoso's SQL server, such as localhost:1111",
        "https://vos.openlinksw.com/owiki/wiki/VOS/VirtBulkRDFLoader",
        ("turtle", "ntriples", "nquads", "trig", "rdfxml"), _virtuoso,
    ),
    Recipe(
        "jena", "the folder of a TDB2 database", "https://jena.apache.org/documentation/tdb2/tdb2_cmds.html",
        _ALL, _jena,
    ),
    Recipe(
        "fuseki", "the folder of the TDB2 database that Fuseki serves",
        "https://jena.apache.org/documentation/tdb2/tdb2_fuseki.html", _ALL, _fuseki,
    ),
    Recipe(
        "oxigraph", "the folder of an Oxigraph store",
        "https://manpages.ubuntu.com/manpages/plucky/man1/oxigraph-load.1.html", _ALL, _oxigraph,
    ),
    Recipe(
        "graphdb", "the id of a repository",
        "https://graphdb.ontotext.com/documentation/10.1/loading-data-using-importrdf.html", _ALL, _graphdb,
    ),
    Recipe(
        "qlever", "a new folder for the index", "https://github.com/ad-freiburg/qlever-control",
        tuple(_QLEVER_FORMATS), _qlever, one_syntax=True,
    ),
    Recipe(
        "neptune", "the address of a cluster, such as https://name.cluster.region.neptune.amazonaws.com:8182",
        "https://docs.aws.amazon.com/neptune/latest/userguide/load-api-reference-load.html",
        tuple(_NEPTUNE_FORMATS), _neptune, one_syntax=True,
    ),
    Recipe(
        "blazegraph", "the properties file of a journal", "https://github.com/blazegraph/database/wiki/Bulk_Data_Load",
        ("turtle", "ntriples", "nquads", "trig", "rdfxml"), _blazegraph,
    ),
    Recipe(
        "stardog", "the name of a new database",
        "https://docs.stardog.com/stardog-admin-cli-reference/db/db-create", _ALL, _stardog,
    ),
)  # fmt: skip
"""Every store with a recipe."""
