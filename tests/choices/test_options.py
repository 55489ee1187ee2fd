"""What may be chosen, how it is written, and what is said to whoever chooses what there is not."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import FrozenInstanceError, fields, replace
from datetime import date, timedelta

import pytest
from support.racing import germany, published, season, session

from season_calendar.choices.choice import Cancelled, Choice, Rounds, lead_times_of
from season_calendar.choices.offer import Offer
from season_calendar.choices.options import OPTIONS, read_choice, stored_choice, write_choice
from season_calendar.errors import FeedOptionError
from season_calendar.model import Driver, Round, Season, Series, Title
from season_calendar.publishing.facts import EventFacts, facts_of
from season_calendar.wording.catalogues import languages

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

PARADE = replace(germany(sessions=(session("parade", "parade", "Parade", date(2021, 6, 3)),)), id="spain")
SEASONS = (
    Season(
        Series("wtcr", "World Touring Car Cup", "WTCR"),
        "2021",
        (germany(), PARADE),
        (Title("drivers", "Drivers' Title"), Title("junior", "Junior Title", ("spain",))),
        (Driver("jessica-backman", "Jessica Bäckman"), Driver("guest", "A Guest", rounds=("germany",))),
    ),
    season(series=Series("f1", "Formula One", "F1")),
)


def offer(*seasons: Season, series: Collection[str] = ("wtcr", "f1")) -> Offer:
    def facts() -> Iterator[EventFacts]:
        return (facts for season in seasons for facts in facts_of(season))

    return Offer(seasons, facts, series)


def parse(query: str, of: Offer | None = None) -> Choice:
    pairs = [tuple(option.split("=", 1)) for option in query.split("&") if option]
    return read_choice([(name, value) for name, value in pairs], of or offer(*SEASONS))


def test_every_field_of_a_choice_has_its_row_in_the_table() -> None:
    assert sorted(option.field for option in OPTIONS.values()) == sorted(field.name for field in fields(Choice))
    assert [name for name, option in OPTIONS.items() if name != option.name] == []


@pytest.mark.parametrize("name", [name for name in OPTIONS if name not in ("lang", "driver")])
def test_the_example_of_each_option_can_be_read(name: str) -> None:
    spain = replace(germany(), id="portugal")
    wide = Season(SEASONS[0].series, "2021", (*SEASONS[0].rounds, spain), SEASONS[0].titles, SEASONS[0].drivers)
    assert parse(f"{name}={OPTIONS[name].example}", offer(wide)) != Choice()


@pytest.mark.parametrize(
    ("value", "name"),
    [(Choice(), "series"), (OPTIONS["round"], "name"), (OPTIONS["round"].value, "thing"), (offer(), "series")],
)
def test_neither_a_choice_nor_what_there_is_to_choose_from_can_be_changed(value: object, name: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(value, name, None)


def test_without_options_everything_is_chosen() -> None:
    assert parse("") == Choice()
    assert Choice().is_everything


def test_each_option_says_what_it_says() -> None:
    assert parse("sessions=race,qualifying&rounds=none&alarm=30m,1d&series=wtcr&round=spain&title=drivers") == Choice(
        series=frozenset({"wtcr"}),
        sessions=frozenset({"race", "qualifying"}),
        rounds=Rounds.NONE,
        round_ids=frozenset({"spain"}),
        titles=frozenset({"drivers"}),
        lead_times=(("", (DAY, 30 * MINUTE)),),
    )
    assert parse("driver=guest,jessica-backman&lang=en&cancelled=shown") == Choice(
        drivers=frozenset({"guest", "jessica-backman"}), language="en", cancelled=Cancelled.SHOWN
    )


def test_spaces_around_words_say_nothing() -> None:
    assert parse("sessions= race , qualifying &rounds= none ") == parse("sessions=race,qualifying&rounds=none")
    assert parse("alarm= race : 2h , 1h ") == parse("alarm=race:2h,1h")


def test_an_option_given_twice_adds_to_itself() -> None:
    assert parse("sessions=race&sessions=sprint") == parse("sessions=race,sprint")
    assert parse("alarm=1h&alarm=60m") == Choice(lead_times=(("", (HOUR,)),))
    assert parse("alarm=race:1h&alarm=30m") == parse("alarm=30m,race:1h")
    assert parse("rounds=only&rounds=only") == parse("rounds=only")


@pytest.mark.parametrize(
    ("alarm", "lead_times"),
    [
        ("1d,30m", {"": [DAY, 30 * MINUTE]}),
        ("race:2h,round:1d", {"race": [2 * HOUR], "round": [DAY]}),
        ("race:30m, 2h ,1d", {"race": [DAY, 2 * HOUR, 30 * MINUTE]}),
        ("1d,race:2h,30m,parade:1h", {"": [DAY], "race": [2 * HOUR, 30 * MINUTE], "parade": [HOUR]}),
        ("1d,race:none", {"": [DAY], "race": []}),
        ("none", {"": []}),
        ("race : 2h,race:1h", {"race": [2 * HOUR, HOUR]}),
    ],
)
def test_alarms_are_for_every_kind_or_by_kind_up_to_the_next_kind(
    alarm: str, lead_times: dict[str, list[timedelta]]
) -> None:
    assert parse(f"alarm={alarm}") == Choice(lead_times=lead_times_of(lead_times))


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", ""),
        ("rounds=with", ""),
        ("sessions=race,qualifying&alarm=60m,1d", "alarm=1d,1h&sessions=qualifying,race"),
        ("series=wtcr,f1&rounds=only", "rounds=only&series=f1,wtcr"),
        ("title=junior&round=spain,germany&lang=EN&driver=jessica-backman&rounds=none",
         "driver=jessica-backman&lang=en&round=germany,spain&rounds=none&title=junior"),
        ("round=wtcr/2021/spain", "round=wtcr/2021/spain"),
        ("alarm=round:none,race:30m,2h,1d", "alarm=race:1d,2h,30m,round:none"),
        ("alarm=round:7d&alarm=1h", "alarm=1h,round:7d"),
        ("sessions=parade", "sessions=parade"),
        ("rounds=only&cancelled=shown", "cancelled=shown&rounds=only"),
        ("cancelled=marked", ""),
    ],
)  # fmt: skip
def test_a_choice_has_one_query_however_it_was_asked_for(query: str, canonical: str) -> None:
    assert write_choice(parse(query)) == canonical
    assert parse(canonical) == parse(query)


@pytest.mark.parametrize("option", ["sessions", "round", "driver", "title", "series"])
def test_names_stand_in_a_query_in_their_order(option: str) -> None:
    names = [f"name-{number}" for number in range(10)]
    assert write_choice(read_choice([(option, ",".join(reversed(names)))])) == f"{option}={','.join(names)}"


def test_a_kind_of_any_words_can_stand_in_a_query() -> None:
    choice = read_choice([("sessions", "Grid & más"), ("alarm", "Grid & más:1h")])
    assert write_choice(choice) == "alarm=grid-m%C3%A1s:1h&sessions=grid-m%C3%A1s"
    assert stored_choice(write_choice(choice)) == choice


ALL = "sessions, rounds, alarm, round, driver, title, lang, cancelled, series"
KINDS = "practice, qualifying, race, sprint, warm-up, test, ceremony, parade"
FEWER = "fewer of round=…, driver=… and title=…"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("session=race", f"no option 'session'; did you mean 'sessions'? (valid: {ALL})"),
        ("zzz=1", f"no option 'zzz' (valid: {ALL})"),
        ("sessions=rase", f"no kind of session 'rase'; did you mean 'race'? (valid: {KINDS})"),
        ("sessions=race,rase", f"no kind of session 'rase'; did you mean 'race'? (valid: {KINDS})"),
        ("sessions=zzz", f"no kind of session 'zzz' (valid: {KINDS})"),
        ("sessions=zzz,race", f"no kind of session 'zzz' (valid: {KINDS})"),
        ("sessions=parade,zzz", f"no kind of session 'zzz' (valid: {KINDS})"),
        ("sessions=round", f"no kind of session 'round' (valid: {KINDS})"),
        ("sessions=", "sessions= names nothing (valid: sessions=race,qualifying)"),
        ("sessions=,", "sessions=, names nothing (valid: sessions=race,qualifying)"),
        ("Sessions=", "sessions= names nothing (valid: sessions=race,qualifying)"),
        ("rounds=", "rounds= names nothing (valid: rounds=only)"),
        ("series=", "series= names nothing (valid: series=wtcr,f1)"),
        ("alarm= , ", "alarm= ,  names nothing (valid: alarm=1d,30m)"),
        ("rounds=onyl", "no choice of rounds 'onyl'; did you mean 'only'? (valid: with, only, none)"),
        ("cancelled=hidden", "no way to mark what is cancelled 'hidden' (valid: marked, shown)"),
        ("rounds=only&rounds=none", "rounds=only,none is more than one choice (valid: with, only, none)"),
        (
            "rounds=only&sessions=race",
            "rounds=only leaves no sessions to choose (valid: rounds=only alone, sessions=… alone)",
        ),
        ("alarm=soon", "alarm: 'soon' is not a length of time (valid: alarm=1d,30m)"),
        ("alarm=400d", "alarm: '400d' is not a usable length of time (valid: alarm=1d,30m)"),
        ("alarm=1m,2m,3m,4m,5m,6m", "alarm: 6 alarms are too many (valid: 1 to 5 lengths of time)"),
        ("alarm=1h,race:1m,2m,3m,4m,5m,6m", "alarm: 6 alarms are too many (valid: 1 to 5 lengths of time)"),
        ("alarm=rase:1h", f"no kind of session 'rase'; did you mean 'race'? (valid: round, {KINDS})"),
        ("alarm=rase : 1h", f"no kind of session 'rase'; did you mean 'race'? (valid: round, {KINDS})"),
        ("alarm=:1h", f"no kind of session '' (valid: round, {KINDS})"),
        ("alarm=race:1h,none", "alarm: 'none' is not a length of time (valid: alarm=1d,30m)"),
        ("alarm=race:", "alarm: '' is not a length of time (valid: alarm=1d,30m)"),
        ("series=wtc", "no series 'wtc'; did you mean 'wtcr'? (valid: wtcr, f1)"),
        ("series=f1,wtc", "no series 'wtc'; did you mean 'wtcr'? (valid: wtcr, f1)"),
        ("series=wtc,f1", "no series 'wtc'; did you mean 'wtcr'? (valid: wtcr, f1)"),
        ("round=spian", "no round 'spian'; did you mean 'spain'? (valid: germany, spain)"),
        (
            "round=f1/2021/spain",
            "no round 'f1/2021/spain'; did you mean 'wtcr/2021/spain'? "
            "(valid: wtcr/2021/germany, wtcr/2021/spain, f1/2021/germany)",
        ),
        (
            "driver=jesica-backman",
            "no driver 'jesica-backman'; did you mean 'jessica-backman'? (valid: jessica-backman, guest)",
        ),
        ("driver=guest,zzz", "no driver 'zzz' (valid: jessica-backman, guest)"),
        ("title=trophy", "no title 'trophy' (valid: drivers, junior)"),
        ("lang=xx", f"no language 'xx' (valid: {', '.join(languages())})"),
        ("lang=en,sv", f"lang=en,sv is more than one choice (valid: {', '.join(languages())})"),
        ("driver=guest&round=spain", f"these options together leave no round (valid: {FEWER})"),
        ("title=junior&series=f1", f"these options together leave no round (valid: {FEWER})"),
    ],
)
def test_what_cannot_be_had_is_refused_with_what_can(query: str, message: str) -> None:
    with pytest.raises(FeedOptionError) as refusal:
        parse(query)
    assert str(refusal.value) == message


def test_five_alarms_of_each_kind_are_not_too_many_and_the_same_one_counts_once() -> None:
    assert parse("alarm=1h,2h,3h,4h,5h,60m,120m").lead_times == parse("alarm=1h,2h,3h,4h,5h").lead_times
    choice = parse("alarm=1m,2m,3m,4m,5m,race:1m,2m,3m,4m,6m")
    assert [len(spans) for _, spans in choice.lead_times] == [5, 5]


def test_where_there_is_no_driver_yet_that_is_said() -> None:
    with pytest.raises(FeedOptionError, match=r"no driver 'guest' \(valid: none, for there is none yet\)"):
        parse("driver=guest", offer(SEASONS[1]))


def test_what_was_published_can_be_chosen_beside_what_the_files_say() -> None:
    monaco = season(replace(germany(), id="monaco"), series=Series("f1", "Formula One", "F1"))
    beside = Offer.of_files([season()], [published(season()), published(monaco)])

    assert beside.series == ("wtcr", "f1")
    assert parse("series=f1&round=monaco", beside) == Choice(series=frozenset({"f1"}), round_ids=frozenset({"monaco"}))
    assert parse("round=germany", beside).round_ids == frozenset({"germany"})


def test_where_there_is_one_series_none_can_be_chosen() -> None:
    with pytest.raises(FeedOptionError) as refusal:
        parse("series=wtcr", offer(*SEASONS, series=()))
    assert str(refusal.value) == (
        "this feed is of one series; only /all.ics and those of drivers have the option 'series' "
        "(valid: sessions, rounds, alarm, round, driver, title, lang, cancelled)"
    )
    with pytest.raises(FeedOptionError, match=r"no option 'serie' \(valid: sessions, .*, cancelled\)"):
        parse("serie=wtcr", offer(*SEASONS, series=()))


def test_without_an_offer_any_name_will_do() -> None:
    words = [("sessions", "x"), ("series", "x-y"), ("round", "a/b/c"), ("driver", "d"), ("title", "t"), ("lang", "xx")]
    assert read_choice([*words, ("alarm", "y:1m,2m,3m,4m,5m,6m")]) == Choice(
        series=frozenset({"x-y"}),
        sessions=frozenset({"x"}),
        round_ids=frozenset({"a/b/c"}),
        drivers=frozenset({"d"}),
        titles=frozenset({"t"}),
        lead_times=(("y", tuple(number * MINUTE for number in (6, 5, 4, 3, 2, 1))),),
        language="xx",
    )
    with pytest.raises(FeedOptionError, match="no choice of rounds 'some'"):
        stored_choice("rounds=some")
    with pytest.raises(FeedOptionError, match="no option 'colour'"):
        stored_choice("colour=")


def test_a_name_that_is_found_at_once_looks_at_no_more_events() -> None:
    looked_at = []

    def facts() -> Iterator[EventFacts]:
        for its in facts_of(SEASONS[0]):
            looked_at.append(its.uid)
            yield its

    usual = [("sessions", "race,qualifying"), ("rounds", "none"), ("alarm", "round:1d,race:1h"), ("lang", "en")]
    assert read_choice(usual, Offer(SEASONS[:1], facts)).sessions == frozenset({"race", "qualifying"})
    assert looked_at == []
    assert read_choice([("round", "germany")], Offer(SEASONS[:1], facts)).round_ids == frozenset({"germany"})
    assert set(looked_at) == {"wtcr.2021.germany@season-calendar"}
    assert read_choice([("sessions", "race,parade")], Offer(SEASONS[:1], facts)).sessions == frozenset(
        {"race", "parade"}
    )
    assert "wtcr.2021.spain.parade@season-calendar" in looked_at


def test_however_many_words_are_asked_for_events_are_looked_at_for_the_first_that_is_not_found_alone() -> None:
    looked_at = []

    def facts() -> Iterator[EventFacts]:
        for its in facts_of(SEASONS[0]):
            looked_at.append(its.uid)
            yield its

    rounds = Offer(SEASONS[:1], facts).names(Offer.rounds)
    assert "atlantis" not in rounds
    for_the_first = len(looked_at)
    assert not any(f"atlantis-{number}" in rounds for number in range(100))
    assert {"germany", "spain", "wtcr/2021/spain"} <= {*rounds}
    assert len(looked_at) == for_the_first > 0


def test_a_round_of_a_season_with_none_but_its_name_is_no_reason_to_refuse() -> None:
    no_session: Round = germany(sessions=())
    assert parse("round=germany", offer(season(no_session))).round_ids == frozenset({"germany"})
