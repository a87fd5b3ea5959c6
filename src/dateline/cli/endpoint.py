"""What the commands that speak to an endpoint share: who asks, how long to wait, and where secrets come from.

A password or token is read from an environment variable or from a file, never from the command line, where others
can see it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from dateline.store.remote import Connection

F = TypeVar("F", bound=Callable[..., Any])
_SCHEMES = ("auto", "basic", "digest", "bearer")


def endpoint_options(timeout_s: float) -> Callable[[F], F]:
    """Add the options that say how an endpoint is spoken to; their values arrive in one dictionary for `connection`."""

    def added(command: F) -> F:
        for option in (
            click.option("--timeout-s", type=click.FloatRange(min=0.1), default=timeout_s, show_default=True,
                         metavar="SECONDS", help="Longest wait for one answer of the endpoint."),
            click.option("--plain-password", is_flag=True,
                         help="Send a password or token over http to another machine, where others can read it."),
            click.option("--auth", type=click.Choice(_SCHEMES), default="auto", show_default=True,
                         help="How to log in; auto is what the endpoint asks for."),
            click.option("--token-file", metavar="FILE", help="File with the token."),
            click.option("--token-env", metavar="NAME", help="Environment variable with the token."),
            click.option("--password-file", metavar="FILE", help="File with the password."),
            click.option("--password-env", metavar="NAME", help="Environment variable with the password."),
            click.option("--user", metavar="NAME", help="User of the endpoint."),
        ):  # fmt: skip
            command = option(command)
        return command

    return added


def connection(
    url: str,
    *,
    user: str | None, password_env: str | None, password_file: str | None, token_env: str | None,
    token_file: str | None, auth: str, plain_password: bool, timeout_s: float,
) -> Connection:  # fmt: skip
    """Return a connection to an endpoint, made from the values of the shared options."""
    from dateline.store.remote import Access, Connection

    password = _secret("password", password_env, password_file)
    token = _secret("token", token_env, token_file)
    access = Access(user, password, token, scheme=auth, allow_plain=plain_password)
    return Connection(url, access, timeout_s=timeout_s, on_wait=_tell_waiting)


def waiting_connection(url: str, timeout_s: float) -> Connection:
    """Return a connection to an address that asks for no login, which tells when it waits."""
    from dateline.store.remote import Connection

    return Connection(url, timeout_s=timeout_s, on_wait=_tell_waiting)


def _secret(what: str, variable: str | None, file: str | None) -> str | None:
    """Return a secret from where the caller says it is, or None where nobody says so."""
    from dateline.errors import InputError

    if variable and file:
        raise click.UsageError(f"Give --{what}-env or --{what}-file, not both.")
    if variable:
        if variable not in os.environ:
            raise click.UsageError(f"The environment variable {variable} of --{what}-env is not set.")
        return os.environ[variable]
    if not file:
        return None
    try:
        return Path(file).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(file, f"the {what} cannot be read from it: {error}") from error


def _tell_waiting(seconds: float) -> None:
    click.echo(f"The endpoint is busy; trying again in {seconds:g} s.", err=True)
