"""Which reminders fall due, for whom and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from support.racing import germany, session
from support.reminding import DAY, HOUR, LONG_AGO, MINUTE, anna, at, editions, keys, moved, occasion

from season_calendar.choices.choice import Choice, ChosenRounds
from season_calendar.model import Driver, Season, Status, Title
from season_calendar.reminders.occasions import occasions_of
from season_calendar.reminders.plan import Reminder, nearer_is_due, next_due_at, plan, reminder_of, wanted_leads
from season_calendar.reminders.subscribers import Audience, Subscriber, console_subscriber

YEAR_END = at("12-31 00:00")


def planned(publication: object, *subscribers: Subscriber) -> list[Reminder]:
    occasions = occasions_of([publication])  # type: ignore[list-item]
    return plan(occasions.values(), Audience(subscribers or (anna(),)), LONG_AGO, YEAR_END)


def test_rounds_are_reminded_of_before_their_first_session_and_sessions_by_their_kind() -> None:
    (publication,) = editions(germany())
    assert [(reminder.key, reminder.due_at) for reminder in planned(publication)] == [
        ("wtcr/2021/germany/-/7d/a1/fake/0", at("05-27 12:30")),
        ("wtcr/2021/germany/-/1d/a1/fake/0", at("06-02 12:30")),
        ("wtcr/2021/germany/qualifying/30m/a1/fake/0", at("06-03 12:00")),
        ("wtcr/2021/germany/race-1/1h/a1/fake/0", at("06-05 08:00")),
    ]


def test_a_round_starts_with_its_first_session_that_takes_place() -> None:
    whole = germany()
    off = replace(whole.sessions[0], status=Status.CANCELLED)
    (publication,) = editions(replace(whole, sessions=(off, *whole.sessions[1:])))
    assert occasion(publication).start_at == at("06-05 07:00")  # race 2, on a day without times: 09:00 in Berlin


def test_a_round_without_sessions_starts_at_nine_at_the_venue() -> None:
    (publication,) = editions(germany(sessions=()))
    assert occasion(publication).start_at == at("06-03 07:00")
    assert not occasion(publication).has_time


def test_where_only_the_day_is_known_no_lead_time_is_shorter_than_a_day() -> None:
    (publication,) = editions(germany())
    subscriber = anna(lead_times={"race": (2 * DAY, DAY, HOUR), "round": ()})
    race_2 = [reminder for reminder in planned(publication, subscriber) if "race-2" in reminder.key]
    assert [(reminder.lead, reminder.due_at) for reminder in race_2] == [
        (2 * DAY, at("06-03 07:00")),
        (DAY, at("06-04 07:00")),
    ]


def test_a_day_before_is_24_hours_also_over_a_change_of_the_clocks() -> None:
    round_ = germany(
        first_day=date(2021, 3, 28),
        last_day=date(2021, 3, 28),
        sessions=(session("race-1", "race", "Race 1", date(2021, 3, 28), "12:00"),),
    )
    (publication,) = editions(round_)
    assert [reminder.due_at for reminder in planned(publication, anna(lead_times={"race": (DAY,), "round": ()}))] == [
        at("03-27 12:00")
    ]


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.POSTPONED])
def test_what_does_not_take_place_is_not_reminded_of(status: Status) -> None:
    (publication,) = editions(germany(status=status))
    assert planned(publication) == []


def test_what_left_the_season_is_not_reminded_of() -> None:
    whole = germany()
    publications = editions(whole, replace(whole, sessions=()))
    assert {reminder.occasion.facts.session_id for reminder in planned(publications[1])} == {None}


def test_own_lead_times_go_over_the_seasons_for_the_kinds_they_name() -> None:
    (publication,) = editions(germany())
    subscriber = anna(lead_times={"round": (), "race": (10 * MINUTE,)})
    assert keys(planned(publication, subscriber)) == [
        "wtcr/2021/germany/qualifying/30m/a1/fake/0",
        "wtcr/2021/germany/race-1/10m/a1/fake/0",
    ]


@pytest.mark.parametrize(
    ("choice", "sessions"),
    [
        ("", {None, "qualifying", "race-1"}),
        ("sessions=race", {None, "race-1"}),
        ("rounds=none", {"qualifying", "race-1"}),
        ("rounds=only", {None}),
        ("rounds=none&sessions=race", {"race-1"}),
        ("round=germany", {None, "qualifying", "race-1"}),
        ("round=wtcr/2021/germany&rounds=only", {None}),
        ("round=spain", set()),
        ("driver=entered", {None, "qualifying", "race-1"}),
        ("driver=elsewhere", set()),
        ("driver=nobody", set()),
        ("title=junior", set()),
        ("title=drivers&sessions=qualifying", {None, "qualifying"}),
    ],
)
def test_who_chose_some_of_it_hears_of_that_alone(choice: str, sessions: set[str | None]) -> None:
    (publication,) = editions(germany())
    drivers = (Driver("entered", "A", rounds=("germany",)), Driver("elsewhere", "B", rounds=("spain",)))
    titles = (Title("drivers", "Drivers"), Title("junior", "Junior", ("spain",)))
    season = replace(publication.season, drivers=drivers, titles=titles)
    reminders = planned(replace(publication, season=season), anna(choice=choice), anna(id="b", choice="round=none"))
    assert {reminder.occasion.facts.session_id for reminder in reminders} == sessions
    assert {reminder.subscriber.id for reminder in reminders} <= {"a1"}


def test_lead_times_for_every_kind_go_over_the_seasons_too() -> None:
    (publication,) = editions(germany())
    assert keys(planned(publication, anna(choice="alarm=2h,qualifying:none,race:10m"))) == [
        "wtcr/2021/germany/-/2h/a1/fake/0",
        "wtcr/2021/germany/race-1/10m/a1/fake/0",
    ]


def test_a_season_is_narrowed_once_for_all_who_chose_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    narrowed_to = Choice.narrowed_to

    def counted(choice: Choice, season: Season) -> ChosenRounds | None:
        asked.append(season.key)
        return narrowed_to(choice, season)

    monkeypatch.setattr(Choice, "narrowed_to", counted)
    (publication,) = editions(germany())
    planned(publication, anna(choice="sessions=race"), anna(id="b", choice="sessions=race"), anna(id="c"))
    assert asked == ["wtcr/2021"] * 2


def test_a_round_or_session_that_is_called_otherwise_has_the_reminders_it_had() -> None:
    """Who chose the round by its old id is reminded, and nobody of the same thing twice."""
    whole = germany()
    sessions = (replace(whole.sessions[0], id="q", was="qualifying"), *whole.sessions[1:])
    eifel = replace(whole, id="eifel", was="germany", sessions=sessions)
    before, *after = editions(whole, eifel, replace(eifel, was=None))
    for publication in after:
        for choice in ("", "round=germany", "round=eifel"):
            assert keys(planned(publication, anna(choice=choice))) == keys(planned(before))


def test_who_follows_other_series_hears_nothing_of_this_one() -> None:
    (publication,) = editions(germany())
    assert planned(publication, anna(choice="series=wec")) == []
    assert len(planned(publication, anna(choice="series=wec,wtcr"))) == 4


def test_nothing_due_before_someone_subscribed_is_planned_for_them() -> None:
    (publication,) = editions(germany())
    late = console_subscriber("UTC", at("06-03 12:00"))
    assert [reminder.due_at for reminder in planned(publication, late)] == [at("06-03 12:00"), at("06-05 08:00")]


def test_a_window_is_open_at_its_begin_and_closed_at_its_end() -> None:
    (publication,) = editions(germany())
    occasions = occasions_of([publication]).values()
    due_at = at("06-03 12:00")
    assert plan(occasions, Audience([anna()]), due_at, due_at + HOUR) == []
    assert len(plan(occasions, Audience([anna()]), due_at - HOUR, due_at)) == 1
    assert next_due_at(occasions, Audience([anna()]), at("06-02 12:30")) == due_at
    assert next_due_at(occasions, Audience([anna()]), at("06-05 08:00")) is None


@pytest.mark.parametrize(
    ("lead", "of_use_for"), [(30 * MINUTE, 15 * MINUTE), (HOUR, 30 * MINUTE), (DAY, 12 * HOUR), (7 * DAY, 12 * HOUR)]
)
def test_a_late_reminder_is_of_use_for_half_its_lead_time_or_12_hours(lead: object, of_use_for: object) -> None:
    (publication,) = editions(germany())
    reminder = reminder_of(occasion(publication, "race-1"), anna(), lead)  # type: ignore[arg-type]
    assert reminder.expires_at - reminder.due_at == of_use_for


def test_a_real_move_makes_new_keys_and_a_small_one_does_not() -> None:
    first, slightly, really = editions(
        germany(), moved(germany(), "race-1", 10 * MINUTE), moved(germany(), "race-1", 30 * MINUTE)
    )
    race_keys = [
        reminder_of(occasion(publication, "race-1"), anna(), HOUR).key for publication in (first, slightly, really)
    ]
    assert race_keys[0] == race_keys[1] != race_keys[2]


def test_of_several_lead_times_that_are_due_only_the_nearest_counts() -> None:
    (publication,) = editions(germany())
    round_ = occasion(publication)
    assert not nearer_is_due(round_, anna(), 7 * DAY, at("06-02 12:29"))
    assert nearer_is_due(round_, anna(), 7 * DAY, at("06-02 12:30"))
    assert not nearer_is_due(round_, anna(), DAY, at("06-03 00:00"))


def test_subscribers_with_the_same_choices_are_one_group() -> None:
    same = [anna(id=f"s{number}") for number in range(3)]
    other = anna(id="other", lead_times={"race": (HOUR,)})
    assert sorted(len(group) for group in Audience([*same, other]).groups) == [1, 3]
    assert wanted_leads(occasion(editions(germany())[0], "race-1"), other) == (HOUR,)


def test_an_address_is_in_no_repr() -> None:
    assert "secret-address" not in repr(anna())
