"""What journals keep beside the events: what the clock said at the last publication, and where they are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.racing import germany, season

from season_calendar.errors import StorageError
from season_calendar.model import Season
from season_calendar.publishing.publication import History
from season_calendar.publishing.publish import publish
from season_calendar.seasons.publishing import Journal
from season_calendar.storage.journal_file import FileJournal
from season_calendar.storage.journal_text import parse

IN_2036 = datetime(2036, 1, 1, tzinfo=UTC)
IN_2021 = datetime(2021, 6, 1, 8, 0, tzinfo=UTC)
EIFEL = season(replace(germany(), name="Race of Eifel"))


def record(journal: Journal, state: Season, now: datetime) -> None:
    with journal.exclusive() as writer:
        writer.record(publish(state, writer.history("wtcr", "2021"), now))


def history(journal: Journal) -> History:
    with journal.exclusive() as writer:
        return writer.history("wtcr", "2021")


def test_after_a_publication_by_a_clock_that_was_set_right_that_clock_is_the_last_one_seen(
    open_journal: Callable[[], Journal],
) -> None:
    record(open_journal(), season(), IN_2036)
    record(open_journal(), EIFEL, IN_2021)

    kept = history(open_journal())
    assert kept.seen_at == IN_2021
    assert kept.published_at is not None
    assert kept.published_at > IN_2036


def test_the_clock_of_an_edition_is_known_again_after_the_next_one(open_journal: Callable[[], Journal]) -> None:
    record(open_journal(), season(), IN_2036)
    record(open_journal(), EIFEL, IN_2021)
    record(open_journal(), EIFEL, IN_2021 + timedelta(days=1))
    assert history(open_journal()).seen_at == IN_2021


@pytest.mark.parametrize("text", ["[]", "null", "3", '"format"', '{"format": "3", "seasons": []}'])
def test_json_that_is_no_journal_is_told_with_what_helps(text: str) -> None:
    with pytest.raises(StorageError, match=r"^j:1: there is no journal in it \(it is written by the program alone"):
        parse(text.encode(), "j")


def test_a_journal_file_is_made_in_a_folder_of_a_folder_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "kept" / "2021" / "journal.json"
    record(FileJournal(path), season(), IN_2021)
    assert history(FileJournal(path)).edition == 1
