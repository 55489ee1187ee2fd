"""The agenda: what is true by one state of the journal, and what each choice wants of it."""

from __future__ import annotations

import pytest
from support.racing import germany
from support.reminding import DAY, anna, at, editions

from season_calendar.daemon import agenda
from season_calendar.daemon.agenda import Agenda, make_agenda
from season_calendar.model import Status

MARKS = {"wtcr/2021": 3}
KEY = "wtcr/2021/germany"


def test_an_agenda_is_newest_as_long_as_nothing_of_its_seasons_was_published() -> None:
    its = make_agenda(editions(germany()), MARKS, None)
    assert its.season_keys == {"wtcr/2021"}
    assert its.is_newest({"wtcr/2021": 3, "other/2021": 1})
    assert not its.is_newest({"wtcr/2021": 4})
    assert not its.is_newest({})
    assert Agenda().is_newest({"other/2021": 1})


def test_what_a_choice_wants_is_worked_out_once_and_of_each_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agenda, "_MOST_WANTED", 2)
    its = make_agenda(editions(germany()), MARKS, None)
    subject = its.subjects[KEY]
    one, two, three = (anna(choice=text).choice for text in ("", "sessions=race", "sessions=qualifying"))
    wanted = its.wanted(subject, one)
    assert its.wanted(subject, one) is wanted
    assert its.wanted(subject, two) is not wanted
    assert its.wanted(subject, one) is wanted
    its.wanted(subject, three)
    assert its.wanted(subject, one) is not wanted  # there is no room for more


def test_ahead_is_what_is_not_over() -> None:
    its = make_agenda(editions(germany()), MARKS, None)
    over_at = max(occasion.ends_at for occasion in its.subjects[KEY].occasions.values())
    choice = anna().choice
    assert [wanted.subject.key for wanted in its.ahead(choice, at("06-01 00:00"))] == [KEY]
    assert [wanted.subject.key for wanted in its.ahead(choice, at("06-05 12:00"))] == [KEY]
    assert list(its.ahead(choice, over_at)) == []
    assert list(its.ahead(choice, over_at + DAY)) == []


def test_what_changed_is_what_is_otherwise_or_new() -> None:
    before, same, cancelled = editions(germany(), germany(note="x"), germany(status=Status.CANCELLED))
    its = make_agenda([before], MARKS, None)
    assert make_agenda([before], {}, None).changed_since(its) == []
    assert make_agenda([cancelled], MARKS, None).changed_since(its) == [KEY]
    assert its.changed_since(Agenda()) == [KEY]
    assert Agenda().changed_since(its) == []
    assert same.edition > before.edition
