"""What may be chosen of a feed, and what is said to whoever chooses what there is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest
from support.racing import germany, published, season, session

from season_calendar.errors import FeedOptionError
from season_calendar.feeds.addresses import find_feed
from season_calendar.feeds.selection import Rounds, Selection, parse_selection


def parse(query: str) -> Selection:
    pairs = [tuple(option.split("=", 1)) for option in query.split("&") if option]
    return parse_selection([(name, value) for name, value in pairs], ["parade"], ["wtcr", "f1"])


def test_without_options_everything_is_chosen() -> None:
    assert parse("") == Selection()
    assert Selection().is_everything


@pytest.mark.parametrize("query", ["sessions=race", "rounds=only", "rounds=none"])
def test_where_a_round_or_a_session_is_left_out_it_is_not_everything(query: str) -> None:
    assert not parse(query).is_everything


@pytest.mark.parametrize("query", ["rounds=with", "alarm=1d", "series=f1"])
def test_alarms_and_series_leave_nothing_out_of_what_is_chosen(query: str) -> None:
    assert parse(query).is_everything


def test_each_option_says_what_it_says() -> None:
    assert parse("sessions=race,qualifying&rounds=none&alarm=30m,1d&series=f1") == Selection(
        frozenset({"race", "qualifying"}),
        Rounds.NONE,
        (timedelta(days=1), timedelta(minutes=30)),
        frozenset({"f1"}),
    )


def test_an_option_given_twice_adds_to_itself() -> None:
    assert parse("sessions=race&sessions=sprint") == parse("sessions=race,sprint")
    assert parse("alarm=1h&alarm=60m") == Selection(alarms=(timedelta(hours=1),))


def test_blanks_around_a_word_are_no_part_of_it() -> None:
    assert parse("sessions= race , qualifying &alarm= 1d , 30m ") == parse("sessions=race,qualifying&alarm=1d,30m")


def test_up_to_five_alarms_can_be_had() -> None:
    assert len(parse("alarm=1m,2m,3m,4m,5m").alarms) == 5
    assert len(parse("alarm=1h,2h,3h,4h,5h,60m,120m").alarms) == 5


def test_the_kinds_of_a_season_are_looked_at_only_where_one_of_them_is_asked_for() -> None:
    looked_at: list[str] = []

    def kinds() -> Iterator[str]:
        looked_at.append("a season")
        yield "parade"

    parse_selection([("sessions", "race,qualifying"), ("rounds", "none")], kinds())
    assert looked_at == []
    parse_selection([("sessions", "race,parade")], kinds())
    assert looked_at == ["a season"]


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", ""),
        ("rounds=with", ""),
        ("sessions=race,qualifying&alarm=60m,1d", "alarm=1d,1h&sessions=qualifying,race"),
        ("series=wtcr,f1&rounds=only", "rounds=only&series=f1,wtcr"),
    ],
)
def test_a_choice_has_one_query_however_it_was_asked_for(query: str, canonical: str) -> None:
    assert parse(query).query() == canonical
    assert parse(canonical) == parse(query)


@pytest.mark.parametrize("option", ["sessions", "series"])
def test_words_stand_in_a_query_in_their_order(option: str) -> None:
    words = [f"word-{number}" for number in range(10)]
    selection = parse_selection([(option, ",".join(reversed(words)))], words, words)
    assert selection.query() == f"{option}={','.join(words)}"


def test_a_kind_of_any_words_can_stand_in_a_query() -> None:
    selection = parse_selection([("sessions", "Grid & más")], ["Grid & más"])
    assert selection.query() == "sessions=Grid%20%26%20m%C3%A1s"
    assert parse_selection(parse_qsl(selection.query()), ["Grid & más"]) == selection


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("session=race", "no option 'session'; did you mean 'sessions'? (valid: sessions, rounds, alarm, series)"),
        (
            "sessions=rase",
            "no kind of session 'rase'; did you mean 'race'? (valid: practice, qualifying, race, sprint,",
        ),
        ("sessions=zzz", "no kind of session 'zzz' (valid: practice,"),
        ("sessions=race,rase", "no kind of session 'rase'; did you mean 'race'? (valid: practice,"),
        ("sessions=zzz,race", "no kind of session 'zzz' (valid: practice,"),
        ("sessions=parade,zzz", "no kind of session 'zzz' (valid: practice,"),
        ("sessions=", "sessions= names nothing (valid: sessions=race,qualifying)"),
        ("sessions=race,", "sessions=race, names nothing"),
        ("rounds=", "rounds= names nothing (valid: rounds=with, rounds=only, rounds=none)"),
        ("alarm=1d, ", "alarm=1d,  names nothing (valid: alarm=1d,30m)"),
        ("series=", "series= names nothing (valid: series=…, with ids of series)"),
        ("rounds=onyl", "no choice of rounds 'onyl'; did you mean 'only'? (valid: with, only, none)"),
        ("rounds=only&rounds=none", "rounds=only,none is more than one choice"),
        (
            "rounds=only&sessions=race",
            "rounds=only leaves no sessions to choose (valid: rounds=only alone, sessions=… alone)",
        ),
        ("alarm=soon", "alarm: 'soon' is not a length of time (valid: alarm=1d,30m)"),
        ("alarm=400d", "alarm: '400d' is not a usable length of time"),
        ("alarm=1m,2m,3m,4m,5m,6m", "alarm: 6 alarms are too many (valid: 1 to 5 lengths of time)"),
        ("series=wtc", "no series 'wtc'; did you mean 'wtcr'? (valid: wtcr, f1)"),
        ("series=f1,wtc", "no series 'wtc'; did you mean 'wtcr'? (valid: wtcr, f1)"),
        ("series=wtc,f1", "no series 'wtc'; did you mean 'wtcr'? (valid: wtcr, f1)"),
    ],
)
def test_what_cannot_be_had_is_refused_with_what_can(query: str, message: str) -> None:
    with pytest.raises(FeedOptionError) as refusal:
        parse(query)
    assert str(refusal.value).startswith(message)


def test_a_feed_of_one_series_has_no_choice_of_series() -> None:
    source = find_feed("/wtcr.ics", [published(season())])
    with pytest.raises(
        FeedOptionError,
        match=r"^this feed is of one series; only /all\.ics has the option 'series' \(valid: sessions, rounds, alarm\)",
    ):
        source.selection([("series", "wtcr")])
    with pytest.raises(FeedOptionError, match=r"no option 'serie' \(valid: sessions, rounds, alarm\)"):
        source.selection([("serie", "wtcr")])


def test_a_kind_can_be_chosen_once_the_season_has_it() -> None:
    parade = session("parade", "parade", "Parade", germany().first_day or pytest.fail("it has a day"))
    with_parade = find_feed("/wtcr.ics", [published(season(germany(sessions=(parade,))))])
    assert with_parade.selection([("sessions", "parade")]).sessions == frozenset({"parade"})
    with pytest.raises(FeedOptionError, match="no kind of session 'parade'"):
        find_feed("/wtcr.ics", [published(season())]).selection([("sessions", "parade")])


def test_a_round_is_no_kind_of_session() -> None:
    with pytest.raises(FeedOptionError, match="no kind of session 'round'"):
        find_feed("/wtcr.ics", [published(season())]).selection([("sessions", "round")])


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", {"round", "qualifying", "race"}),
        ("sessions=race", {"round", "race"}),
        ("rounds=only", {"round"}),
        ("rounds=none", {"qualifying", "race"}),
        ("rounds=none&sessions=qualifying", {"qualifying"}),
    ],
)
def test_a_selection_wants_what_it_says(query: str, wanted: set[str]) -> None:
    selection = parse(query)
    entries = published(season()).entries.values()
    assert {entry.facts.kind for entry in entries if selection.wants(entry.facts)} == wanted
