"""Whatever is chosen comes out of the builder as it went in: by an address, by its own query, and through its form."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.html_form import controls
from support.visiting import BASE_URL, builder_visit, f1, wtcr

from season_calendar.choices.choice import Cancelled, Choice, Rounds, lead_times_of
from season_calendar.choices.options import write_choice
from season_calendar.errors import FeedOptionError
from season_calendar.feeds.addresses import find_feed
from season_calendar.pages.builder.asked import ask, kinds_of
from season_calendar.pages.builder.page import show

PUBLICATIONS = (wtcr(), f1())


def some(*names: str) -> st.SearchStrategy[frozenset[str] | None]:
    return st.none() | st.frozensets(st.sampled_from(names), min_size=1)


SPANS = st.lists(st.integers(1, 366 * 1440).map(lambda minutes: timedelta(minutes=minutes)), max_size=5)
CHOICES = st.builds(
    Choice,
    series=some("wtcr", "f1"),
    rounds=st.sampled_from([Rounds.WITH, Rounds.NONE]),
    sessions=some("practice", "qualifying", "race", "warm-up"),
    round_ids=some("germany", "spain", "wtcr/2021/germany", "f1/2021/spain"),
    drivers=some("ann", "bo"),
    titles=some("junior", "trophy"),
    lead_times=st.dictionaries(st.sampled_from(["", "race", "round"]), SPANS, max_size=3).map(lead_times_of),
    language=st.sampled_from([None, "en", "sv", "de"]),
    cancelled=st.sampled_from(Cancelled),
) | st.builds(Choice, rounds=st.just(Rounds.ONLY), drivers=some("ann", "bo"))


@st.composite
def addresses(draw: st.DrawFn) -> str:
    """The path and query of any feed that is answered with one."""
    choice = draw(CHOICES)
    path = draw(st.sampled_from(["/all.ics", "/wtcr.ics", "/wtcr/2021.ics"]))
    query = write_choice(choice)
    try:
        find_feed(path, PUBLICATIONS).choice([(name, value) for name, value in _pairs(query)])
    except FeedOptionError:
        assume(False)
    return f"{path}?{query}" if query else path


def _pairs(query: str) -> list[tuple[str, str]]:
    return [(name, value) for name, _, value in (part.partition("=") for part in query.split("&")) if name]


@given(addresses())
def test_an_address_that_is_pasted_is_the_address_that_is_given(address: str) -> None:
    asked = ask(builder_visit(urlencode({"address": BASE_URL + address}), *PUBLICATIONS))

    assert (asked.target, asked.problems) == (address, ())


@given(addresses())
def test_the_builder_opens_again_by_its_own_query_as_it_was(address: str) -> None:
    asked = ask(builder_visit(urlencode({"address": BASE_URL + address}), *PUBLICATIONS))

    assert ask(builder_visit(asked.query, *PUBLICATIONS)) == asked


@given(addresses())
def test_the_form_that_shows_a_choice_sends_that_choice(address: str) -> None:
    shown = show(builder_visit(urlencode({"address": BASE_URL + address}), *PUBLICATIONS)).body.decode()
    sent = ask(builder_visit(urlencode(controls(shown, "builder-form")), *PUBLICATIONS))
    opened = ask(builder_visit(urlencode({"address": BASE_URL + address}), *PUBLICATIONS))
    assume(not (opened.choice.sessions or frozenset()) >= kinds_of(opened.source))

    assert (sent.target, sent.problems) == (address, ())


def test_the_form_that_shows_every_kind_by_name_sends_none() -> None:
    shown = show(builder_visit("feed=/wtcr.ics&sessions=practice,qualifying,race")).body.decode()

    assert ask(builder_visit(urlencode(controls(shown, "builder-form")))).target == "/wtcr.ics"


@pytest.mark.parametrize("tag", ["en", "sv", "de"])
def test_the_form_that_is_offered_sends_what_is_offered(tag: str) -> None:
    shown = show(builder_visit("", tag=tag)).body.decode()
    sent = ask(builder_visit(urlencode(controls(shown, "builder-form")), tag=tag))

    assert sent.target == ask(builder_visit("", tag=tag)).target
