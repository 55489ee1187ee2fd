"""What becomes of what left the file: over or ahead, forgotten on purpose, or there under another id."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from support.racing import FIRST_NOW, WTCR, germany, history, published, season, session

from season_calendar.model import Round, Season, Status
from season_calendar.publishing.changes import Aspect
from season_calendar.publishing.facts import uid_of
from season_calendar.publishing.publication import Entry, History, Publication
from season_calendar.publishing.publish import forget, publish

DAY = timedelta(days=1)
AFTER_GERMANY = FIRST_NOW + 10 * DAY
GERMANY = germany()
MACAU = replace(
    germany(sessions=(session("race-1", "race", "Race 1", date(2021, 11, 20), "05:00"),)),
    id="macau",
    name="Race of Macau",
    first_day=date(2021, 11, 19),
    last_day=date(2021, 11, 21),
)
ROUND_UID, RACE_UID = uid_of("wtcr", "2021", "germany"), uid_of("wtcr", "2021", "germany", "race-1")
MACAU_UID = uid_of("wtcr", "2021", "macau")


def then(before: Publication, *rounds: Round, days: int = 10) -> Publication:
    """What is published so many days after the first publication."""
    return publish(Season(WTCR, "2021", rounds), history(before), FIRST_NOW + days * DAY)


class TestWhatIsOver:
    def test_it_stays_as_it_is_without_a_stamp_and_nobody_is_told(self) -> None:
        before = published(season(GERMANY, MACAU))
        after = then(before, MACAU)

        assert (after.edition, after.changed, after.entries) == (1, (), before.entries)

    def test_of_a_weekend_that_has_begun_only_what_is_ahead_leaves(self) -> None:
        after = then(published(season(GERMANY, MACAU)), MACAU, days=3)

        left = {entry.facts.session_id for entry in after.entries.values() if entry.is_removed}
        assert left == {None, "race-1", "race-2"}
        assert [change.aspect for change in after.changes] == [Aspect.WITHDRAWN] * 3

    def test_it_is_shown_for_ever(self) -> None:
        after = then(published(season(GERMANY, MACAU)), MACAU)

        assert len(list(after.entries_at(FIRST_NOW + 9_999 * DAY))) == len(after.entries)

    def test_a_session_is_over_at_the_very_second_at_which_it_ends(self) -> None:
        before = published(season(GERMANY))
        ends = next(its.end_at for its in GERMANY.sessions if its.id == "qualifying")
        assert ends is not None

        qualifying = uid_of("wtcr", "2021", "germany", "qualifying")
        without = season(replace(GERMANY, sessions=GERMANY.sessions[1:]))
        assert publish(without, history(before), ends).entries[qualifying] == before.entries[qualifying]
        assert publish(without, history(before), ends - timedelta(seconds=1)).entries[qualifying].is_removed

    def test_one_that_was_called_off_stays_called_off(self) -> None:
        off = replace(GERMANY, status=Status.POSTPONED)
        after = then(published(season(off, MACAU)), MACAU)

        assert after.entries[ROUND_UID].facts.status is Status.POSTPONED
        assert after.entries[ROUND_UID].withdrawn_at is None


class TestWhatIsAhead:
    def test_a_session_that_leaves_is_not_called_off_because_another_one_of_its_round_is(self) -> None:
        others = [replace(its, status=Status.CANCELLED) for its in GERMANY.sessions if its.id != "race-1"]
        after = published(season(GERMANY), season(replace(GERMANY, sessions=tuple(others))))

        assert after.entries[RACE_UID].is_removed

    def test_a_cancelled_session_that_leaves_with_its_postponed_round_stays_cancelled(self) -> None:
        cancelled = tuple(replace(its, status=Status.CANCELLED) for its in GERMANY.sessions)
        states = (replace(GERMANY, sessions=cancelled), replace(GERMANY, sessions=(), status=Status.POSTPONED))
        after = published(*map(season, states))

        assert after.entries[ROUND_UID].facts.status is Status.POSTPONED
        assert after.entries[RACE_UID].facts.status is Status.CANCELLED


class TestForget:
    def test_what_is_over_is_gone_at_once_and_what_is_ahead_is_a_tombstone(self) -> None:
        before = then(published(season(GERMANY, MACAU)), GERMANY, MACAU)
        after = forget(history(before), before.entries.keys(), AFTER_GERMANY)

        assert [entry.facts.round_id for entry in after.entries_at(AFTER_GERMANY)] == ["macau", "macau"]
        assert all(entry.is_removed and entry.sequence == 1 for entry in after.entries.values())
        assert (after.edition, after.published_at) == (2, AFTER_GERMANY)
        assert after.season == replace(before.season, rounds=())
        assert {change.aspect for change in after.changes} == {Aspect.WITHDRAWN}

    def test_what_ends_at_that_very_second_is_over_and_gone_at_once(self) -> None:
        before = published(season(GERMANY))
        ends = before.entries[RACE_UID].facts.over_at

        assert RACE_UID not in {entry.uid for entry in forget(history(before), [RACE_UID], ends).entries_at(ends)}

    def test_what_is_not_named_stays(self) -> None:
        before = published(season(GERMANY, MACAU))
        after = forget(history(before), [RACE_UID], AFTER_GERMANY)

        assert [entry.uid for entry in after.changed] == [RACE_UID]
        assert AFTER_GERMANY in after.leavings()

    def test_it_stays_away_until_the_file_has_it_again_and_then_counts_on(self) -> None:
        before = published(season(GERMANY, MACAU))
        gone = forget(history(before), [ROUND_UID, RACE_UID], AFTER_GERMANY)
        still = then(gone, MACAU, days=11)
        back = then(still, GERMANY, MACAU, days=12)

        assert still.changed == ()
        assert (back.entries[RACE_UID].withdrawn_at, back.entries[RACE_UID].sequence) == (None, 2)

    def test_to_forget_again_changes_nothing(self) -> None:
        gone = forget(history(published(season(GERMANY, MACAU))), [RACE_UID], AFTER_GERMANY)

        assert forget(history(gone), [RACE_UID], AFTER_GERMANY + DAY).edition == gone.edition

    @pytest.mark.parametrize("before", [History(), history(published(season(GERMANY)))])
    def test_what_was_never_published_cannot_be_forgotten(self, before: History) -> None:
        with pytest.raises(ValueError, match="never published"):
            forget(before, ["nothing@season-calendar"], FIRST_NOW)


class TestAnotherId:
    EIFEL = replace(GERMANY, id="eifel", was="germany")

    def entries(self, *states: Season) -> dict[tuple[str, str | None], list[Entry]]:
        """The events after these states, an hour apart, by their ids."""
        found: dict[tuple[str, str | None], list[Entry]] = {}
        for entry in published(*states).entries.values():
            found.setdefault(entry.facts.ids, []).append(entry)
        return found

    def test_without_a_word_of_what_it_was_it_is_another_event(self) -> None:
        entries = self.entries(season(GERMANY), season(replace(GERMANY, id="eifel")))

        assert entries["germany", None][0].is_removed
        assert entries["eifel", None][0].uid == uid_of("wtcr", "2021", "eifel")

    def test_a_round_that_says_what_it_was_keeps_its_uids_and_its_sessions_theirs(self) -> None:
        entries = self.entries(season(GERMANY), season(self.EIFEL))

        assert set(entries) == {("eifel", None), *(("eifel", its.id) for its in GERMANY.sessions)}
        assert [entry.uid for entry in entries["eifel", "race-1"]] == [RACE_UID]

    def test_a_session_that_left_goes_with_it_also_where_the_round_itself_was_never_published(self) -> None:
        """So it is after feeds of sessions alone were adopted."""
        before = history(published(season(GERMANY)))
        sessions = {uid: entry for uid, entry in before.entries.items() if not entry.facts.is_round}
        eifel = replace(self.EIFEL, sessions=GERMANY.sessions[:1], status=Status.CANCELLED)

        race = publish(season(eifel), replace(before, entries=sessions), FIRST_NOW).entries[RACE_UID]
        assert (race.facts.round_id, race.facts.status) == ("eifel", Status.CANCELLED)

    def test_that_is_remembered_when_it_is_no_longer_written(self) -> None:
        forgotten = season(replace(self.EIFEL, was=None))
        entries = self.entries(season(GERMANY), season(self.EIFEL), forgotten, forgotten)

        assert [entry.uid for entry in entries["eifel", None]] == [ROUND_UID]
        assert [entry.uid for entry in entries["eifel", "race-1"]] == [RACE_UID]

    def test_it_holds_without_a_journal_too(self) -> None:
        assert self.entries(season(self.EIFEL))["eifel", "race-1"][0].uid == RACE_UID

    @pytest.mark.parametrize("id_", ["eifel", "zolder"])
    def test_a_uid_that_was_published_meanwhile_leaves_as_a_tombstone(self, id_: str) -> None:
        renamed = season(replace(GERMANY, id=id_))
        states = [season(GERMANY), renamed, season(replace(GERMANY, id=id_, was="germany")), renamed]

        assert {entry.uid: entry.is_removed for entry in self.entries(*states)[id_, None]} == {
            ROUND_UID: False,
            uid_of("wtcr", "2021", id_): True,
        }

    def test_of_two_that_left_with_one_id_the_later_comes_back(self) -> None:
        renamed = season(replace(GERMANY, id="zolder"))
        both = [season(GERMANY), renamed, season(replace(GERMANY, id="zolder", was="germany"))]

        entries = self.entries(*both, season(MACAU), renamed)["zolder", None]
        assert [entry.uid for entry in entries if not entry.is_removed] == [ROUND_UID]

    def test_one_that_was_published_meanwhile_and_is_over_is_gone_at_once(self) -> None:
        """The same weekend would stand there twice."""
        before = then(published(season(GERMANY)), replace(GERMANY, id="eifel"), days=1)
        after = then(before, self.EIFEL)

        shown = [entry.uid for entry in after.entries_at(AFTER_GERMANY)]
        assert sorted(shown) == sorted(published(season(GERMANY)).entries)

    def test_a_session_can_have_another_id_too(self) -> None:
        sprint = replace(GERMANY.sessions[1], id="sprint", was="race-1")
        entries = self.entries(season(GERMANY), season(replace(GERMANY, sessions=(sprint,))))

        assert [entry.uid for entry in entries["germany", "sprint"]] == [RACE_UID]

    def test_that_holds_without_a_journal_too(self) -> None:
        sprint = replace(GERMANY.sessions[1], id="sprint", was="race-1")

        assert [*published(season(replace(GERMANY, sessions=(sprint,)))).entries] == [ROUND_UID, RACE_UID]

    def test_a_new_session_has_the_first_id_of_its_round_in_its_uid_however_often_that_is_called_otherwise(
        self,
    ) -> None:
        ring = replace(self.EIFEL, id="ring", was="eifel")
        with_new = replace(ring, sessions=(*GERMANY.sessions, session("race-3", "race", "Race 3", date(2021, 6, 5))))
        for states in ([GERMANY, self.EIFEL, with_new], [GERMANY, self.EIFEL, ring, with_new]):
            [race_3] = self.entries(*map(season, states))["ring", "race-3"]
            assert race_3.uid == uid_of("wtcr", "2021", "germany", "race-3")

    def test_a_session_keeps_its_uid_through_a_round_and_a_name_of_its_own(self) -> None:
        sprint = replace(GERMANY.sessions[1], id="sprint", was="race-1")
        for round_ in (replace(self.EIFEL, sessions=(sprint,)), replace(self.EIFEL, sessions=(sprint,), was=None)):
            entries = self.entries(season(GERMANY), season(self.EIFEL), season(round_))
            assert [entry.uid for entry in entries["eifel", "sprint"]] == [RACE_UID]

    def test_a_round_that_gets_the_id_another_one_had_gets_a_uid_of_its_own(self) -> None:
        other = replace(MACAU, id="germany")
        states = [season(GERMANY), season(self.EIFEL), season(replace(self.EIFEL, was=None), other)]
        for again in (states, [*states, states[-1]]):
            entries = self.entries(*again)
            assert [entry.uid for entry in entries["germany", None]] == ["wtcr.2021.germany+2@season-calendar"]
            assert [entry.uid for entry in entries["eifel", None]] == [ROUND_UID]


class TestDomain:
    OURS = replace(WTCR, uid_domain="example.org")

    def test_uids_end_in_the_domain_of_the_series(self) -> None:
        assert uid_of("wtcr", "2021", "germany", domain="example.org") == "wtcr.2021.germany@example.org"
        uids = published(season(GERMANY, series=self.OURS)).entries
        assert {uid.partition("@")[2] for uid in uids} == {"example.org"}

    def test_what_was_published_keeps_the_uid_it_has(self) -> None:
        after = published(season(GERMANY), season(GERMANY, MACAU, series=self.OURS))

        assert after.entries.keys() >= published(season(GERMANY)).entries.keys()
        assert {uid for uid in after.entries if "@example.org" in uid} == {
            "wtcr.2021.macau@example.org",
            "wtcr.2021.macau.race-1@example.org",
        }
