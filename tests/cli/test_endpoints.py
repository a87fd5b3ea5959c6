"""`dateline query --endpoint` and `dateline load` into an endpoint, as people type them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.build import open_data
from dateline.cli import run
from store.remote.server import PASSWORD, TOKEN, USER, Double, Reply, running

SEEDS = str(Path(__file__).parents[2] / "seeds")
CUT = Reply(
    headers={"Content-Type": "application/sparql-results+json", "X-SPARQL-MaxRows": "1"},
    body=b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"one"}}]}}',
)


@pytest.fixture(scope="module")
def shared() -> Iterator[Double]:
    """A server that has the seeds."""
    with running() as found:
        assert run(["load", found.url, SEEDS]) == 0
        yield found


@pytest.fixture
def server() -> Iterator[Double]:
    with running() as found:
        yield found


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(list(arguments))
    shown = capsys.readouterr()
    return code, shown.out, shown.err


@pytest.mark.parametrize("form", ["csv", "table", "json"])
def test_an_endpoint_answers_a_named_query_as_the_files_do(
    shared: Double, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    local = said(capsys, "query", "possibly", "-p", "from=2023-06", "-f", form, SEEDS)
    assert said(capsys, "query", "possibly", "-p", "from=2023-06", "-f", form, "--endpoint", shared.url) == local
    assert local[0] == 0


@pytest.mark.parametrize("name", ["timeline", "relations", "ties", "tie", "claims", "places"])
@pytest.mark.parametrize("how", [("--view", "auto", "-f", "html"), ("--view", "records"), ("--view", "timeline")])
def test_an_endpoint_gives_the_view_of_the_files(
    shared: Double, name: str, how: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, "query", name, *how, "--endpoint", shared.url) == said(capsys, "query", name, *how, SEEDS)


def test_names_are_looked_up_at_the_endpoint(shared: Double, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "query", "actor", "-p", "actor=Vladimir Putin", "--endpoint", shared.url)
    assert (code, "person" in out) == (0, True)
    code, _, err = said(capsys, "query", "actor", "-p", "actor=nobody at all", "--endpoint", shared.url)
    assert (code, "no actor" in err) == (2, True)


def test_statements_and_truth_come_from_an_endpoint(shared: Double, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "query", "ties", "--endpoint", shared.url) == said(capsys, "query", "ties", SEEDS)
    asked = ("query", "-e", "ASK { ?e a dl:Nothing }", "--exit-code", "--endpoint", shared.url)
    assert said(capsys, *asked) == (1, "false\n", "")


def test_an_answer_that_was_cut_is_given_told_and_exits_with_3(
    server: Double, capsys: pytest.CaptureFixture[str]
) -> None:
    server.replies = [CUT]
    code, out, err = said(capsys, "query", "-e", "SELECT ?x {}", "--endpoint", server.url)
    assert (code, out.split()) == (3, ["x", "one"])
    assert err.startswith("dateline: The endpoint gives at most 1 rows")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("query", "timeline", SEEDS, "--endpoint", "http://127.0.0.1:9/"), "not both"),
        (("query", "timeline"), "or an --endpoint"),
        (("query", "timeline", "--endpoint", "nowhere"), "is not the address of an endpoint"),
        (("query", "timeline", "--endpoint", "http://127.0.0.1:9/", "--user", "ada"), "A user needs a password"),
        (("query", "links", "--endpoint", "http://127.0.0.1:9/", "--password-env", "NO_SUCH"), "NO_SUCH"),
        (("query", "links", "--endpoint", "http://h/", "--token-env", "A", "--token-file", "b"), "not both"),
        (("query", "links", "--endpoint", "http://h/", "--token-file", "no-such-file"), "no-such-file"),
        (("load", "folder", SEEDS, "--replace"), "--replace is for endpoints"),
        (("load", "folder", SEEDS, "--user", "ada"), "--user is for endpoints"),
        (("load", "db", SEEDS, "--print-commands", "jena"), "is no file"),
    ],
)
def test_a_call_without_sense_exits_with_2(
    arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = said(capsys, *arguments)
    assert (code, out) == (2, "")
    assert words in err


def test_an_endpoint_that_is_not_there_exits_with_3(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = said(capsys, "query", "links", "--endpoint", "http://127.0.0.1:9/sparql")
    assert (code, "nothing answers there" in err) == (3, True)


def test_secrets_come_from_the_environment_or_from_a_file(
    server: Double, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "secret").write_text(f"{PASSWORD}\n")
    monkeypatch.setenv("STORE_TOKEN", TOKEN)
    server.needs = "digest"
    login = ("--user", USER, "--password-file", str(tmp_path / "secret"))
    assert said(capsys, "load", server.url, SEEDS, *login)[0] == 0
    server.needs = "bearer"
    assert said(capsys, "query", "links", "--endpoint", server.url, "--token-env", "STORE_TOKEN")[0] == 0


def test_a_load_says_what_it_did_and_goes_on_where_it_stopped(
    server: Double, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ("load", server.url, SEEDS, "--chunk", "300", "--resume", str(tmp_path / "account.json"))
    server.fails_after(3, Reply(500))
    code, _, err = said(capsys, *command)
    assert (code, "In part: the default graph, 900 of " in err) == (3, True)
    code, out, err = said(capsys, *command)
    assert (code, out) == (0, "")
    assert f"in 4 graphs into {server.url}. 900 of them were there already." in err
    with open_data([SEEDS]) as seeds:
        assert len(server.store) == len(seeds.store)


def test_data_with_errors_is_not_sent(server: Double, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken.yaml").write_text("timeline: T\nbase: https://e.org/\nevents:\n  - {id: e, date: nonsense}\n")
    code, _, err = said(capsys, "load", server.url, str(tmp_path / "broken.yaml"))
    assert (code, server.seen) == (1, [])
    assert "Nothing was loaded, because the data has errors." in err


def test_commands_for_a_store_are_printed_and_nothing_is_loaded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = Path(SEEDS).parent / "exports" / "russia-syria-iran.nq"
    code, out, err = said(capsys, "load", str(tmp_path / "db"), str(file), "--print-commands", "jena")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == f"riot --validate {file} && tdb2.tdbloader --loc {tmp_path / 'db'} {file}"
    assert not (tmp_path / "db").exists()
