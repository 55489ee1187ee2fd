"""An event as programs see it."""

from __future__ import annotations

import json
from dataclasses import replace

from support.racing import germany, season

from season_calendar.publishing.facts import facts_of
from season_calendar.wording.event_data import event_data

WEEKEND, QUALIFYING, _, RACE_2 = facts_of(season(germany(label="Rounds 1 and 2 of 16", note="Bring ear plugs")))


def test_a_session_is_told_with_its_instants_in_utc() -> None:
    assert json.loads(json.dumps(event_data(QUALIFYING))) == {
        "uid": "wtcr.2021.germany.qualifying@season-calendar",
        "season": "wtcr/2021",
        "round": "germany",
        "session": "qualifying",
        "kind": "qualifying",
        "round_name": "Race of Germany",
        "session_name": "Qualifying",
        "status": "confirmed",
        "first_day": "2021-06-03",
        "last_day": "2021-06-03",
        "start_at": "2021-06-03T12:30:00Z",
        "end_at": "2021-06-03T13:10:00Z",
        "venue": "Nürburgring Nordschleife, Nürburg, Germany",
        "country": None,
        "zone": "Europe/Berlin",
        "label": None,
        "note": None,
        "link": "https://www.fiawtcr.com/",
        "live": None,
    }


def test_a_round_has_days_and_no_session() -> None:
    data = event_data(WEEKEND)
    assert (data["kind"], data["session"], data["session_name"]) == ("round", None, None)
    assert (data["first_day"], data["last_day"], data["start_at"]) == ("2021-06-03", "2021-06-05", None)
    assert (data["label"], data["note"]) == ("Rounds 1 and 2 of 16", "Bring ear plugs")


def test_a_session_without_a_time_has_its_day() -> None:
    data = event_data(RACE_2)
    assert (data["first_day"], data["start_at"], data["end_at"]) == ("2021-06-05", None, None)


def test_what_has_no_date_yet_has_no_days() -> None:
    data = event_data(replace(WEEKEND, first_day=None, last_day=None))
    assert (data["first_day"], data["last_day"]) == (None, None)
