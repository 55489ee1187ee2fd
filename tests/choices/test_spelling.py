"""However an option and its words are written, they say the same."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.racing import WTCR, germany, session

from season_calendar.choices.offer import Offer
from season_calendar.choices.options import read_choice, stored_choice, write_choice
from season_calendar.choices.values import Language, NamesThereAre
from season_calendar.errors import FeedOptionError
from season_calendar.model import Driver, Season, Title

NIGHT = session("night", "night-practice", "Night Practice", date(2021, 6, 3))
OFFER = Offer.of_files(
    [
        Season(
            WTCR,
            "2021",
            (germany(sessions=(*germany().sessions, NIGHT)),),
            (Title("junior", "Junior Title"),),
            (Driver("jessica-backman", "Jessica Bäckman"),),
        )
    ]
)

SPELLINGS = [
    ("sessions", "Race", "sessions=race"),
    ("SESSIONS", "RACE,Qualifying", "sessions=qualifying,race"),
    ("Sessions", "race,Race,RACE", "sessions=race"),
    ("sessions", "Night Practice", "sessions=night-practice"),
    ("sessions", "night_practice", "sessions=night-practice"),
    ("sessions", "NIGHT  PRACTICE ", "sessions=night-practice"),
    ("sessions", "race,", "sessions=race"),
    ("sessions", ",race, ,qualifying,,", "sessions=qualifying,race"),
    ("rounds", "ONLY", "rounds=only"),
    ("Rounds", "none,", "rounds=none"),
    ("alarm", "1D", "alarm=1d"),
    ("alarm", "Race:2H,30M,", "alarm=race:2h,30m"),
    ("alarm", "Night Practice:1H30M,ROUND:None", "alarm=night-practice:1h30m,round:none"),
    ("round", "Germany", "round=germany"),
    ("round", "WTCR/2021/Germany", "round=wtcr/2021/germany"),
    ("round", "/wtcr/2021/germany/", "round=wtcr/2021/germany"),
    ("driver", "Jessica-Backman", "driver=jessica-backman"),
    ("driver", "Jessica Backman", "driver=jessica-backman"),
    ("title", "JUNIOR", "title=junior"),
    ("lang", "SV", "lang=sv"),
    ("lang", "sv,Sv", "lang=sv"),
    ("Series", "WTCR", "series=wtcr"),
]


@pytest.mark.parametrize(("name", "text", "canonical"), SPELLINGS)
def test_a_choice_is_the_same_however_it_is_spelt(name: str, text: str, canonical: str) -> None:
    assert write_choice(read_choice([(name, text)], OFFER)) == canonical


@pytest.mark.parametrize(("name", "text", "canonical"), [case for case in SPELLINGS if case[0] != "lang"])
def test_it_is_so_too_where_it_is_not_known_what_there_is(name: str, text: str, canonical: str) -> None:
    assert write_choice(read_choice([(name, text)])) == canonical


def test_an_option_given_twice_adds_to_itself_however_it_is_spelt() -> None:
    said = [("sessions", "race"), ("SESSIONS", "Night Practice"), ("rounds", "none"), ("Rounds", "NONE")]
    assert write_choice(read_choice(said, OFFER)) == "rounds=none&sessions=night-practice,race"


def test_what_was_stored_as_it_was_typed_is_what_was_meant() -> None:
    assert stored_choice("sessions=Night%20Practice,Race") == stored_choice("sessions=night-practice,race")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("Sesions", "race", r"no option 'Sesions'; did you mean 'sessions'\?"),
        ("sessions_", "race", r"no option 'sessions_'; did you mean 'sessions'\?"),
        ("sessions", "RASE", r"no kind of session 'RASE'; did you mean 'race'\?"),
        ("sessions", "Night Practise", r"no kind of session 'Night Practise'; did you mean 'night-practice'\?"),
        ("sessions", "&%", r"no kind of session '&%' \(valid: practice, "),
        ("round", "WTCR/2021/Germny", r"did you mean 'wtcr/2021/germany'\?"),
        ("driver", "Jessica Bäckman", r"no driver 'Jessica Bäckman'; did you mean 'jessica-backman'\?"),
        ("lang", "SX", r"no language 'SX' \(valid: en, "),
    ],
)
def test_a_slip_is_refused_as_it_was_written_whatever_its_case(name: str, text: str, message: str) -> None:
    with pytest.raises(FeedOptionError, match=message):
        read_choice([(name, text)], OFFER)


@pytest.mark.parametrize(
    ("option", "thing"), [("sessions", "kind of session"), ("round", "round"), ("series", "series")]
)
def test_a_word_without_a_letter_is_no_name(option: str, thing: str) -> None:
    with pytest.raises(FeedOptionError) as refusal:
        read_choice([(option, "-/-")])
    assert str(refusal.value) == f"'-/-' is no {thing} (valid: letters, digits and dashes)"


def test_the_case_of_a_language_tag_does_not_matter_and_it_is_kept_as_its_texts_have_it() -> None:
    tags = NamesThereAre(["en", "sv", "pt-BR"])

    assert [Language().read("lang", [[word]], tags) for word in ("SV", "pt-br", "PT-BR")] == ["sv", "pt-BR", "pt-BR"]
    with pytest.raises(FeedOptionError) as refusal:
        Language().read("lang", [["pt-bt"]], tags)
    assert str(refusal.value) == "no language 'pt-bt'; did you mean 'pt-BR'? (valid: en, sv, pt-BR)"
    with pytest.raises(FeedOptionError, match=r"lang=pt-BR,en is more than one choice \(valid: en, sv, pt-BR\)"):
        Language().read("lang", [["pt-BR"], ["en"]], tags)


@given(st.sampled_from(["sessions", "round", "driver", "title", "series"]), st.text())
def test_any_words_are_names_that_stay_as_they_are_once_read_or_none(option: str, text: str) -> None:
    try:
        choice = read_choice([(option, text)])
    except FeedOptionError:
        return
    assert stored_choice(write_choice(choice)) == choice
