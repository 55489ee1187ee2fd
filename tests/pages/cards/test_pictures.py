"""The pictures for sharing: which there are, what they say, and that nothing in them does any harm."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from support.racing import FIRST_NOW, WTCR, germany, published, season, session

from season_calendar.model import Driver, Season, Series, Status
from season_calendar.pages.cards.pictures import draw, picture_for, picture_paths
from season_calendar.pages.visit import Visit
from season_calendar.publishing.publication import Publication

F1 = Series("f1", "Formula One", "F1")
BASE = "https://example.org/races/"
SVG = "http://www.w3.org/2000/svg"


def visit(path: str, *seasons: Season, tag: str = "en", base_url: str | None = BASE) -> Visit:
    publications = tuple(published(its) for its in seasons or (season(),))
    return Visit(path, tag, f"/{tag}", FIRST_NOW, publications, base_url)


def drawn(path: str, *seasons: Season, tag: str = "en") -> str:
    svg = draw(visit(path, *seasons, tag=tag))
    assert svg is not None
    return str(svg)


def texts_in(svg: str) -> list[str]:
    """Each text, or the parts that it is made of."""
    each = (its for its in ET.fromstring(svg).iter() if its.tag.rpartition("}")[2] in ("text", "tspan"))
    return [its.text for its in each if its.text]


def test_a_round_is_drawn_with_its_series_name_days_venue_and_timetable() -> None:
    texts = texts_in(drawn("/wtcr/2021/germany/card.png"))
    for said in ("WTCR", "2021", "Race of Germany", "Nürburgring Nordschleife, Nürburg, Germany", "3–5 Jun"):
        assert said in texts
    assert texts[texts.index("Race 1") + 1] == "11:00"  # by the clock at the venue
    assert "example.org/races" in texts
    assert "Race 2" not in texts  # nobody knows when


@pytest.mark.parametrize("path", ["/wtcr/2021/card.png", "/wtcr/2021/germany/card.png", "/drivers/ann/card.png"])
def test_the_year_follows_the_series_in_whatever_font_that_is_drawn(path: str) -> None:
    svg = drawn(path, replace(season(series=replace(WTCR, short_name="鈴鹿")), drivers=(Driver("ann", "Ann"),)))
    lines = [[part.text for part in line] for line in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert ["鈴鹿", "2021"] in [line[:2] for line in lines]


def test_a_picture_is_in_the_language_of_the_page() -> None:
    texts = texts_in(drawn("/wtcr/2021/germany/card.png", tag="de"))
    assert {"3.–5. Juni", "Rennen 1", "An der Strecke"} <= set(texts)


@pytest.mark.parametrize(
    ("status", "word", "days"),
    [
        (Status.PROVISIONAL, "Provisional", "3–5 Jun"),
        (Status.CANCELLED, "Cancelled", "3–5 Jun"),
        (Status.POSTPONED, "Postponed", "—"),
    ],
)
def test_what_is_not_sure_or_off_says_so(status: Status, word: str, days: str) -> None:
    svg = drawn("/wtcr/2021/germany/card.png", season(germany(status=status)))
    texts = texts_in(svg)
    assert word in texts
    assert days in texts
    assert ("Race 1" in texts) == (status is Status.PROVISIONAL)


def test_the_flag_of_what_is_off_is_dimmed() -> None:
    for status in Status:
        for path in ("/wtcr/2021/germany/card.png", "/wtcr/2021/card.png"):
            images = ET.fromstring(drawn(path, season(germany(status=status)))).iter(f"{{{SVG}}}image")
            assert [its.get("opacity") is not None for its in images] == [status.is_off]


def test_a_session_that_is_off_is_not_in_the_timetable() -> None:
    day = date(2021, 6, 4)
    off = session("race-1", "race", "Race 1", day, "12:00", status=Status.CANCELLED)
    sessions = (off, session("race-2", "race", "Race 2", day, "15:00"))
    texts = texts_in(drawn("/wtcr/2021/germany/card.png", season(germany(sessions=sessions))))
    assert [text for text in texts if text in ("Race 1", "Race 2")] == ["Race 2"]


def test_a_cancelled_round_is_struck_and_a_postponed_one_is_not() -> None:
    struck = {
        status: drawn("/wtcr/2021/germany/card.png", season(germany(status=status))).count('fill="#ff6f6f"')
        for status in (Status.CONFIRMED, Status.POSTPONED, Status.CANCELLED)
    }
    assert struck == {Status.CONFIRMED: 0, Status.POSTPONED: 0, Status.CANCELLED: 3}  # name, days, and the word itself


def test_a_driver_is_drawn_with_their_rounds_in_every_series_by_date() -> None:
    ann = (Driver("ann", "Ann"),)
    late = germany(id="late", first_day=date(2021, 9, 1), last_day=date(2021, 9, 2), sessions=())
    between = germany(id="between", first_day=date(2021, 7, 3), last_day=date(2021, 7, 4), sessions=())
    northern = replace(WTCR, id="northern", name="Northern Cup", short_name="North")
    seasons = (
        replace(season(germany(), late), drivers=ann),
        replace(season(between, series=northern), drivers=ann),
        replace(season(germany(), series=northern, id_="2020"), drivers=ann),
    )
    texts = texts_in(drawn("/drivers/ann/card.png", *seasons))
    assert [its for its in texts if its != "example.org/races"] == [
        *("WTCR", "2021", "North", "2021"),
        "Ann",
        *("3–5 Jun", "3–4 Jul", "1–2 Sept"),
    ]
    assert "FIA World Touring Car Cup" in texts_in(drawn("/drivers/ann/card.png", seasons[0]))


def test_of_more_series_than_there_is_room_for_some_are_named_and_the_site_stays_free() -> None:
    ann = (Driver("ann", "Ann"),)
    seasons = [
        replace(season(series=replace(WTCR, id=f"s{n}", short_name=f"A Series of Long Names {n}")), drivers=ann)
        for n in range(8)
    ]
    texts = texts_in(drawn("/drivers/ann/card.png", *seasons))
    assert texts[:2] == ["example.org/races", "A Series of Long Names 0"]
    assert 0 < sum(its.startswith("A Series") for its in texts) < 8


def test_the_days_below_all_flags_are_of_one_size() -> None:
    rounds = [
        germany(id=f"r{month}", first_day=date(2021, month, 26), last_day=date(2021, month, 26), sessions=())
        for month in range(1, 13)
    ]
    svg = drawn("/wtcr/2021/card.png", season(*rounds, *(replace(its, id=f"{its.id}-2") for its in rounds)), tag="de")
    days = [its for its in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text") if "26." in (its.text or "")]
    assert len(days) == 24
    assert len({its.attrib["font-size"] for its in days}) == 1


def test_where_there_is_no_room_for_all_sessions_races_are_kept() -> None:
    day = date(2021, 6, 4)
    sessions = [session(f"practice-{n}", "practice", f"Practice {n}", day, f"0{n}:00") for n in range(1, 8)]
    sessions += [session("race-1", "race", "Race 1", day, "12:00"), session("race-2", "race", "Race 2", day, "15:00")]
    texts = texts_in(drawn("/wtcr/2021/germany/card.png", season(germany(sessions=tuple(sessions)))))
    assert {"Race 1", "Race 2"} <= set(texts)
    assert "Practice 1" not in texts


def test_a_timetable_has_six_rows_at_most_and_one_of_each_is_a_day() -> None:
    def told(*practices: int) -> list[str]:
        day = date(2021, 6, 4)
        sessions = [session(f"p{n}", "practice", f"Practice {n}", day, f"0{n}:00") for n in practices]
        sessions += [session("race-1", "race", "Race 1", day, "12:00"), session("race-2", "race", "Race 2", day)]
        texts = texts_in(drawn("/wtcr/2021/germany/card.png", season(germany(sessions=tuple(sessions)))))
        return [text for text in texts if text.startswith(("Practice", "Race ")) and text != "Race of Germany"]

    assert told(1, 2, 3, 4) == ["Practice 1", "Practice 2", "Practice 3", "Practice 4", "Race 1"]
    assert told(1, 2, 3, 4, 5) == ["Race 1"]


def test_a_long_name_takes_the_room_of_the_timetable_and_is_whole() -> None:
    name = "Großer Preis der Deutschen Tourenwagen-Meisterschaft am Nürburgring mit Rahmenprogramm"
    texts = texts_in(drawn("/wtcr/2021/germany/card.png", season(replace(germany(), name=name))))
    assert name in " ".join(texts)
    assert "Race 1" not in texts


def test_a_series_and_a_driver_are_shown_in_their_newest_season() -> None:
    newest = replace(germany(), first_day=date(2022, 5, 1), last_day=date(2022, 5, 2), sessions=())
    seasons = [replace(its, drivers=(Driver("ann", "Ann"),)) for its in (season(newest, id_="2022"), season())]
    for order in (seasons, seasons[::-1]):
        assert "WTCR 2022" in texts_in(drawn("/card.png", *order))
        assert "2022" in texts_in(drawn("/wtcr/card.png", *order))
        assert "2022" in texts_in(drawn("/drivers/ann/card.png", *order))


def test_a_driver_who_left_the_series_long_ago_still_has_a_picture() -> None:
    seasons = [
        season(germany(first_day=date(year, 6, 3), last_day=date(year, 6, 5), sessions=()), id_=str(year))
        for year in (2018, 2019, 2020, 2021)
    ]
    svg = drawn("/drivers/ann/card.png", replace(seasons[0], drivers=(Driver("ann", "Ann"),)), *seasons[1:])
    assert {"Ann", "2018"} <= set(texts_in(svg))


def test_the_series_of_a_site_are_in_the_same_order_whichever_was_published_last() -> None:
    earlier = germany(first_day=date(2020, 5, 1), last_day=date(2020, 5, 2), sessions=())
    for seasons in ([season(series=F1), season(earlier)], [season(earlier, series=F1), season()]):
        assert texts_in(drawn("/card.png", *seasons))[-2:] == ["F1 2021", "WTCR 2021"]


HOSTILE = '</text><script>alert(1)</script><image href="https://evil.example/x"/> & "x" \u202etxt \ufffe'


def test_hostile_names_are_text_and_nothing_else() -> None:
    series = replace(WTCR, name=HOSTILE, short_name=HOSTILE, color='red"/><script>')
    hostile = replace(
        season(replace(germany(), name=HOSTILE, label=HOSTILE), series=series), drivers=(Driver("x", HOSTILE, HOSTILE),)
    )
    paths = list(picture_paths([published(hostile)]))
    assert "/drivers/x/card.png" in paths
    for path in paths:
        svg = drawn(path, hostile)
        tags = {its.tag.partition("}")[2] for its in ET.fromstring(svg).iter()}
        assert tags <= {"svg", "rect", "path", "text", "tspan", "image"}
        assert all(href.startswith("data:image/svg+xml;base64,") for href in re.findall(r'href="([^"]*)"', svg))
        assert "\u202e" not in svg


def test_every_picture_there_is_is_at_its_address() -> None:
    seasons = (replace(season(), drivers=(Driver("ann", "Ann"),)), season(id_="2020"))
    publications: tuple[Publication, ...] = tuple(published(its) for its in seasons)
    paths = list(picture_paths(publications))
    assert paths == [
        "/card.png",
        "/wtcr/card.png",
        "/drivers/ann/card.png",
        "/wtcr/2021/card.png",
        "/wtcr/2021/germany/card.png",
        "/wtcr/2020/card.png",
        "/wtcr/2020/germany/card.png",
    ]
    assert all(draw(visit(path, *seasons)) is not None for path in paths)


@pytest.mark.parametrize(
    "path",
    ["/none/card.png", "/wtcr/2019/card.png", "/wtcr/2021/none/card.png", "/drivers/none/card.png", "/wtcr/2021/"],
)
def test_there_is_no_picture_of_what_there_is_not(path: str) -> None:
    assert draw(visit(path)) is None


@pytest.mark.parametrize(
    ("page", "picture"),
    [
        ("/", "/card.png"),
        ("/wtcr/", "/wtcr/card.png"),
        ("/wtcr/2021/", "/wtcr/2021/card.png"),
        ("/wtcr/2021/germany/", "/wtcr/2021/germany/card.png"),
        ("/wtcr/2021/changes/", "/wtcr/2021/card.png"),
        ("/titles/wtcr/junior/", "/wtcr/card.png"),
        ("/subscribe/", "/card.png"),
    ],
)
def test_a_page_shows_its_own_picture_or_that_of_the_page_above(page: str, picture: str) -> None:
    shown = picture_for(visit(page))
    assert shown is not None
    assert re.fullmatch(rf"https://example\.org/races/en{re.escape(picture)}\?v=[0-9a-f]{{8}}", shown.address)


@pytest.mark.parametrize(
    ("page", "of"),
    [
        ("/", "Alle Rennserien"),
        ("/wtcr/2021/changes/", "WTCR 2021"),
        ("/wtcr/2021/germany/", "WTCR 2021: Race of Germany"),
        ("/drivers/ann/", "Ann"),
    ],
)
def test_who_cannot_see_a_picture_is_told_of_what_it_is(page: str, of: str) -> None:
    shown = picture_for(visit(page, replace(season(), drivers=(Driver("ann", "Ann"),)), tag="de"))
    assert shown is not None
    assert shown.of == of


def test_its_address_changes_with_the_picture_and_not_with_the_clock() -> None:
    now = visit("/wtcr/2021/germany/")
    later = replace(now, now=now.now + timedelta(days=300))
    moved = visit("/wtcr/2021/germany/", season(germany(last_day=date(2021, 6, 6))))
    assert picture_for(now) == picture_for(later) != picture_for(moved)


def test_no_page_names_a_picture_where_nobody_knows_where_the_site_is() -> None:
    assert picture_for(visit("/wtcr/2021/", base_url=None)) is None


def test_a_season_of_very_many_rounds_and_one_without_any_have_a_picture() -> None:
    many = season(*(replace(germany(), id=f"r{number}") for number in range(60)))
    assert drawn("/wtcr/2021/card.png", many).count("<image") == 60
    assert drawn("/wtcr/2021/card.png", replace(season(), rounds=())).count("<image") == 0


def test_no_page_names_a_picture_where_nothing_can_draw_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("season_calendar.pages.cards.pictures.can_draw", lambda: False)
    assert picture_for(visit("/wtcr/2021/")) is None
