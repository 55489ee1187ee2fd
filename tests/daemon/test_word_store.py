"""Words are shared by all who read the same, and by nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from support.racing import germany
from support.reminding import HOUR, MINUTE, anna, correction_of, editions, moved, reminder_of, subject_of
from support.stage import DUE

from season_calendar.daemon import word_store
from season_calendar.daemon.in_hand import InHand, ToTell
from season_calendar.daemon.word_store import WordStore
from season_calendar.publishing.publication import Publication
from season_calendar.reminders.composing import compose
from season_calendar.reminders.known import Knowledge
from season_calendar.reminders.next_step import Telling
from season_calendar.reminders.wanted import Wanted
from season_calendar.storage.ledger.rows import Found, ToldRow

(PUBLICATION,) = editions(germany())
BEFORE, AFTER = editions(germany(), moved(germany(), "race-1", 3 * HOUR))


@pytest.fixture
def composed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """For whom words were found."""
    found: list[str] = []

    def spy(telling: Telling, subject: Any, subscriber: Any, now: Any) -> Any:
        found.append(subscriber.id)
        return compose(telling, subject, subscriber, now)

    monkeypatch.setattr(word_store, "compose", spy)
    return found


def item(publication: Publication = PUBLICATION, telling: Telling | None = None, **whose: object) -> InHand:
    """The reminder of race-1, or something else, in hand for anna, or somebody else."""
    subscriber = anna(**whose)
    telling = telling or reminder_of(publication, "race-1", HOUR)
    row = ToldRow(1, subscriber.id, "wtcr/2021/germany", "wtcr/2021", Knowledge())
    to_tell = ToTell(Wanted(subject_of(publication)), DUE, telling, Knowledge())
    return InHand(Found(row, subscriber, 1), subscriber, to_tell)


def saying(its: InHand, telling: Telling) -> InHand:
    """The same with another message."""
    return replace(its, to_tell=replace(its.to_tell, telling=telling))


def test_all_who_read_the_same_share_words_and_have_keys_of_their_own(composed: list[str]) -> None:
    words = WordStore()
    first = item()
    second = replace(first, subscriber=anna(id="b2", name="bo", address="elsewhere"))
    messages = [words.message(its, DUE) for its in (first, second)]
    assert composed == ["a1"]
    assert messages[0].text == messages[1].text
    assert [message.key for message in messages] == [first.key, second.key]
    assert [message.data["key"] for message in messages] == [first.key, second.key]


@pytest.mark.parametrize("other", [{"zone_name": "Europe/Lisbon"}, {"choice": "lang=de"}])
def test_who_reads_another_language_or_zone_has_other_words(composed: list[str], other: dict[str, str]) -> None:
    words = WordStore()
    first = item()
    second = replace(first, subscriber=anna(id="b2", **other))
    assert words.message(first, DUE).text != words.message(second, DUE).text
    assert composed == ["a1", "b2"]


def test_another_message_has_other_words(composed: list[str]) -> None:
    words = WordStore()
    first = item()
    nearer = saying(first, reminder_of(PUBLICATION, "qualifying", HOUR))
    correction = item(AFTER, correction_of(BEFORE, AFTER, "race-1"))
    of_another_start = saying(correction, replace(correction.telling, untrue={}))
    messages = [words.message(its, DUE) for its in (first, nearer, correction, of_another_start)]
    assert len({message.text for message in messages}) == 4
    assert len(composed) == 4


def test_a_reminder_has_other_words_than_a_correction_that_says_the_same(composed: list[str]) -> None:
    words = WordStore()
    reminder = item()
    correction = saying(
        reminder, replace(correction_of(BEFORE, AFTER, "race-1"), says=reminder.telling.says, untrue={})
    )
    assert words.message(reminder, DUE).title != words.message(correction, DUE).title


def test_what_was_edited_has_other_words(composed: list[str]) -> None:
    words = WordStore()
    first, other = item(editions(germany())[0]), item(editions(replace(germany(), name="Race of the Eifel"))[0])
    same_says = saying(other, first.telling)
    assert words.message(first, DUE).title != words.message(same_says, DUE).title


def test_words_are_kept_for_a_second(composed: list[str]) -> None:
    words = WordStore()
    its = item()
    first = words.message(its, DUE)
    words.message(its, DUE + timedelta(milliseconds=999))
    assert len(composed) == 1
    later = words.message(its, DUE + timedelta(seconds=1))
    assert len(composed) == 2
    assert first.data != later.data
    words.message(its, DUE + MINUTE)
    words.message(its, DUE)
    assert len(composed) == 4


def test_no_more_words_are_kept_than_there_is_room_for(composed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_store, "_MOST_WORDS", 2)
    words = WordStore()
    zones = ["Europe/Berlin", "Europe/Lisbon", "Europe/Athens"]
    first = item()
    for zone in zones:
        words.message(replace(first, subscriber=anna(zone_name=zone)), DUE)
    assert len(words._words) == 1
    words.message(replace(first, subscriber=anna(zone_name=zones[-1])), DUE)
    assert len(composed) == 3
