"""What tells whether an event is the same as before: its text and the digest of that, to the letter.

An event whose fingerprint is another gets a new SEQUENCE in every subscriber's calendar. So where one of these fails,
every event of every season would be published anew: either that is meant (``RENDER_VERSION`` was raised, a fact came to
it), or it must not be.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from season_calendar.model import Coordinates, Round, Season, Series, Session, Status, Venue
from season_calendar.publishing import publish
from season_calendar.publishing.facts import EventFacts, facts_of
from season_calendar.publishing.facts_codec import content_of, from_json

FULL = Season(
    Series("wtcr", "FIA World Touring Car Cup", "WTCR", link="https://www.fiawtcr.com/", color="dodgerblue"),
    "2021",
    (
        Round(
            "portugal",
            "Race of Portugal",
            Venue("estoril", "Circuito do Estoril", "Europe/Lisbon", "Estoril, Portugal", Coordinates(38.75, -9.39)),
            date(2021, 6, 26),
            date(2021, 6, 27),
            Status.PROVISIONAL,
            label="Round 2",
            note="„Açores“ — 葡萄牙 🏁\nDoors open at 9",
            link="https://example.org/estoril?a=1&b=2",
            sessions=(
                Session(
                    "race-1",
                    "race",
                    "Race 1",
                    date(2021, 6, 26),
                    datetime(2021, 6, 26, 16, 45, tzinfo=UTC),
                    datetime(2021, 6, 26, 17, 15, 30, tzinfo=UTC),
                    Status.CANCELLED,
                    'Said to be "wet"',
                    "https://example.org/race-1",
                ),
            ),
        ),
    ),
)
BARE = Season(
    Series("fe", "Formula E", "FE"),
    "2021-22",
    (
        Round(
            "rome",
            "Rome",
            Venue("eur", "Circuito dell'EUR", "Europe/Rome"),
            date(2022, 4, 9),
            date(2022, 4, 9),
            sessions=(Session("race", "race", "E-Prix", date(2022, 4, 9)),),
        ),
    ),
)


@pytest.mark.parametrize(
    ("facts", "text", "digest"),
    [
        (
            facts_of(FULL)[0],
            '{"uid":"wtcr.2021.portugal@season-calendar","series_id":"wtcr","season_id":"2021",'
            '"round_id":"portugal","session_id":null,"kind":"round","series_name":"WTCR",'
            '"round_name":"Race of Portugal","session_name":null,"label":"Round 2","first_day":"2021-06-26",'
            '"last_day":"2021-06-27","start_at":null,"end_at":null,"status":"provisional",'
            '"venue_name":"Circuito do Estoril","place":"Estoril, Portugal","zone_name":"Europe/Lisbon",'
            '"coordinates":[38.75,-9.39],"note":"„Açores“ — 葡萄牙 🏁\\nDoors open at 9",'
            '"link":"https://example.org/estoril?a=1&b=2"}',
            "e5b811d273096dc892cf0c5a9030cbf71fb79b3727d3e1b4f093dabd74fc0f89",
        ),
        (
            replace(facts_of(FULL)[1], round_label=None),  # which sessions did not know then
            '{"uid":"wtcr.2021.portugal.race-1@season-calendar","series_id":"wtcr","season_id":"2021",'
            '"round_id":"portugal","session_id":"race-1","kind":"race","series_name":"WTCR",'
            '"round_name":"Race of Portugal","session_name":"Race 1","label":null,"first_day":"2021-06-26",'
            '"last_day":"2021-06-26","start_at":"2021-06-26T16:45:00Z","end_at":"2021-06-26T17:15:30Z",'
            '"status":"cancelled","venue_name":"Circuito do Estoril","place":"Estoril, Portugal",'
            '"zone_name":"Europe/Lisbon","coordinates":[38.75,-9.39],"note":"Said to be \\"wet\\"",'
            '"link":"https://example.org/race-1"}',
            "726a4b1c0f0c0537706dca0b672319a65037bbda8f349701e56984195f30e3bd",
        ),
        (
            facts_of(BARE)[0],
            '{"uid":"fe.2021-22.rome@season-calendar","series_id":"fe","season_id":"2021-22","round_id":"rome",'
            '"session_id":null,"kind":"round","series_name":"FE","round_name":"Rome","session_name":null,'
            '"label":null,"first_day":"2022-04-09","last_day":"2022-04-09","start_at":null,"end_at":null,'
            '"status":"confirmed","venue_name":"Circuito dell\'EUR","place":null,"zone_name":"Europe/Rome",'
            '"coordinates":null,"note":null,"link":null}',
            "007d5bfe43c923a36f7f039cf4413036c82f6e550ddb90f337858a251701a78f",
        ),
        (
            facts_of(BARE)[1],
            '{"uid":"fe.2021-22.rome.race@season-calendar","series_id":"fe","season_id":"2021-22",'
            '"round_id":"rome","session_id":"race","kind":"race","series_name":"FE","round_name":"Rome",'
            '"session_name":"E-Prix","label":null,"first_day":"2022-04-09","last_day":"2022-04-09","start_at":null,'
            '"end_at":null,"status":"confirmed","venue_name":"Circuito dell\'EUR","place":null,'
            '"zone_name":"Europe/Rome","coordinates":null,"note":null,"link":null}',
            "ac782c69505890f02bef77fdc69fe3ee02933836202f478d3d85e0bb1260bc02",
        ),
    ],
    ids=["full round", "full session", "bare round", "bare session"],
)
def test_the_text_of_an_event_and_its_first_fingerprint_are_these_for_ever(
    facts: EventFacts, text: str, digest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "RENDER_VERSION", 1)

    assert content_of(facts) == text
    assert publish.fingerprint(facts) == digest
    assert publish.fingerprint(from_json(text)) == digest


def test_the_fingerprint_says_in_which_form_facts_are_shown() -> None:
    digest = "914fa62901389c5b2529a2d582f0c6f81c2c7ae35b32159b1d2a213a205e2e3a"
    assert publish.RENDER_VERSION == 3
    assert publish.fingerprint(facts_of(BARE)[0]) == digest
