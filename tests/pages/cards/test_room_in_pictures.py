"""Whatever a picture for sharing is of: all of it is in the picture, and nothing stands on anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from support.drawn_seasons import F1_2021, WTCR_2021
from support.racing import FIRST_NOW, WTCR, germany, published, season, session

from season_calendar.model import Driver, Round, Season, Series, Status, Venue
from season_calendar.pages.cards.fitting import text_width
from season_calendar.pages.cards.pictures import draw, picture_paths
from season_calendar.pages.cards.shapes import HEIGHT, LINE, MARGIN, WIDTH
from season_calendar.pages.visit import Visit

SVG = "{http://www.w3.org/2000/svg}"
LONG_SERIES = Series(
    "endurance", "Deutsche Langstreckenmeisterschaft der Tourenwagen", "Langstreckenmeisterschaft Eifel"
)
LONG_NAME = "Großer Preis der Deutschen Tourenwagen-Meisterschaft am Nürburgring mit Rahmenprogramm"
LONG_DRIVER = Driver("ann", "Jean-Baptiste Emmanuel Montparnasse de la Fontaine", "France")


@dataclass(frozen=True)
class Box:
    """What one text or flag takes: of a text, from the top of its capitals to its baseline."""

    what: str
    left: float
    top: float
    right: float
    bottom: float

    def is_within(self, left: float, top: float, right: float, bottom: float) -> bool:
        return left <= self.left + 0.1 and self.right <= right + 0.1 and top <= self.top and self.bottom <= bottom

    def covers(self, other: Box) -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 0.1 and down > 0.1


def boxes(svg: str) -> Iterator[Box]:
    """The texts and flags of a picture, what stands for a flag that there is not, and the lines between them."""
    for its in ET.fromstring(svg):
        kind, (x, y) = its.tag.removeprefix(SVG), (float(its.get(name, 0)) for name in ("x", "y"))
        if kind == "text" and its.text:
            size = float(its.attrib["font-size"])
            width = text_width(its.text, its.attrib["font-family"], size)
            left = x - width if its.get("text-anchor") == "end" else x
            yield Box(its.text, left, y - size * 0.7, left + width, y)
        elif kind == "image" or (kind == "rect" and its.get("fill") == LINE):
            yield replace(rectangle(its), what="a line" if its.get("height") == "2" else "a flag")


def rectangle(drawn: ET.Element) -> Box:
    x, y, width, height = (float(drawn.attrib[name]) for name in ("x", "y", "width", "height"))
    return Box("a rectangle", x, y, x + width, y + height)


def faults(svg: str) -> list[str]:
    there = list(boxes(svg))
    told = [its for its in there if its.what != "a line"]
    outside = [f"{its.what} is outside" for its in told if not its.is_within(MARGIN, 24, WIDTH - MARGIN, HEIGHT - 10)]
    over = [f"{one.what} on {other.what}" for at, one in enumerate(there) for other in there[:at] if one.covers(other)]
    return outside + over


def pictures(*seasons: Season, of_rounds: bool = True) -> dict[str, str]:
    publications = tuple(published(its) for its in seasons)
    paths = [path for path in picture_paths(publications) if of_rounds or path.count("/") < 4]
    visits = [Visit(path, "de", "/de", FIRST_NOW, publications, "https://example.org/races/") for path in paths]
    return {visit.path: str(draw(visit)) for visit in visits}


def assert_faultless(drawn: dict[str, str]) -> None:
    assert {path: found for path, svg in drawn.items() if (found := faults(svg))} == {}


@pytest.mark.parametrize("rounds", [F1_2021, WTCR_2021, []], ids=["23 rounds", "11 rounds", "none"])
def test_a_real_season_has_room_in_its_pictures(rounds: Sequence[Round]) -> None:
    real = replace(season(), rounds=tuple(rounds), drivers=(LONG_DRIVER,))
    assert_faultless(pictures(real, of_rounds=len(rounds) < 12))


@pytest.mark.parametrize("count", [1, 5, 6, 12, 13, 24, 25, 38, 60])
def test_any_number_of_rounds_has_room_in_one_picture(count: int) -> None:
    many = season(*(replace(germany(), id=f"r{number}") for number in range(count)))
    assert_faultless(pictures(replace(many, drivers=(LONG_DRIVER,)), of_rounds=False))


@pytest.mark.parametrize("status", Status)
def test_long_names_of_all_sorts_have_room(status: Status) -> None:
    day = date(2021, 6, 4)
    long_day = [session(f"p{n}", "practice", f"{n}. Freies Training der Junioren", day, f"0{n}:00") for n in (1, 2, 3)]
    rounds = [
        germany(status=status, label="Endlauf der Meisterschaft und der Junioren"),
        germany(id="named", name=LONG_NAME, status=status),
        germany(id="height", name="Race of the Czech Republic", status=status),
        germany(id="timetable", sessions=tuple(long_day), status=status),
        germany(id="years", first_day=date(2021, 12, 30), last_day=date(2022, 1, 2), sessions=(), status=status),
    ]
    drivers = (LONG_DRIVER, Driver("bo", "Bo"))
    drawn = pictures(replace(season(*rounds, series=LONG_SERIES), drivers=drivers))
    assert_faultless(drawn)
    for round_ in rounds:
        there = list(boxes(drawn[f"/endurance/2021/{round_.id}/card.png"]))
        (band,) = (its for its in there if its.what == "a line" and its.left == 0)
        assert all(its.bottom < band.top for its in there if "Germany" in its.what)  # the venue, the last line above


@pytest.mark.parametrize("count", range(1, 10))
def test_any_number_of_series_has_room_each_beside_its_bar(count: int) -> None:
    series = [
        replace(LONG_SERIES if number % 2 else WTCR, id=f"s{number}", color=["red", "lime"][number % 2])
        for number in range(count)
    ]
    svg = pictures(*(season(series=its) for its in series))["/card.png"]
    assert faults(svg) == []
    bars = [rectangle(its) for its in ET.fromstring(svg).iter(f"{SVG}rect") if its.get("width") == "12"]
    names = [its for its in boxes(svg) if its.top > bars[0].top]
    assert len(bars) == min(count, 8)
    for bar in bars:
        assert bar.bottom <= HEIGHT
        assert [its for its in names if its.is_within(bar.right, bar.top, WIDTH, bar.bottom)]


def test_a_word_of_how_a_round_stands_is_in_the_middle_of_its_frame() -> None:
    for status in (Status.PROVISIONAL, Status.POSTPONED, Status.CANCELLED):
        svg = pictures(season(germany(status=status)))["/wtcr/2021/germany/card.png"]
        (drawn,) = (its for its in ET.fromstring(svg).iter(f"{SVG}rect") if its.get("rx"))
        frame = rectangle(drawn)
        (word,) = (its for its in boxes(svg) if its.is_within(frame.left, frame.top, frame.right, frame.bottom))
        assert word.left + word.right == pytest.approx(frame.left + frame.right)
        assert word.top + word.bottom == pytest.approx(frame.top + frame.bottom)
        assert (drawn.get("stroke-dasharray") is not None) == (status is Status.PROVISIONAL)


def test_a_round_of_no_country_has_as_much_room_as_its_flag_would_take() -> None:
    nowhere = replace(germany(), id="nowhere", venue=Venue("tbc", "To be confirmed", "UTC"))
    flags = [its for its in boxes(pictures(season(germany(), nowhere))["/wtcr/2021/card.png"]) if its.what == "a flag"]
    sizes = [(its.right - its.left, its.bottom - its.top) for its in flags]
    assert sizes[0] == pytest.approx(sizes[1])
    assert sizes[0][0] == pytest.approx(sizes[0][1] * 1.5)


def test_the_longest_names_are_whole_in_more_lines() -> None:
    session_name = "Qualifying for Race 1 of the Junior Championship, Group A and Group B together"
    long_session = session("q", "qualifying", session_name, date(2021, 6, 4), "09:00")
    drawn = pictures(season(germany(sessions=(long_session,)), series=replace(LONG_SERIES, short_name=LONG_NAME)))
    assert_faultless(drawn)
    of_round = " ".join(its.what for its in boxes(drawn["/endurance/2021/germany/card.png"]))
    assert f"{LONG_NAME} 2021" in of_round
    assert session_name in of_round
    for path in ("/endurance/card.png", "/card.png"):
        assert f"{LONG_NAME} 2021" in " ".join(its.what for its in boxes(drawn[path]))


def test_the_kerb_reaches_from_edge_to_edge() -> None:
    for svg in pictures(season()).values():
        kerb = ET.fromstring(svg)[-1].attrib["d"]
        starts = [int(x) for x in re.findall(r"M(\d+) 0h60l-16 24h-60z", kerb)]
        assert "".join(f"M{x} 0h60l-16 24h-60z" for x in starts) == kerb
        assert {after - before for before, after in pairwise(starts)} == {120}
        assert starts[0] < 120
        assert starts[-1] > WIDTH - 120
