"""Where a season goes: the lens with its labels, the world, and the route on both."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from gzip import compress
from itertools import accumulate, pairwise
from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.drawn_boxes import SVG, TELEPHONE, WIDE, collisions, labels, parsed, pins
from support.drawn_seasons import F1_2021, WTCR_2021, drawn

from season_calendar.model import Coordinates
from season_calendar.pages.assets import asset_path, find_asset
from season_calendar.pages.drawings.boxes import Size
from season_calendar.pages.drawings.maps.clipping import clipped_line, clipped_shape
from season_calendar.pages.drawings.maps.lens import season_lens
from season_calendar.pages.drawings.maps.outlines import borders, land
from season_calendar.pages.drawings.maps.paths import line_path, shape_path
from season_calendar.pages.drawings.maps.projection import equal_earth, mercator
from season_calendar.pages.drawings.maps.route import curve_between
from season_calendar.pages.drawings.maps.window import Place, window_around
from season_calendar.pages.drawings.maps.world import LAND_COLOR, land_picture, season_world
from season_calendar.pages.drawings.rounds import DrawnRound, RoundState

NOVEMBER_5 = date(2021, 11, 5)
LENS = Size(1120, 648)
LAND = "land.svg"
OFF = (RoundState.CANCELLED, RoundState.POSTPONED)


def stop(
    place: str, latitude: float, longitude: float, day: int = 0, state: RoundState = RoundState.TO_COME
) -> DrawnRound:
    """A round at a place, so many days after New Year."""
    first = date(2021, 1, 1) + timedelta(days=day)
    there = Coordinates(latitude, longitude)
    return DrawnRound("GER", f"/{day}/", f"Race of {place}", state, False, first, first, place, there)


def lens_of(*rounds: DrawnRound) -> SVG:
    """The lens as XML."""
    return parsed(season_lens(rounds, "The season on a map"))


def world_of(*rounds: DrawnRound) -> SVG:
    """The world as XML."""
    return parsed(season_world(rounds, "The season on the world", LAND))


def legs(map_: SVG, name: str) -> int:
    """How many curves a route has, over or to come."""
    path = map_.find(f".//path[@class='map-route {name}']")
    return 0 if path is None else path.get("d", "").count("M")


def drawn_lines(d: str) -> list[list[tuple[int, int]]]:
    """The lines of a path of whole steps, point by point. Raises AssertionError where it is none."""
    assert re.fullmatch(r"(M-?\d+ -?\d+l( ?-?\d+)+z?)+", d), d[:80]
    lines = []
    for part in d.split("M")[1:]:
        numbers = [int(number) for number in re.findall(r"-?\d+", part)]
        xs, ys = accumulate(numbers[::2]), accumulate(numbers[1::2])
        lines.append(list(zip(xs, ys, strict=True)))
    return lines


def is_on_land(x: float, y: float, land_: list[list[tuple[int, int]]]) -> bool:
    """Whether a ray to the right leaves land: by the rule ``evenodd``."""
    edges = (edge for line in land_ for edge in pairwise([*line, line[0]]))
    return (
        sum((y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1) for (x1, y1), (x2, y2) in edges) % 2 == 1
    )


def path_of(drawing: SVG, name: str) -> str:
    (path,) = drawing.iterfind(f".//path[@class='{name}']")
    return path.get("d", "")


def borders_of(lens: SVG) -> list[list[tuple[int, int]]]:
    d = path_of(lens, "map-borders")
    return drawn_lines(d) if d else []


any_stop = st.builds(
    stop,
    st.sampled_from(("Most", "Spa-Francorchamps", "Autódromo José Carlos P…", "鈴鹿", "")),
    st.floats(-85, 85),
    st.floats(-180, 180),
    st.integers(0, 300),
    st.sampled_from(RoundState),
)
near_stop = st.builds(
    stop, st.sampled_from(("Most", "Monte Carlo")), st.floats(40, 52), st.floats(-8, 20), st.integers(0, 300)
)


class TestLens:
    @given(st.lists(near_stop | any_stop, min_size=1, max_size=25))
    def test_no_labels_cover_each_other_on_a_telephone_or_a_wide_screen(self, rounds: list[DrawnRound]) -> None:
        lens = lens_of(*rounds)

        assert collisions(labels(lens, TELEPHONE)) == []
        assert collisions(labels(lens, WIDE)) == []

    def test_no_label_covers_a_pin_at_whatever_distance(self) -> None:
        for east in (1.5, 2.7, 2.9, 3.1):
            for north in (-0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6):
                undated = replace(stop("", 50 + north, 10 + east), first_day=None, last_day=None)  # no route goes there
                lens = lens_of(stop("Most", 50, 10), undated)

                assert not any(label.covers(pin) for label in labels(lens, TELEPHONE) for pin in pins(lens, TELEPHONE))

    @given(st.lists(near_stop | any_stop, min_size=1, max_size=12))
    def test_labels_stay_inside(self, rounds: list[DrawnRound]) -> None:
        for label in labels(lens_of(*rounds), TELEPHONE):
            assert label.left > -0.1
            assert label.right < TELEPHONE + 0.1

    def test_every_place_in_the_window_is_a_link_and_has_its_name(self) -> None:
        lens = lens_of(*drawn(WTCR_2021, NOVEMBER_5))
        names = {"Nürburg", "Estoril", "Alcañiz", "Mogyoród", "Most", "Arnos", "Adria", "Sochi"}

        assert len(list(lens.iter("a"))) == 8
        assert {label.text for label in labels(lens, TELEPHONE)} == names

    def test_a_wide_screen_has_room_for_more_names_than_a_telephone(self) -> None:
        lens = lens_of(*drawn(F1_2021, NOVEMBER_5))

        assert len(list(labels(lens, WIDE))) > len(list(labels(lens, TELEPHONE))) > 5

    def test_a_name_is_set_from_the_side_of_its_pin_so_that_it_keeps_clear_of_it_in_any_font(self) -> None:
        (name,) = lens_of(stop("Most", 50, 13)).iter("text")

        assert (name.get("text-anchor"), name.get("dx")) == ("start", "9")

    def test_a_name_between_two_pins_stands_over_or_under_its_own(self) -> None:
        rounds = [
            stop(place, 50, longitude, day)
            for day, (place, longitude) in enumerate(
                (("Frankfurt am Main", 8.7), ("Most", 10.2), ("Karlovy Vary a okolí", 11.7))
            )
        ]
        (between,) = (name for name in lens_of(*rounds).iter("text") if name.text == "Most")

        assert between.get("text-anchor") == "middle"

    def test_the_next_round_is_drawn_last_and_so_over_the_others(self) -> None:
        links = list(lens_of(*drawn(WTCR_2021, NOVEMBER_5)).iter("a"))

        assert links[-1].get("class") == "map-stop to-come next"

    def test_rounds_at_one_place_are_one_pin_that_leads_to_the_one_to_come(self) -> None:
        raced = stop("Spielberg", 47.2225, 14.7607, 1, RoundState.RACED)
        to_come = stop("Spielberg", 47.2226, 14.7606, 8)
        (link,) = lens_of(raced, to_come).iter("a")

        assert link.get("href") == "/8/"
        assert link.findtext("title") == "Spielberg · Race of Spielberg · Race of Spielberg"

    def test_what_is_cancelled_has_a_sign_and_no_dot(self) -> None:
        lens = lens_of(stop("Most", 50, 13, state=RoundState.CANCELLED))

        assert lens.find(".//path[@class='map-sign']") is not None
        assert lens.find(".//circle") is None

    def test_what_is_cancelled_and_what_is_postponed_have_signs_of_their_own(self) -> None:
        signs = [path_of(lens_of(stop("Most", 50, 13, state=state)), "map-sign") for state in OFF]

        assert len(set(signs)) == 2

    def test_a_season_without_coordinates_has_no_maps(self) -> None:
        nowhere = replace(stop("Most", 50, 13), coordinates=None)

        assert season_lens([nowhere], "text") == ""
        assert season_world([nowhere], "text", LAND) == ""
        assert season_lens([], "text") == ""

    def test_names_that_mean_harm_are_text(self) -> None:
        hostile = stop("<script>alert(1)</script>\x07", 50, 13)

        assert "<script" not in season_lens([hostile], '"><script>')
        assert "<script" not in season_world([hostile], '"><script>', LAND)

    def test_no_style_stands_in_the_drawings(self) -> None:
        rounds = drawn(WTCR_2021, NOVEMBER_5)

        assert "style" not in season_lens(rounds, "text") + season_world(rounds, "text", LAND)

    @pytest.mark.parametrize("rounds", [F1_2021, WTCR_2021])
    def test_both_maps_are_less_than_16_kilobytes_on_the_wire(self, rounds: list) -> None:  # type: ignore[type-arg]
        there = drawn(rounds, NOVEMBER_5)

        assert len(compress((season_lens(there, "text") + season_world(there, "text", LAND)).encode())) < 16_000
        assert len(compress(land_picture())) < 9_000

    def test_the_world_lies_on_a_picture_that_is_loaded_where_it_comes_into_view(self) -> None:
        (ground,) = parsed(season_world([stop("a", 50, 10)], "text", "../static/land.svg")).findall("img")

        assert ground.attrib == {
            "class": "map-ground", "src": "../static/land.svg", "width": "672", "height": "324", "alt": "",
            "loading": "lazy",
        }  # fmt: skip

    def test_land_has_the_same_colour_on_both_maps(self) -> None:
        sheet = find_asset(asset_path("page.css"))

        assert sheet is not None
        assert f"--land: {LAND_COLOR};".encode() in sheet.body


class TestWindow:
    def test_the_next_round_draws_it_to_itself_from_as_many_others_and_not_from_more(self) -> None:
        suzuka = replace(stop("Suzuka", 35, 137, 1), is_next=True)
        europe = [stop("Most", 50, 13, 8), stop("Monza", 46, 9, 15)]

        assert [label.text for label in labels(lens_of(suzuka, europe[0]), WIDE)] == ["Suzuka"]
        assert {label.text for label in labels(lens_of(suzuka, *europe), WIDE)} == {"Most", "Monza"}

    def test_rounds_that_lie_too_far_from_north_to_south_do_not_count_together(self) -> None:
        americas = [Place(-80, 45), Place(-80, 0), Place(-80, -45)]

        assert window_around([*americas, Place(10, 50), Place(11, 49)], LENS).x == pytest.approx(10.5)

    def test_it_is_where_the_most_rounds_are(self) -> None:
        window = window_around([Place(10, 50), Place(139, 35), Place(0, 45), Place(-97, 30)], LENS)

        assert window.x == pytest.approx(5)

    def test_the_weightier_of_two_that_hold_as_many_is_taken(self) -> None:
        assert window_around([Place(10, 50), Place(139, 35, 1.5)], LENS).x == pytest.approx(139)

    def test_one_place_stands_in_the_middle_of_a_country_sized_window(self) -> None:
        window = window_around([Place(7, 50)], LENS)

        assert (window.x, window.width) == pytest.approx((7, 22))
        assert window.place(7, 50, LENS) == pytest.approx((560, 324))

    def test_it_may_lie_across_the_date_line(self) -> None:
        auckland, apia = (174.8, -36.8), (-171.8, -13.8)
        window = window_around([Place(*auckland), Place(*apia)], LENS)

        assert 0 < window.place(*auckland, LENS)[0] < window.place(*apia, LENS)[0] < LENS.width

    @given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-85, 85)), min_size=1, max_size=30))
    def test_it_always_holds_a_place(self, places: list[tuple[float, float]]) -> None:
        window = window_around([Place(*place) for place in places], LENS)
        there = [window.place(*place, LENS) for place in places]

        assert any(0 <= x <= LENS.width and 0 <= y <= LENS.height for x, y in there)


class TestRoute:
    def test_it_goes_by_date_solid_to_what_was_raced_and_dashed_to_what_is_to_come(self) -> None:
        world = world_of(*drawn(WTCR_2021, NOVEMBER_5))

        assert (legs(world, "over"), legs(world, "to-come")) == (5, 2)

    def test_what_is_off_or_has_no_date_is_not_on_it(self) -> None:
        off = stop("b", 45, 5, 2, RoundState.CANCELLED)
        undated = replace(stop("c", 46, 6), first_day=None, last_day=None)

        assert legs(world_of(stop("a", 50, 10, 1), off, undated, stop("d", 40, 0, 3)), "to-come") == 1

    def test_a_leg_bends_the_same_wherever_it_is_on_the_map(self) -> None:
        bends = [curve_between((0, y), (900, y), 672).bend for y in (0, 300)]

        assert bends[1][0] == bends[0][0]
        assert bends[1][1] == pytest.approx(bends[0][1] + 300)

    def test_one_place_has_none(self) -> None:
        assert legs(world_of(stop("a", 50, 10, 1), stop("a", 50, 10, 8)), "to-come") == 0

    def test_over_the_date_line_it_is_drawn_at_both_edges(self) -> None:
        assert legs(world_of(stop("Suva", -18, 178, 1), stop("Apia", -14, -172, 8)), "to-come") == 2


class TestPlane:
    def test_equal_earth_is_as_its_authors_give_it(self) -> None:
        assert equal_earth(0, 0) == (0, 0)
        assert equal_earth(180, 0) == pytest.approx((2.7066, 0), abs=1e-4)
        assert equal_earth(0, 90) == pytest.approx((0, 1.3173), abs=1e-4)

    def test_equal_earth_keeps_areas(self) -> None:
        # A band's area is the width of the map times its height; on the globe 2π times the sine's difference.
        steps = [i / 10 for i in range(901)]
        plane = sum(
            (equal_earth(360, (a + b) / 2)[0]) * (equal_earth(0, b)[1] - equal_earth(0, a)[1])
            for a, b in pairwise(steps)
        )

        assert plane == pytest.approx(2 * pi, rel=1e-4)

    def test_mercator_has_no_poles(self) -> None:
        assert mercator(10, 90) == mercator(10, 85)
        assert mercator(0, 60)[1] == pytest.approx(75.456, abs=1e-3)

    INLAND = (
        (50.444, 5.9687),
        (47.2225, 14.7607),
        (30.1328, -97.6411),
        (19.4028, -99.0986),
        (-25.6, 28.1),
        (-1.3, 36.8),
    )
    AT_SEA = ((45, -30), (-30, -20), (20, 65), (0, -120), (35, 18), (-20, 80))

    def test_pins_lie_on_land_where_their_places_do(self) -> None:
        ground = parsed(land_picture().decode().replace(' xmlns="http://www.w3.org/2000/svg"', ""))
        on_world = drawn_lines(ground.find("path").get("d", ""))  # type: ignore[union-attr]
        for places, is_land in ((self.INLAND, True), (self.AT_SEA, False)):
            for latitude, longitude in places:
                (pin,) = world_of(stop("there", latitude, longitude)).iter("circle")
                x, y = (float(pin.get(name, "").rstrip("%")) / 100 for name in ("cx", "cy"))
                assert 0 < x < 1
                assert 0 < y < 1
                assert is_on_land(x * 672, y * 324, on_world) == is_land, (latitude, longitude)

                lens = lens_of(stop("there", latitude, longitude))
                on_lens = drawn_lines(path_of(lens, "map-land")) if path_of(lens, "map-land") else []
                assert is_on_land(560, 324, on_lens) == is_land, (latitude, longitude)

    @pytest.mark.parametrize("place", [(50, 16), (-18, 178), (10, -85)])
    def test_every_border_in_the_window_is_on_the_lens(self, place: tuple[float, float]) -> None:
        latitude, longitude = place
        window = window_around([Place(longitude, latitude)], LENS)
        ends = {end for line in borders_of(lens_of(stop("there", latitude, longitude))) for end in line}
        for outline in borders():
            points = [window.place(*point, LENS) for point in outline.points]
            inside = {(round(x), round(y)) for x, y in points if 0 < x < LENS.width and 0 < y < LENS.height}
            assert len(inside) < 2 or inside & ends

    def test_the_packaged_outlines_are_land_and_borders_within_the_globe(self) -> None:
        assert len(land()) > 300
        assert len(borders()) > 300
        assert all(-190 <= x <= 191 and -60 <= y <= 84 for outline in (*land(), *borders()) for x, y in outline.points)

    def test_no_outline_leaps_over_the_globe(self) -> None:
        steps = [b[0] - a[0] for o in (*land(), *borders()) for a, b in pairwise(o.points)]

        assert max(map(abs, steps)) < 60


class TestShapes:
    FRAME = (0.0, 0.0, 10.0, 10.0)

    def test_a_shape_is_cut_at_the_frame(self) -> None:
        assert set(clipped_shape([(-5, 5), (5, 5), (5, 15), (-5, 15)], self.FRAME)) == {
            (0, 5),
            (5, 5),
            (5, 10),
            (0, 10),
        }

    def test_a_slanting_edge_is_cut_where_it_meets_the_frame(self) -> None:
        below, beside = [(2, 8), (8, 8), (5, 14)], [(8, 2), (14, 5), (8, 8)]

        assert set(clipped_shape(below, self.FRAME)) == {(2, 8), (8, 8), (7, 10), (3, 10)}
        assert set(clipped_shape(beside, self.FRAME)) == {(8, 2), (8, 8), (10, 7), (10, 3)}

    def test_a_line_is_drawn_to_its_end_inside_and_not_at_all_on_one_side(self) -> None:
        assert list(clipped_line([(5, 5), (8, 8)], self.FRAME)) == [[(5, 5), (8, 8)]]
        for outside in ([(2, 12), (8, 15)], [(2, -2), (8, -5)], [(12, 2), (15, 8)], [(-2, 2), (-5, 8)]):
            assert list(clipped_line(outside, self.FRAME)) == []

    def test_a_shape_outside_is_gone(self) -> None:
        assert clipped_shape([(20, 20), (30, 20), (30, 30)], self.FRAME) == []

    def test_a_line_through_the_frame_stays_though_its_ends_are_outside(self) -> None:
        assert list(clipped_line([(-5, 5), (15, 5), (15, 30), (40, 30)], self.FRAME)) == [[(-5, 5), (15, 5)]]

    def test_paths_are_short(self) -> None:
        assert shape_path([(0, 0), (4.4, 0), (9.8, 0.2), (10, 5), (0, 0)]) == "M0 0l10 0 0 5z"
        assert line_path([(10, 20), (15, 17), (13, 25)]) == "M10 20l5-3-2 8"

    def test_what_has_shrunk_to_a_dot_or_a_shape_to_a_line_is_not_drawn(self) -> None:
        assert shape_path([(0, 0), (0.1, 0.2), (0.2, 0)]) == ""
        assert shape_path([(0, 0), (5, 0.1), (0, 0)]) == ""
        assert line_path([(0, 0), (0.1, 0)]) == ""

    def test_a_path_of_whole_units_has_no_other_numbers(self) -> None:
        path = parsed(land_picture().decode().replace(' xmlns="http://www.w3.org/2000/svg"', "")).find("path")

        assert path is not None
        assert re.fullmatch(r"[-Mlz\d ]+", path.get("d", ""))
