"""Three letters for a round, a town for a place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.drawn_seasons import F1_2021, WTCR_2021

from season_calendar.countries import country_names
from season_calendar.model import Round, Venue
from season_calendar.pages.drawings.codes import short_codes, short_place
from season_calendar.pages.drawings.country_codes import COUNTRY_CODES


def round_in(id_: str, country: str | None, place: str | None, name: str = "Grand Prix", zone: str = "UTC") -> Round:
    """A round at a venue of its own."""
    return Round(id_, name, Venue(f"venue-{id_}", f"{place} Circuit", zone, place, country=country))


def codes(*rounds: Round) -> list[str]:
    """The codes of a season, in the order of its rounds."""
    return list(short_codes(rounds).values())


class TestCodes:
    def test_every_country_has_a_code_of_its_own(self) -> None:
        assert COUNTRY_CODES.keys() == country_names().keys()
        assert len(set(COUNTRY_CODES.values())) == len(COUNTRY_CODES)

    def test_rounds_are_called_by_their_countries_as_results_sheets_do(self) -> None:
        by_country = {round_.venue.country: code for round_, code in zip(WTCR_2021, codes(*WTCR_2021), strict=True)}

        assert by_country == {
            "DE": "GER",
            "PT": "POR",
            "ES": "ESP",
            "HU": "HUN",
            "CZ": "CZE",
            "FR": "FRA",
            "KR": "KOR",
            "IT": "ITA",
            "CN": "CHN",
            "MO": "MAC",
            "RU": "RUS",
        }

    def test_a_venue_without_a_country_has_that_of_its_zone(self) -> None:
        assert codes(round_in("a", None, "Spa", zone="Europe/Brussels")) == ["BEL"]

    def test_a_venue_without_country_and_zone_has_the_country_of_its_place(self) -> None:
        assert codes(round_in("a", None, "Spa, Belgium")) == ["BEL"]
        assert codes(round_in("a", None, "Spa, Liège, Belgium")) == ["BEL"]

    def test_two_rounds_in_a_country_have_the_letters_of_their_towns(self) -> None:
        assert codes(round_in("a", "IT", "Imola, Italy"), round_in("b", "IT", "Mugello, Italy")) == ["IMO", "MUG"]

    def test_a_town_does_not_take_the_code_of_a_country(self) -> None:
        austin, monza = round_in("a", "US", "Austin"), round_in("c", "IT", "Monza")

        assert codes(austin, round_in("b", "US", "Miami")) == ["AST", "MIA"]
        assert codes(monza, round_in("d", "IT", "Imola")) == ["MNZ", "IMO"]

    def test_two_rounds_in_one_town_differ(self) -> None:
        assert codes(round_in("a", "AT", "Spielberg"), round_in("b", "AT", "Spielberg")) == ["SPI", "SPL"]

    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("Race of Germany", "GER"),
            ("Portuguese Grand Prix", "POR"),
            ("Großer Preis von Österreich", "OST"),
            ("108th Running of the Indianapolis 500", "RUN"),
            ("Гран-при России", "ГРА"),
            ("日本", "日本"),
            ("The Grand Prix", "THE"),
            ("!?", "R1"),
        ],
    )
    def test_a_round_of_no_known_country_is_called_by_what_tells_its_name(self, name: str, code: str) -> None:
        assert codes(round_in("id", None, None, name)) == [code]

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(("IT", "US", "MC", None)), st.sampled_from(("Monza", "Ö", "", "a b", "Aa", "<&>"))
            ),
            max_size=60,
        )
    )
    def test_no_two_rounds_of_a_season_have_the_same_code_nor_any_a_long_one(
        self, places: list[tuple[str | None, str]]
    ) -> None:
        rounds = [round_in(f"r{i}", country, place, place) for i, (country, place) in enumerate(places)]
        found = codes(*rounds)

        assert len(set(found)) == len(places)
        assert all(1 <= len(code) <= 3 for code in found)

    def test_the_23_rounds_of_a_real_season_differ(self) -> None:
        assert len(set(codes(*F1_2021))) == 23


class TestPlaces:
    def test_a_place_is_called_by_its_town(self) -> None:
        assert short_place(Venue("n", "Nürburgring", "UTC", "Nürburg, Germany")) == "Nürburg"

    @pytest.mark.parametrize("place", ["أبو ظبي، الإمارات", "鈴鹿市、日本", "北京，中国"])
    def test_a_comma_is_one_in_every_script(self, place: str) -> None:
        assert len(short_place(Venue("n", "Ring", "UTC", place))) < len(place) - 2

    @pytest.mark.parametrize("place", [None, "", ", Germany"])
    def test_a_venue_of_no_town_is_called_by_its_name(self, place: str | None) -> None:
        assert short_place(Venue("n", "Nürburgring", "UTC", place)) == "Nürburgring"

    def test_a_long_name_is_cut(self) -> None:
        venue = Venue("i", "Autódromo José Carlos Pace do Interlagos", "UTC")

        assert short_place(venue) == "Autódromo José Carlos P…"
