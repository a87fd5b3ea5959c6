"""Runs the command line of Apache Jena as Debian packages it (`libapache-jena-java`, `libslf4j-java`).

Two things are missing there. The resource bundles of the XML library were left under the path of its old name, so they
are copied to a folder that comes first on the class path. And the JSON-LD 1.1 reader asks for an implementation of
Jakarta JSON, of which Debian has only the one for the older name of that interface; `javax2jakarta` renames it.
"""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

JARS = Path("/usr/share/java")
OLD_NAME = "org/apache/jena/ext/"
NAMES = """
    jena-cmds jena-arq jena-core jena-base jena-iri jena-shacl jena-shex jena-tdb jena-tdb2 jena-rdfconnection
    jena-dboe-base jena-dboe-index jena-dboe-storage jena-dboe-trans-data jena-dboe-transaction
    commons-cli commons-codec commons-compress commons-csv commons-io commons-lang3 dexx.collection gson guava
    httpclient httpcore jackson-annotations jackson-core jackson-databind protobuf thrift slf4j-api slf4j-nop
    titanium-json-ld jakarta.json-api
"""
RENAME = "javax2jakarta"
OLD_JSON = JARS / "javax.json.jar"
JSON_PROVIDER = "-Djakarta.json.provider=org.glassfish.json.JsonProviderImpl"
LIBRARIES = tuple(NAMES.split())


def missing() -> str | None:
    """Return what is missing to run Jena, with the Debian package that has it, or None."""
    if shutil.which("java") is None:
        return "java is not installed (Debian: default-jre-headless)"
    absent = [name for name in LIBRARIES if not (JARS / f"{name}.jar").exists()]
    if absent:
        return f"{', '.join(absent)} not found (Debian: libapache-jena-java, libslf4j-java, libtitanium-json-ld-java)"
    if shutil.which(RENAME) is None or not OLD_JSON.exists():
        return f"{RENAME} or {OLD_JSON.name} not found (Debian: tomcat-jakartaee-migration, libjsonp-java)"
    return None


def class_path(folder: Path) -> str:
    """Return the class path; the copied resource bundles and the renamed library are put into `folder`."""
    with zipfile.ZipFile(JARS / "jena-core.jar") as core:
        for name in core.namelist():
            if name.startswith(f"{OLD_NAME}xerces/") and name.endswith(".properties"):
                target = folder / name.removeprefix(OLD_NAME)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(core.read(name))
    json = folder / "json.jar"
    if not json.exists():
        subprocess.run([RENAME, "-profile=EE", str(OLD_JSON), str(json)], check=True, capture_output=True, timeout=120)
    return ":".join([str(folder), *(str(JARS / f"{name}.jar") for name in LIBRARIES), str(json)])


def no_compiler() -> str | None:
    """Return what is missing to run a program of ours with Jena's libraries, or None."""
    if shutil.which("javac") is None:
        return "javac is not installed (Debian: default-jdk-headless)"
    return missing()


def run(*command: str, folder: Path) -> str:
    """Return what a command of Jena, or a Java file of ours, prints; it must not fail or complain."""
    java = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8"]
    line = [*java, JSON_PROVIDER, "-cp", class_path(folder), *command]
    done = subprocess.run(line, capture_output=True, check=False, timeout=300)
    complaints = done.stderr.decode()
    if done.returncode or complaints.strip():
        raise AssertionError(f"{command}: exit code {done.returncode}\n{complaints}")
    return done.stdout.decode()


def riot(file: Path, folder: Path) -> str:
    """Return an RDF file as N-Quads, read by Jena's `riot`, which must not complain about anything."""
    return run("riotcmd.riot", "--output=nquads", str(file), folder=folder)
