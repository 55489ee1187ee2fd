"""What was published and is in no file any more is withdrawn on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from support.racing import germany, season, session

from season_calendar.errors import EditRefusedError, UnknownThingError
from season_calendar.feeds.addresses import find_feed
from season_calendar.feeds.feed import build_feed
from season_calendar.feeds.render import Renderer
from season_calendar.model import Round, Season
from season_calendar.publishing.last import is_forgotten
from season_calendar.publishing.publication import Publication
from season_calendar.publishing.publish import publish
from season_calendar.seasons.forgetting import forget
from season_calendar.seasons.publishing import Journal, last_publications

SPRING = datetime(2021, 4, 1, tzinfo=UTC)
SUMMER = datetime(2021, 7, 1, tzinfo=UTC)
PAST = germany()
AHEAD = germany(first_day=date(2021, 8, 7), last_day=date(2021, 8, 8), sessions=())
FILE = Path("events.yaml")

OpenJournal = Callable[[], Journal]


def named(round_: Round, id_: str, **other: object) -> Round:
    return replace(round_, id=id_, name=f"Race of {id_.title()}", **other)  # type: ignore[arg-type]


SEASON = season(PAST, named(AHEAD, "hungary"))


def published(journal: Journal, its: Season = SEASON, now: datetime = SPRING) -> Publication:
    with journal.exclusive() as writer:
        publication = publish(its, writer.history(its.series.id, its.id), now)
        writer.record(publication)
    return publication


def shown(publication: Publication, now: datetime) -> list[str]:
    """The ids of the rounds and sessions whose events are shown, and whether they are off."""
    return [
        f"{entry.facts.round_id}/{entry.facts.session_id or '-'}{' off' if entry.is_off else ''}"
        for entry in publication.entries_at(now)
    ]


def test_of_a_forgotten_season_what_was_over_is_gone_and_what_was_ahead_is_a_tombstone(
    open_journal: OpenJournal,
) -> None:
    published(open_journal())
    forget(open_journal(), ("wtcr", "2021"), [], SUMMER)

    (kept,) = last_publications(open_journal())
    assert (kept.edition, kept.season.series) == (2, SEASON.series)
    assert is_forgotten(kept)
    assert shown(kept, SUMMER) == ["hungary/- off"]
    assert shown(kept, datetime(2021, 9, 30, tzinfo=UTC)) == []


def test_its_feeds_keep_their_addresses(open_journal: OpenJournal) -> None:
    published(open_journal())
    forget(open_journal(), ("wtcr", "2021"), [], SUMMER)
    kept = last_publications(open_journal())
    for now, events in ((SUMMER, 1), (datetime(2021, 9, 30, tzinfo=UTC), 0)):
        for path in ("/all.ics", "/wtcr.ics", "/wtcr/2021.ics"):
            source = find_feed(path, kept)
            body = build_feed(source, source.choice([]), now, renderer=Renderer()).body
            assert body.count(b"BEGIN:VEVENT") == events
            assert b"\r\nCOLOR:dodgerblue\r\n" in body


@pytest.mark.parametrize(
    ("ids", "left"),
    [
        (("germany",), ["hungary/-"]),
        (("germany", "race-1"), ["germany/-", "germany/qualifying", "germany/race-2", "hungary/-"]),
    ],
)
def test_a_past_round_that_was_a_mistake_leaves_at_once_or_one_of_its_sessions(
    open_journal: OpenJournal, ids: tuple[str, ...], left: list[str]
) -> None:
    published(open_journal())
    publication = forget(open_journal(), ("wtcr", "2021", *ids), [], SUMMER)

    assert shown(publication, SUMMER) == left
    assert shown(last_publications(open_journal())[0], SUMMER) == left


def test_what_is_forgotten_stays_so_when_the_season_is_published_without_it(open_journal: OpenJournal) -> None:
    published(open_journal())
    without = season(named(AHEAD, "hungary"))
    published(open_journal(), without, SUMMER)
    forget(open_journal(), ("wtcr", "2021", "germany"), [(FILE, without)], SUMMER + timedelta(hours=1))

    again = published(open_journal(), without, SUMMER + timedelta(days=1))
    assert (shown(again, SUMMER + timedelta(days=1)), again.changed) == (["hungary/-"], ())


def test_a_dry_run_tells_the_same_and_keeps_nothing(open_journal: OpenJournal) -> None:
    before = published(open_journal())
    tried = forget(open_journal(), ("wtcr", "2021", "germany"), [], SUMMER, dry_run=True)

    assert {entry.facts.round_id for entry in tried.changed} == {"germany"}
    assert last_publications(open_journal())[0].entries == before.entries


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        (("wtcr", "2012"), r"no published season 'wtcr/2012' \(did you mean 'wtcr/2021'\?\)"),
        (("wtcr", "2021", "germny"), r"no round 'germny' in wtcr/2021 \(did you mean 'germany'\?\)"),
        (("wtcr", "2021", "germany", "race-3"), r"no session 'race-3' in wtcr/2021/germany \(did you mean 'race-"),
    ],
)
def test_what_was_never_published_is_told_with_what_was_meant(
    open_journal: OpenJournal, ids: tuple[str, ...], message: str
) -> None:
    published(open_journal())
    with pytest.raises(UnknownThingError, match=message):
        forget(open_journal(), ids, [], SUMMER)


RENAMED = season(
    named(PAST, "eifel", was="germany", sessions=(session("r1", "race", "Race 1", date(2021, 6, 5), was="race-1"),))
)


@pytest.mark.parametrize("state", [SEASON, RENAMED], ids=["as it was", "renamed since"])
@pytest.mark.parametrize(
    ("ids", "remedy"),
    [
        ((), "take that file out of --file first, everywhere"),
        (("germany",), "remove it there first"),
        (("germany", "race-1"), "remove it there first"),
    ],
)
def test_what_is_still_in_a_file_is_refused(
    open_journal: OpenJournal, state: Season, ids: tuple[str, ...], remedy: str
) -> None:
    before = published(open_journal())
    name = "/".join(("wtcr", "2021", *ids))
    with pytest.raises(EditRefusedError) as refused:
        forget(open_journal(), ("wtcr", "2021", *ids), [(FILE, state)], SUMMER)
    assert str(refused.value) == f"{name} is still in events.yaml ({remedy})"
    assert last_publications(open_journal())[0].entries == before.entries
