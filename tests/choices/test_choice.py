"""Which rounds and events a choice wants of a season, and how long before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from support.racing import WTCR, germany, published, season

from season_calendar.choices.choice import Choice, ChosenRounds, Rounds, lead_times_of
from season_calendar.choices.options import stored_choice
from season_calendar.errors import FeedOptionError
from season_calendar.model import Driver, Season, Title
from season_calendar.publishing.facts import facts_of, uid_of
from season_calendar.wording.texts import texts_for

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

ROUNDS = tuple(replace(germany(), id=id_) for id_ in ("germany", "portugal", "spain"))
SEASON = Season(
    WTCR,
    "2021",
    ROUNDS,
    (Title("drivers", "Drivers' Title"), Title("junior", "Junior Title", ("spain", "portugal"))),
    (
        Driver("jessica", "Jessica Bäckman"),
        Driver("guest", "A Guest", rounds=("germany",)),
        Driver("other", "Another Guest", rounds=("germany", "spain")),
    ),
)


@pytest.mark.parametrize(
    ("choice", "rounds"),
    [
        ("", None),
        ("series=wtcr", None),
        ("series=f1,wtcr", None),
        ("series=f1", set()),
        ("series=f1&driver=jessica", set()),
        ("round=spain,germany", {"spain", "germany"}),
        ("round=wtcr/2021/spain,wtcr/2022/germany", {"spain"}),
        ("round=left-the-file", {"left-the-file"}),
        ("driver=jessica", None),
        ("driver=guest", {"germany"}),
        ("driver=other,guest", {"germany", "spain"}),
        ("driver=guest,jessica", None),
        ("driver=nobody", set()),
        ("driver=nobody,guest", {"germany"}),
        ("title=drivers", None),
        ("title=junior", {"spain", "portugal"}),
        ("title=unknown", set()),
        ("title=junior&driver=guest", {"germany", "portugal", "spain"}),
        ("title=junior&driver=jessica", None),
        ("title=junior&driver=nobody", {"portugal", "spain"}),
        ("round=spain,portugal&driver=other", {"spain"}),
        ("round=spain,portugal&driver=jessica", {"spain", "portugal"}),
        ("round=spain&driver=guest", set()),
    ],
)
def test_a_season_is_narrowed_to_the_rounds_chosen(choice: str, rounds: set[str] | None) -> None:
    assert rounds_left_by(choice) == rounds


def rounds_left_by(choice: str, of: Season = SEASON) -> set[str] | None:
    """The ids of the rounds that are left, of the season's and of one that left it; None for all."""
    chosen = stored_choice(choice).narrowed_to(of)
    if chosen is None:
        return None
    facts = facts_of(replace(of, rounds=(*of.rounds, replace(germany(), id="left-the-file"))))
    return {its.round_id for its in facts if chosen.has(its)}


def test_a_round_is_found_by_the_id_it_had_and_by_the_one_its_uid_was_made_of() -> None:
    renamed = replace(SEASON, rounds=(replace(ROUNDS[2], id="motorland", was="aragon"),))
    (facts, *_) = facts_of(renamed, lambda round_, session: uid_of("wtcr", "2021", "spain"))
    for id_ in ("spain", "aragon", "motorland", "wtcr/2021/aragon"):
        chosen = stored_choice(f"round={id_}").narrowed_to(renamed)
        assert chosen is not None
        assert chosen.has(facts)
    other = stored_choice("round=wtcr/2022/aragon").narrowed_to(renamed)
    assert other is not None
    assert not other.has(facts)


def test_a_driver_enters_rounds_by_their_ids_of_now() -> None:
    """A round has the id by now that another one had before."""
    spain, catalunya = replace(ROUNDS[2], id="aragon"), replace(ROUNDS[1], id="spain")
    reused = replace(SEASON, rounds=(spain, catalunya), drivers=(Driver("guest", "A Guest", rounds=("spain",)),))
    uids = {"aragon": "wtcr.2021.spain@season-calendar", "spain": "wtcr.2021.spain+2@season-calendar"}
    chosen = stored_choice("driver=guest").narrowed_to(reused)
    assert chosen is not None
    entered = [its for its in facts_of(reused, lambda round_, _: uids[round_.id]) if chosen.has(its)]
    assert {its.round_id for its in entered} == {"spain"}


def test_a_driver_is_no_title_and_a_title_no_driver() -> None:
    assert rounds_left_by("driver=drivers") == set()
    assert rounds_left_by("title=jessica") == set()


@pytest.mark.parametrize(
    ("choice", "kinds"),
    [
        ("", {"round", "qualifying", "race"}),
        ("sessions=race", {"round", "race"}),
        ("rounds=only", {"round"}),
        ("rounds=none", {"qualifying", "race"}),
        ("rounds=none&sessions=qualifying", {"qualifying"}),
    ],
)
def test_a_choice_wants_what_it_says(choice: str, kinds: set[str]) -> None:
    wanted = stored_choice(choice)
    facts = [entry.facts for entry in published(season()).entries.values()]
    assert {its.kind for its in facts if wanted.wants(its, None)} == kinds
    assert {its.kind for its in facts if wanted.wants(its, ChosenRounds(frozenset({"germany"})))} == kinds
    assert not any(wanted.wants(its, ChosenRounds(frozenset({"spain"}))) for its in facts)
    assert not any(wanted.wants(its, ChosenRounds(frozenset())) for its in facts)


@pytest.mark.parametrize(
    ("choice", "is_everything", "narrows_rounds"),
    [
        ("", True, False),
        ("series=wtcr&alarm=1d&lang=en", True, False),
        ("rounds=with", True, False),
        ("sessions=race", False, False),
        ("rounds=none", False, False),
        ("rounds=only", False, False),
        ("round=spain", False, True),
        ("driver=guest", False, True),
        ("title=junior", False, True),
    ],
)
def test_a_choice_knows_whether_it_leaves_anything_out(choice: str, is_everything: bool, narrows_rounds: bool) -> None:
    wanted = stored_choice(choice)
    assert (wanted.is_everything, wanted.narrows_rounds) == (is_everything, narrows_rounds)


@pytest.mark.parametrize(
    ("choice", "race", "round_"),
    [
        ("", None, None),
        ("alarm=1d", (DAY,), (DAY,)),
        ("alarm=race:2h,1h", (2 * HOUR, HOUR), None),
        ("alarm=1d,race:none", (), (DAY,)),
        ("alarm=none,round:1d", (), (DAY,)),
        ("alarm=none", (), ()),
    ],
)
def test_the_lead_times_of_a_kind_go_over_those_of_every_kind(
    choice: str, race: tuple[timedelta, ...] | None, round_: tuple[timedelta, ...] | None
) -> None:
    wanted = stored_choice(choice)
    assert (wanted.own_lead_times("race"), wanted.own_lead_times("round")) == (race, round_)


def test_the_same_lead_times_are_one_value_however_they_are_said() -> None:
    assert lead_times_of({"race": [HOUR, DAY, HOUR], "": []}) == (("", ()), ("race", (DAY, HOUR)))


def test_a_choice_of_rounds_only_has_no_sessions_to_choose() -> None:
    with pytest.raises(FeedOptionError, match="rounds=only leaves no sessions to choose"):
        Choice(rounds=Rounds.ONLY, sessions=frozenset({"race"}))


def test_the_texts_are_of_the_language_or_the_usual_ones() -> None:
    assert Choice().texts is texts_for("en")
    assert Choice(language="sv").texts is texts_for("sv")
