"""How an endpoint is spoken to: patience, failures in plain words, and secrets that stay where they belong."""

from __future__ import annotations

import httpx
import pytest

from dateline.errors import EndpointRefused, OutsideError, UsageError
from dateline.store.remote import Access, Connection
from dateline.store.remote.access import authentication
from dateline.store.remote.connection import Request
from store.remote.server import PASSWORD, TOKEN, USER, Double, Reply

KNOWN = Access(USER, PASSWORD)


def ask(server: Double, **options: object) -> bytes:
    """Send one query and return the body of the answer."""
    line = Connection(server.url, **options)  # type: ignore[arg-type]
    try:
        with line.answered(Request("GET", f"{server.url}?query=ASK%20%7B%7D", {})) as answer:
            return b"".join(answer.parts())
    finally:
        line.close()


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_endpoint_is_asked_again_after_the_time_that_it_names(server: Double, status: int) -> None:
    server.replies = [Reply(status, {"Retry-After": "7"}), Reply(status), Reply(status, {"Retry-After": "soon"})]
    waits: list[float] = []
    told: list[float] = []

    assert b"true" in ask(server, sleep=waits.append, on_wait=told.append)
    assert waits == told == [7.0, 2.0, 4.0]


def test_a_date_to_retry_after_that_has_passed_means_at_once(server: Double) -> None:
    server.replies = [Reply(503, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"})]
    waits: list[float] = []
    ask(server, sleep=waits.append)
    assert waits == [0.0]


def test_an_endpoint_that_stays_busy_is_given_up(server: Double) -> None:
    server.replies = [Reply(503, body=b"come back")] * 5
    with pytest.raises(EndpointRefused, match=r"come back \(HTTP 503\)") as caught:
        ask(server, sleep=lambda _: None)
    assert (caught.value.status, len(server.seen)) == (503, 5)


def test_an_endpoint_that_asks_for_an_hour_is_not_waited_for(server: Double) -> None:
    server.replies = [Reply(429, {"Retry-After": "3600"})]
    with pytest.raises(EndpointRefused, match="3,600 seconds"):
        ask(server)


def test_no_redirect_is_followed(server: Double) -> None:
    server.replies = [Reply(307, {"Location": "http://192.0.2.1/elsewhere"})]
    with pytest.raises(OutsideError, match=r"has moved to http://192\.0\.2\.1/elsewhere\. Name that address"):
        ask(server, access=KNOWN)


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(404), "nothing at this address. Queries, updates and whole graphs have an address each"),
        (Reply(413), "smaller parts with --chunk"),
        (Reply(403, body=b"read only"), "does not allow this to whom it takes you for. It says: read only (HTTP 403)"),
        (Reply(500, {"Content-Type": "text/html"}, b"<h1>Oh</h1>\n<p>no</p>"), "an error. It says: Oh no (HTTP 500)"),
        (Reply(500, body=b"\n\x1b[31mred\x07\nmore"), "an error. It says: [31mred (HTTP 500)"),
        (Reply(500, body=b"x" * 1000), "x …"),
    ],
)
def test_an_error_is_told_in_one_clean_sentence(server: Double, reply: Reply, words: str) -> None:
    server.replies = [reply]
    with pytest.raises(EndpointRefused) as caught:
        ask(server)
    assert words in str(caught.value)
    assert str(caught.value).isprintable()


def test_an_answer_that_takes_too_long_or_breaks_off_is_an_error(server: Double) -> None:
    server.replies = [Reply(pause_s=0.6)]
    with pytest.raises(OutsideError, match=r"no whole answer within 0\.2 seconds.*--timeout-s"):
        ask(server, timeout_s=0.2)
    server.replies = [Reply(body=b"{", cut=True)]
    with pytest.raises(OutsideError, match="broke off"):
        ask(server)


def test_an_address_where_nobody_listens_is_told(server: Double) -> None:
    server.server_close()
    with pytest.raises(OutsideError, match="nothing answers there"):
        ask(server)


@pytest.mark.parametrize(
    "url",
    [
        "localhost:8890",
        "ftp://host/x",
        "http://",
        "http://host/a b",
        "http://host/#x",
        "http://host:port/",
        "file:///x",
    ],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="is not the address of an endpoint"):
        Connection(url)


def test_an_address_with_a_password_is_refused_without_repeating_it() -> None:
    with pytest.raises(UsageError) as caught:
        Connection("http://ada:hidden@host/x")
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize(
    ("needs", "access"),
    [
        ("digest", KNOWN),
        ("basic", KNOWN),
        ("bearer", Access(token=TOKEN)),
        ("digest", Access(USER, PASSWORD, scheme="digest")),
        ("basic", Access(USER, PASSWORD, scheme="basic")),
    ],
)
def test_the_endpoint_is_told_who_asks_in_the_way_that_it_wants(server: Double, needs: str, access: Access) -> None:
    server.needs = needs
    assert b"true" in ask(server, access=access)
    assert all(PASSWORD not in str(seen.headers) for seen in server.seen)


def test_a_challenge_is_answered_once_and_remembered(server: Double) -> None:
    server.needs = "digest"
    line = Connection(server.url, KNOWN)
    for _ in range(3):
        line.send(Request("GET", f"{server.url}?query=ASK%20%7B%7D", {}))
    line.close()
    assert len(server.seen) == 4


@pytest.mark.parametrize(
    ("access", "words"),
    [
        (Access(), "asks who you are"),
        (Access(USER, "wrong"), "does not accept the user and password"),
    ],
)
def test_who_is_not_let_in_is_told_why(server: Double, access: Access, words: str) -> None:
    server.needs = "digest"
    with pytest.raises(EndpointRefused, match=words):
        ask(server, access=access)


@pytest.mark.parametrize("access", [Access(USER, PASSWORD, scheme="basic"), Access(token=TOKEN)])
def test_a_secret_does_not_go_in_plain_to_another_machine(access: Access) -> None:
    def first(url: str, who: Access) -> str:
        answering = authentication(who, url)
        assert answering is not None
        return next(answering.auth_flow(httpx.Request("GET", url))).headers.get("Authorization", "")

    with pytest.raises(OutsideError, match="others can read"):
        first("http://store.example/sparql", access)
    assert first("https://store.example/sparql", access)
    assert first("http://localhost:1/sparql", access)
    assert first("http://[::1]:1/sparql", access)
    allowed = Access(access.user, access.password, access.token, scheme=access.scheme, allow_plain=True)
    assert first("http://store.example/sparql", allowed)


@pytest.mark.parametrize(
    "values",
    [
        {"user": USER},
        {"password": PASSWORD},
        {"user": USER, "password": PASSWORD, "token": TOKEN},
        {"scheme": "bearer"},
        {"scheme": "digest", "token": TOKEN},
    ],
)
def test_half_a_login_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        Access(**values)  # type: ignore[arg-type]


def test_secrets_are_not_shown() -> None:
    shown = repr((KNOWN, Access(token=TOKEN)))
    assert PASSWORD not in shown
    assert TOKEN not in shown
