"""A season file held against what was published: new ids for the same weekend, old ids for another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest

from season_calendar.errors import SeasonFileError
from season_calendar.season_file import PublishedRound, PublishedSession, read_season

SPAIN = PublishedRound("spain", "MotorLand Aragón", date(2021, 7, 10), date(2021, 7, 11))
RACE = PublishedSession("race-a", "race", date(2021, 7, 11), datetime(2021, 7, 11, 10, 0, tzinfo=UTC))
ITALY = PublishedRound("italy", "Adria", date(2021, 8, 1), date(2021, 8, 1))
ITS_NEW_ID = (
    "f:8:10: warning: the round 'aragon' is the weekend that was published as 'spain', which is not here "
    "(calendars will take it for another event; if it is the same, write in it was: spain)"
)
OLD_ID_COMES_BACK = (
    "f:8:10: warning: the round 'spain' was another weekend, 2021-07-10 to 2021-07-11 at MotorLand Aragón "
    "(its event in every calendar would become this one; choose another id)"
)


@dataclass
class Journal:
    """One that knows these rounds."""

    published: Sequence[PublishedRound]

    def has(self, ids: tuple[str, ...]) -> bool:
        return False

    def rounds(self, series_id: str, season_id: str) -> Sequence[PublishedRound]:
        assert (series_id, season_id) == ("wtcr", "2021")
        return self.published


def season(*rounds: str) -> bytes:
    """The first round stands in line 8."""
    text = """\
schema: 1
series: {id: wtcr, name: Cars}
season: 2021
venues:
  motorland: {name: MotorLand Aragón, zone: Europe/Madrid}
  barcelona: {name: Catalunya, zone: Europe/Madrid}
