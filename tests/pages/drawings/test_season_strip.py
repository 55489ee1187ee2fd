"""The season strip: every round is there, and no letters cover others at any width."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.drawn_boxes import SVG, TELEPHONE, WIDE, codes, collisions, parsed, signs, struck_codes
from support.drawn_seasons import F1_2021, WTCR_2021, drawn

from season_calendar.pages.drawings.rounds import DrawnRound, RoundState
from season_calendar.pages.drawings.strip.season_strip import Words, legend_mark, season_strip

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WORDS = Words("The season from June to November", "Today", MONTHS)
JUNE_3, NOVEMBER_5 = date(2021, 6, 3), date(2021, 11, 5)


def round_on(first: date, last: date | None = None, **facts: object) -> DrawnRound:
    """A round to come."""
    known = {"code": "GER", "href": "/r/", "title": "Race", "state": RoundState.TO_COME} | facts
    return DrawnRound(first_day=first, last_day=last or first, **known)  # type: ignore[arg-type]


def strip_of(*rounds: DrawnRound, today: date | None = JUNE_3) -> SVG:
    """The strip as XML."""
    return parsed(season_strip(rounds, today, WORDS))


def months(strip: SVG) -> list[str | None]:
    """The names of its months."""
    return [text.text for text in strip.iter("text") if text.get("class") == "strip-month-name"]


any_round = st.builds(
    lambda day, days, state, code, is_next: round_on(
        date(2021, 1, 1) + timedelta(days=day), date(2021, 1, 1) + timedelta(days=day + days), state=state, code=code
    ),
    st.integers(0, 400),
    st.integers(0, 20),
    st.sampled_from(RoundState),
    st.sampled_from(("GER", "MEX", "WWW", "I2", "中国")),
    st.booleans(),
)


class TestRounds:
    @given(st.lists(any_round, min_size=1, max_size=40))
    def test_every_round_with_days_is_a_link_with_its_code_and_title(self, rounds: list[DrawnRound]) -> None:
        links = list(strip_of(*rounds).iterfind("a"))

        assert [link.get("href") for link in links] == ["/r/"] * len(rounds)
        titles = sorted(link.findtext("title", "") for link in links)
        assert titles == sorted(f"{its.code} · Race" for its in rounds)

    @given(st.lists(any_round, min_size=1, max_size=40))
    def test_no_codes_cover_each_other_on_a_telephone_or_a_wide_screen(self, rounds: list[DrawnRound]) -> None:
        strip = strip_of(*rounds)

        assert collisions(codes(strip, TELEPHONE)) == []
        assert collisions(codes(strip, WIDE)) == []

    @given(st.lists(any_round, min_size=1, max_size=40))
    def test_codes_are_inside_the_strip_and_clear_of_the_signs_of_what_is_off(self, rounds: list[DrawnRound]) -> None:
        strip = strip_of(*rounds)
        height = float(strip.get("height", "0"))

        for width in (TELEPHONE, WIDE):
            shown, its_signs = list(codes(strip, width)), list(signs(strip, width))
            assert [code.text for code in shown if any(code.covers(sign) for sign in its_signs)] == []
            assert all(its.top >= 0 and its.bottom <= height for its in (*shown, *its_signs))

    @pytest.mark.parametrize("state", [RoundState.TO_COME, RoundState.CANCELLED])
    @pytest.mark.parametrize(
        "days", [(3, 6, 7, 13, 15, 17, 22, 24, 24, 29, 30, 33), (4, 5, 5, 5, 5, 5, 8, 10, 15, 30, 33, 34)]
    )
    def test_many_rounds_at_once_and_right_behind_keep_clear_of_each_other(
        self, days: tuple[int, ...], state: RoundState
    ) -> None:
        strip = strip_of(*(round_on(JUNE_3 + timedelta(days=day), state=state, code="WWW") for day in days))

        for width in (TELEPHONE, WIDE):
            assert collisions(codes(strip, width)) == []
            assert struck_codes(strip, width) == []
            assert not any(code.covers(sign) for code in codes(strip, width) for sign in signs(strip, width))
            assert all(its.bottom <= float(strip.get("height", "0")) for its in codes(strip, width))

    def test_a_wide_screen_has_room_for_codes_that_a_telephone_has_not(self) -> None:
        weekly = strip_of(*(round_on(JUNE_3 + timedelta(days=7 * week), code="WWW") for week in range(30)))

        assert 20 <= len(list(codes(weekly, TELEPHONE))) < 30
        assert len(list(codes(weekly, WIDE))) == 30

    def test_a_code_with_room_around_it_stands_over_the_middle_of_its_bar(self) -> None:
        (link,) = strip_of(round_on(date(2021, 6, 15))).iterfind("a")
        (text,) = link.iter("text")

        assert (text.get("x"), text.get("dx"), text.get("text-anchor")) == ("48.33%", "0", "middle")

    def test_a_round_can_be_pressed_from_its_code_to_its_bar(self) -> None:
        for link in strip_of(*drawn(F1_2021, JUNE_3)).iterfind("a"):
            alone = SVG("svg")
            alone.append(link)
            target, *bars = (
                (float(rect.get("y", "0")), float(rect.get("y", "0")) + float(rect.get("height", "0")))
                for rect in link.iter("rect")
            )
            for top, bottom in (*bars, *((code.top, code.bottom) for code in codes(alone, TELEPHONE))):
                assert target[0] <= top + 1
                assert bottom <= target[1] + 1

    @given(st.lists(any_round, min_size=1, max_size=25))
    def test_no_stem_goes_through_another_code(self, rounds: list[DrawnRound]) -> None:
        strip = strip_of(*rounds)

        assert struck_codes(strip, TELEPHONE) == []
        assert struck_codes(strip, WIDE) == []

    @pytest.mark.parametrize("today", [date(2021, 3, 1), date(2021, 8, 20), date(2021, 12, 31)])
    def test_a_telephone_shows_the_code_of_each_of_23_rounds(self, today: date) -> None:
        shown = list(codes(strip_of(*drawn(F1_2021, today), today=today), TELEPHONE))

        assert len(shown) == 23
        assert all(code.left >= 0 and code.right <= TELEPHONE for code in shown)

    def test_a_round_without_days_is_not_on_the_strip(self) -> None:
        postponed = DrawnRound("ITA", "/italy/", "Race of Italy", RoundState.POSTPONED)

        assert season_strip([postponed], JUNE_3, WORDS) == ""
        assert len(list(strip_of(postponed, round_on(JUNE_3)).iterfind("a"))) == 1

    def test_a_season_without_rounds_has_no_strip(self) -> None:
        assert season_strip([], JUNE_3, WORDS) == ""

    def test_the_next_round_and_its_state_are_both_told(self) -> None:
        link = strip_of(round_on(JUNE_3, state=RoundState.PROVISIONAL, is_next=True)).find("a")

        assert link is not None
        assert link.get("class") == "strip-round provisional next"

    def test_what_is_cancelled_has_a_sign_below_the_line_and_no_bar(self) -> None:
        strip = strip_of(round_on(JUNE_3), round_on(date(2021, 6, 20), state=RoundState.CANCELLED, code="MAC"))
        to_come, cancelled = strip.iterfind("a")
        line = next(rect for rect in strip.iter("rect") if rect.get("class") == "strip-line")
        sign = cancelled.findall("svg")[-1]

        assert [rect.get("class") for rect in to_come.iter("rect")] == ["strip-target", "strip-bar"]
        assert [rect.get("class") for rect in cancelled.iter("rect")] == ["strip-target"]
        assert float(sign.get("y", "0")) > float(line.get("y", "0")) + float(line.get("height", "0"))
        above, below = codes(strip, TELEPHONE)
        assert (above.text, below.text) == ("GER", "MAC")
        assert above.bottom < float(line.get("y", "0"))
        assert below.top > float(line.get("y", "0")) + float(line.get("height", "0"))

    def test_a_season_of_which_all_is_cancelled_has_all_its_codes(self) -> None:
        cancelled = [replace(each, state=RoundState.CANCELLED) for each in drawn(F1_2021, JUNE_3)]

        assert len(list(codes(strip_of(*cancelled), TELEPHONE))) == 23

    def test_rounds_on_the_same_days_have_bars_below_each_other_and_their_own_codes(self) -> None:
        strip = strip_of(round_on(JUNE_3, code="GER"), round_on(JUNE_3, code="FRA"), round_on(JUNE_3, code="ITA"))
        bars = [rect for rect in strip.iter("rect") if rect.get("class") == "strip-bar"]
        ends = [(float(bar.get("y", "0")), float(bar.get("y", "0")) + float(bar.get("height", "0"))) for bar in bars]

        assert all(first[1] < second[0] for first, second in pairwise(ends))
        assert {code.text for code in codes(strip, TELEPHONE)} == {"GER", "FRA", "ITA"}


class TestTime:
    def test_the_axis_has_the_whole_months_of_the_rounds(self) -> None:
        assert months(strip_of(*drawn(WTCR_2021, JUNE_3))) == ["Jun", "Jul", "Aug", "Sep", "Oct", "Nov"]

    def test_one_round_has_the_axis_of_its_month(self) -> None:
        assert months(strip_of(round_on(JUNE_3))) == ["Jun"]

    def test_over_new_year_january_bears_the_year(self) -> None:
        strip = strip_of(round_on(date(2021, 11, 20)), round_on(date(2022, 2, 5)))

        assert months(strip) == ["Nov", "Dec", "2022", "Feb"]

    def test_a_season_until_december_bears_no_year(self) -> None:
        assert months(strip_of(round_on(date(2021, 12, 31)))) == ["Dec"]

    def test_many_months_are_named_in_steps_from_a_january(self) -> None:
        strip = strip_of(round_on(date(2021, 6, 1)), round_on(date(2023, 4, 1)))

        assert months(strip) == ["Jul", "Oct", "2022", "Apr", "Jul", "Oct", "2023", "Apr"]

    def test_today_stands_in_the_middle_of_its_day(self) -> None:
        today = strip_of(round_on(date(2021, 6, 1)), today=date(2021, 6, 15)).find("svg[@class='strip-today']")

        assert today is not None
        assert (today.get("x"), today.get("display")) == ("48.33%", None)
        assert (today.get("data-from"), today.get("data-to")) == ("2021-06-01", "2021-07-01")

    @pytest.mark.parametrize("today", [None, date(2021, 5, 31), date(2021, 7, 1)])
    def test_another_day_or_none_is_there_for_a_script_but_not_displayed(self, today: date | None) -> None:
        mark = strip_of(round_on(date(2021, 6, 1)), today=today).find("svg[@class='strip-today']")

        assert mark is not None
        assert mark.get("display") == "none"

    def test_a_round_that_is_on_has_a_play_mark_and_not_only_a_colour(self) -> None:
        strip = strip_of(*drawn(WTCR_2021, JUNE_3))

        assert [path.get("class") for path in strip.iterfind("a[@class='strip-round on-now']//path")] == ["strip-mark"]


class TestText:
    HOSTILE = '"><script>alert(1)</script>&\x07\u202e\uffff'

    def test_names_that_mean_harm_are_text(self) -> None:
        words = Words(self.HOSTILE, self.HOSTILE, (self.HOSTILE,) * 12)
        markup = season_strip([round_on(JUNE_3, title=self.HOSTILE, code=self.HOSTILE)], JUNE_3, words)

        assert "<script" not in markup
        assert parsed(markup).get("aria-label") == '"><script>alert(1)</script>&\\x07\\u202e'

    def test_no_style_stands_in_the_drawing(self) -> None:
        assert "style" not in season_strip(drawn(WTCR_2021, NOVEMBER_5), NOVEMBER_5, WORDS)

    @pytest.mark.parametrize("state", RoundState)
    def test_a_legend_has_a_mark_for_each_state_that_is_not_read_aloud(self, state: RoundState) -> None:
        mark = parsed(legend_mark(state))

        assert mark.get("aria-hidden") == "true"
        assert mark.get("class") == f"strip-legend {state.value}"
