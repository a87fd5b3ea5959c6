"""Which page a thing gets, and the HTML of it.

Templates are in `templates/`; every value in them is escaped, and a name that a view does not give is an error.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dateline.errors import RequestRefused
from dateline.web.pages.entities import entity_page, source_page
from dateline.web.pages.events import event_page
from dateline.web.pages.lists import LISTS, home_page, list_page, query_page
from dateline.web.pages.parts import DL, RDF_TYPE, Room
from dateline.web.pages.terms import term_page, terms_page, thing_page

_VIEWS: dict[str, tuple[str, Callable[[Room, str], dict[str, Any]]]] = {
    DL + "Event": ("event.html", event_page),
    DL + "Source": ("source.html", source_page),
    DL + "Actor": ("entity.html", entity_page),
    DL + "Place": ("entity.html", entity_page),
}


def page_of(room: Room, iri: str) -> str:
    """Return the page about a thing.

    Raises:
        RequestRefused: nothing is known about it.
    """
    types = room.reader.iris(iri, RDF_TYPE)
    found = next((_VIEWS[one] for one in _VIEWS if one in types), None)
    if found is not None:
        template, view = found
        return _rendered(room, template, view(room, iri), title=room.reader.label(iri), iri=iri)
    if room.ontology.about(iri):
        return _rendered(room, "term.html", term_page(room, iri), title=room.ontology.label(iri), iri=iri)
    if room.reader.is_known(iri):
        return _rendered(room, "thing.html", thing_page(room, iri), title=room.reader.label(iri), iri=iri)
    raise RequestRefused("not-found", f"Nothing is said here about <{iri}>. The start page / lists what there is.")


def listing(room: Room, name: str, number: int, year: str = "") -> str:
    """Return the start page, the query page or one of the lists, of which `number` is the page counted from 1.

    On the start page `year` chooses the events of one year.

    Raises:
        RequestRefused: there is no such list, or no page of that number.
    """
    if name == "home":
        return _rendered(room, "home.html", home_page(room, number, year), title=room.title)
    if name == "query":
        return _rendered(room, "query.html", query_page(room), title="Ask")
    if name == "terms":
        return _rendered(room, "terms.html", terms_page(room), title="Terms")
    if name not in LISTS:
        raise RequestRefused("not-found", f"There is no list of {name!r} here.")
    return _rendered(room, "list.html", list_page(room, name, number), title=LISTS[name][0])


def trouble_page(status: int, title: str, detail: str) -> str:
    """Return the page that tells a person what went wrong."""
    template = _environment().get_template("trouble.html")
    return template.render(status=status, heading=title, detail=detail, site="dateline", title=title, iri="", data=())


def _rendered(room: Room, template: str, shown: dict[str, Any], *, title: str, iri: str = "") -> str:
    data = room.data_links(iri) if iri else ()
    page = _environment().get_template(template)
    return page.render(site=room.title, title=title, iri=iri, data=data, **shown)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    folder = Path(__file__).parent.parent / "templates"
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