rounds:
"""
    return (text + "".join(f"  - {{{each}}}\n" for each in rounds)).encode()


def warnings_of(source: bytes, *published: PublishedRound) -> list[str]:
    _, warnings = read_season(source, "f", Journal(published))
    return [text for text in map(str, warnings) if "no round is at the venue" not in text]


def at_motorland(id_: str, dates: str = "2021-07-10 to 2021-07-11", more: str = "") -> str:
    return f"id: {id_}, name: Spain, venue: motorland, dates: {dates}{more}"


def in_barcelona(id_: str, dates: str) -> str:
    return f"id: {id_}, name: Spain, venue: barcelona, dates: {dates}"


class TestANewIdForTheSameWeekend:
    @pytest.mark.parametrize("dates", ["2021-07-10 to 2021-07-11", "2021-07-11 to 2021-07-12", "2021-07-10"])
    def test_is_warned_of_with_the_cure(self, dates: str) -> None:
        assert warnings_of(season(at_motorland("aragon", dates)), SPAIN) == [ITS_NEW_ID]

    def test_is_warned_of_also_after_it_was_published_that_the_old_one_left(self) -> None:
        assert warnings_of(season(at_motorland("aragon")), replace(SPAIN, has_left=True)) == [ITS_NEW_ID]

    def test_is_fine_once_the_round_says_what_it_was(self) -> None:
        assert warnings_of(season(at_motorland("aragon, was: spain")), SPAIN) == []

    def test_is_warned_of_where_it_says_to_have_been_what_never_was(self) -> None:
        assert warnings_of(season(at_motorland("aragon, was: spian")), SPAIN) == [ITS_NEW_ID]

    @pytest.mark.parametrize(
        "round_",
        [in_barcelona("aragon", "2021-07-10 to 2021-07-11"), at_motorland("aragon", "2021-07-17 to 2021-07-18")],
    )
    def test_is_none_at_another_venue_or_on_other_days(self, round_: str) -> None:
        assert warnings_of(season(round_), SPAIN) == []

    def test_is_none_where_the_old_round_is_there_was_over_or_the_new_one_was_published(self) -> None:
        both = season(at_motorland("spain"), at_motorland("aragon"))
        assert warnings_of(both, SPAIN) == []
        assert warnings_of(season(at_motorland("aragon")), replace(SPAIN, is_over=True)) == []
        assert (
            warnings_of(season(at_motorland("aragon")), replace(SPAIN, has_left=True), replace(SPAIN, id="aragon"))
            == []
        )

    def test_one_round_that_left_is_one_of_the_new_ones_only(self) -> None:
        assert warnings_of(season(at_motorland("aragon"), at_motorland("aragon-2")), SPAIN) == [ITS_NEW_ID]

    def test_is_not_asked_of_a_file_that_has_problems(self) -> None:
        with pytest.raises(SeasonFileError) as refused:
            read_season(season(at_motorland("aragon"), "id: b"), "f", Journal([SPAIN]))
        assert "published as" not in str(refused.value)


class TestAnOldIdForAnotherWeekend:
    def test_is_warned_of(self) -> None:
        back = season(in_barcelona("spain", "2021-09-01"))
        assert warnings_of(back, replace(SPAIN, has_left=True)) == [OLD_ID_COMES_BACK]

    def test_is_warned_of_where_the_earlier_one_took_place_and_never_left(self) -> None:
        again = season(in_barcelona("spain", "2021-09-01"))
        assert warnings_of(again, replace(SPAIN, is_over=True, took_place=True)) == [OLD_ID_COMES_BACK]

    def test_is_none_where_the_round_did_not_take_place_on_its_days(self) -> None:
        assert warnings_of(season(in_barcelona("spain", "2021-09-01")), replace(SPAIN, is_over=True)) == []

    def test_is_none_where_the_round_was_moved_and_never_left(self) -> None:
        assert warnings_of(season(in_barcelona("spain", "2021-09-01")), SPAIN) == []

    @pytest.mark.parametrize(
        "round_", [at_motorland("spain", "2021-09-01"), in_barcelona("spain", "2021-07-11 to 2021-07-12")]
    )
    def test_is_none_where_it_comes_back_to_its_venue_or_its_days(self, round_: str) -> None:
        assert warnings_of(season(round_), replace(SPAIN, has_left=True)) == []
        assert warnings_of(season(round_), replace(SPAIN, is_over=True, took_place=True)) == []

    def test_is_none_without_a_date_or_where_the_round_says_that_it_was_another(self) -> None:
        left = replace(SPAIN, has_left=True)
        undated = "id: spain, name: Spain, venue: barcelona, status: postponed"
        assert warnings_of(season(undated), left) == []
        assert warnings_of(season(in_barcelona("spain, was: italy", "2021-09-01")), left, ITALY) == []


class TestANewIdForTheSameSession:
    SAME = ", sessions: [{id: race-1, kind: race, start: 2021-07-11 12:00}]"

    def test_is_warned_of_with_the_cure(self) -> None:
        (warning,) = warnings_of(season(at_motorland("spain", more=self.SAME)), replace(SPAIN, sessions=(RACE,)))
        assert warning == (
            "f:8:97: warning: the session 'race-1' is the one that was published as 'race-a', which is not here "
            "(calendars will take it for another event; if it is the same, write in it was: race-a)"
        )

    def test_is_found_in_a_round_that_was_called_otherwise(self) -> None:
        renamed = season(at_motorland("aragon, was: spain", more=self.SAME))
        assert len(warnings_of(renamed, replace(SPAIN, sessions=(RACE,)))) == 1

    def test_is_fine_once_the_session_says_what_it_was(self) -> None:
        cured = self.SAME.replace("id: race-1", "id: race-1, was: race-a")
        assert warnings_of(season(at_motorland("spain", more=cured)), replace(SPAIN, sessions=(RACE,))) == []

    @pytest.mark.parametrize(
        "before",
        [
            replace(RACE, kind="practice"),
            replace(RACE, start_at=None),
            replace(RACE, day=date(2021, 7, 10), start_at=datetime(2021, 7, 10, 10, 0, tzinfo=UTC)),
            replace(RACE, is_over=True),
            replace(RACE, id="race-1"),
        ],
    )
    def test_is_none_of_another_kind_or_start_or_where_the_old_one_was_over_or_is_it(
        self, before: PublishedSession
    ) -> None:
        assert warnings_of(season(at_motorland("spain", more=self.SAME)), replace(SPAIN, sessions=(before,))) == []
