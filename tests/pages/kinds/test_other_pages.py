"""The pages of all series, of a round, a driver, a title, of what changed, and of what is not there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from support.pages import ReadPage, read_page
from support.racing import FIRST_NOW, WTCR, germany, published, season

from season_calendar.model import Driver, Season, Series, Status, Title
from season_calendar.pages.kinds import missing
from season_calendar.pages.site import find_page
from season_calendar.pages.visit import Visit
from season_calendar.zoned_time import parse_instant

SPAIN = germany(id="spain", name="Race of Spain", first_day=date(2021, 7, 10), last_day=date(2021, 7, 11), sessions=())
CHINA = replace(SPAIN, id="china", name="Race of China", status=Status.CANCELLED)
MACAU = replace(SPAIN, id="macau", name="Race of Macau", first_day=date(2021, 11, 20), last_day=date(2021, 11, 21))
TITLES = (Title("drivers", "Drivers' Title"), Title("junior", "Junior Title", counts=("spain",)))
JESSICA = Driver("jessica-backman", "Jessica Bäckman", "Sweden", ("drivers", "junior"))
YVAN = Driver("yvan-muller", "Yvan Muller", "France", ("drivers",), rounds=("germany",))


def whole() -> Season:
    return replace(season(germany(), CHINA, SPAIN, MACAU), titles=TITLES, drivers=(JESSICA, YVAN))


def other_series() -> Season:
    return replace(season(SPAIN), series=Series("gt", "Northern GT", "GT", color="#ffff00"), drivers=(JESSICA,))


def read(path: str, now: str = "2021-06-01T08:00Z") -> ReadPage:
    return read_page(path, parse_instant(now), published(whole()), published(other_series()))


def test_the_front_page_has_the_series_first_that_begins_next_each_with_its_own_accent() -> None:
    for now, names in (
        ("2021-06-01T08:00Z", ["WTCR 2021", "GT 2021"]),
        ("2022-06-01T08:00Z", ["GT 2021", "WTCR 2021"]),
    ):
        assert read("/", now).texts(".series-name h2") == names
    assert [its.attributes["class"].split()[-1] for its in read("/").all(".series")] == [
        "accent-1e90ff",
        "accent-ffff00",
    ]
    assert read("/").texts(".count") == ["Thu 14:30", "10–11 Jul"]


def test_a_round_has_a_page_with_its_timetable_and_the_way_to_those_beside_it_that_take_place() -> None:
    page = read("/wtcr/2021/spain/")
    assert page.texts("h1") == ["Race of Spain"]
    assert page.texts(".beside a") == ["Before Race of Germany", "After Race of Macau"]
    assert read("/wtcr/2021/germany/").texts(".sheet tbody th[scope=row]") == [
        "Qualifying",
        "Race 1",
        "Race 2",
    ]


def test_what_is_off_is_passed_over_on_the_way_from_round_to_round() -> None:
    assert read("/wtcr/2021/germany/").texts(".beside a") == ["After Race of Spain"]  # and China, on the same days
    late = replace(CHINA, id="late", name="Race of Late", first_day=date(2021, 8, 1), last_day=date(2021, 8, 1))
    page = read_page("/wtcr/2021/spain/", FIRST_NOW, published(season(SPAIN, late, MACAU)))
    assert page.texts(".beside a") == ["After Race of Macau"]
    assert read("/wtcr/2021/macau/").texts(".beside a") == ["Before Race of Spain"]


def test_the_page_of_a_round_that_is_over_or_off_says_so_of_the_round_and_nothing_of_its_season() -> None:
    page = read("/wtcr/2021/germany/", "2021-06-07T08:00Z")
    assert (page.texts(".count"), page.texts(".until")) == (["Raced"], ["3–5 Jun 2021"])

    for status, said in ((Status.CANCELLED, "Cancelled"), (Status.POSTPONED, "Postponed")):
        page = read_page("/wtcr/2021/spain/", FIRST_NOW, published(season(replace(SPAIN, status=status))))
        assert (page.texts(".count"), page.texts(".until del")) == ([said], ["10–11 Jul 2021"])
        assert page.texts("main h2, .rounds > p") == []
        assert page.texts(".board .chip") == []
        (description,) = page.all("meta[name=description]")
        assert description.attributes["content"].startswith(f"{said}: WTCR 2021: Race of Spain")


def test_the_page_of_a_round_without_times_says_once_when_it_is_and_that_they_are_to_come() -> None:
    page = read("/wtcr/2021/spain/")
    assert (page.texts(".count"), page.texts(".until")) == (["10–11 Jul"], ["times to come"])
    assert page.texts("main h2") == ["Timetable"]
    assert page.texts(".board .chip") == []
    assert read("/wtcr/2021/germany/").texts("main h2") == ["3–5 Jun 2021", "Timetable"]

    on_its_days = read("/wtcr/2021/spain/", "2021-07-10T08:00Z")
    assert on_its_days.texts(".board .chip") == ["On now"]


def test_of_a_round_without_a_date_it_is_not_said_that_calendars_have_its_days() -> None:
    undated = replace(SPAIN, first_day=None, last_day=None, status=Status.PROVISIONAL)
    for path in ("/wtcr/2021/", "/wtcr/2021/spain/"):
        page = read_page(path, FIRST_NOW, published(season(undated)))
        assert page.texts(".count") == ["No dates yet"]
        assert page.texts("p.mute:not(.board p, .foot p, .builder p)") == []


def test_what_has_been_called_off_as_a_whole_is_cancelled_and_does_not_wait_for_dates() -> None:
    off = replace(SPAIN, status=Status.CANCELLED)
    page = read_page("/wtcr/2021/", FIRST_NOW, published(season(off, replace(off, id="portugal"))))
    assert (page.texts(".count"), page.texts(".until")) == (["Cancelled"], ["2 rounds"])


def test_a_season_is_not_over_while_a_round_has_no_date_yet() -> None:
    undated = replace(SPAIN, first_day=None, last_day=None, status=Status.PROVISIONAL)
    now = parse_instant("2021-06-07T08:00Z")
    assert read_page("/wtcr/2021/", now, published(season(germany(), undated))).texts(".count") == ["No dates yet"]


def test_a_round_that_has_another_id_by_now_is_still_at_its_old_address() -> None:
    publication = published(season(SPAIN), season(replace(SPAIN, id="aragon", was="spain", name="Race of Aragon")))
    for path in ("/wtcr/2021/spain/", "/wtcr/2021/aragon/"):
        assert read_page(path, FIRST_NOW, publication).texts("h1") == ["Race of Aragon"]


def test_a_round_has_its_whole_history_on_its_page() -> None:
    postponed = replace(SPAIN, status=Status.POSTPONED)
    moved = replace(SPAIN, first_day=date(2021, 8, 7), last_day=date(2021, 8, 8))
    page = read_page("/wtcr/2021/spain/", FIRST_NOW, published(season(SPAIN), season(postponed), season(moved)))
    assert page.texts(".changes li") == [
        "Tue, 1 Jun 2021 A new date. was 10–11 Jul 2021 now 7–8 Aug 2021",
        "Tue, 1 Jun 2021 Postponed. was 10–11 Jul 2021",
    ]
    assert page.texts(".changes del") == ["10–11 Jul 2021"] * 2


def test_what_changed_lately_of_a_round_stands_once_on_its_page_which_says_that_something_did() -> None:
    moved = replace(SPAIN, first_day=date(2021, 7, 9))
    page = read_page("/wtcr/2021/spain/", FIRST_NOW + timedelta(days=1), published(season(SPAIN), season(moved)))
    assert page.texts(".board .chip") == ["Changed"]
    assert page.texts(".changes p del") == ["10–11 Jul 2021"]
    assert page.texts("del") == page.texts(".changes p del")


def test_a_driver_has_a_page_with_the_rounds_of_every_series() -> None:
    page = read("/drivers/jessica-backman/")
    assert page.texts("h1") == ["Jessica Bäckman"]
    assert page.texts(".round .where") == [
        "WTCR 2021 · Nürburgring Nordschleife, Nürburg, Germany",
        "GT 2021 · Nürburgring Nordschleife, Nürburg, Germany",
        "WTCR 2021 · Nürburgring Nordschleife, Nürburg, Germany",
        "WTCR 2021 · Nürburgring Nordschleife, Nürburg, Germany",
        "WTCR 2021 · Nürburgring Nordschleife, Nürburg, Germany",
    ]
    assert page.all(".board-doors a")[0].attributes["href"] == "../../drivers/jessica-backman.ics"


def test_of_a_driver_only_the_rounds_are_shown_that_they_enter() -> None:
    assert read("/drivers/yvan-muller/").texts(".round h3") == ["Race of Germany"]


def test_of_a_driver_the_titles_are_shown_that_they_drive_for() -> None:
    assert read("/drivers/jessica-backman/").texts(".title-list li") == [
        "Drivers' Title WTCR 2021",
        "Junior Title WTCR 2021",
    ]
    assert read("/drivers/yvan-muller/").texts(".title-list li") == ["Drivers' Title WTCR 2021"]


def test_where_all_rounds_are_of_one_season_none_of_them_names_it() -> None:
    assert read("/drivers/yvan-muller/").texts(".round .where") == ["Nürburgring Nordschleife, Nürburg, Germany"]


def test_a_series_is_called_as_its_newest_season_calls_it() -> None:
    last_year = replace(season(SPAIN, id_="2020"), series=replace(WTCR, short_name="WTCC"))
    earlier = replace(SPAIN, first_day=date(2020, 7, 10), last_day=date(2020, 7, 11))
    page = read_page("/", FIRST_NOW, published(replace(last_year, rounds=(earlier,))), published(season(SPAIN)))
    assert page.texts(".series-name h2") == ["WTCR 2021"]


def test_a_title_has_a_page_with_the_rounds_that_count_and_who_drives_for_it() -> None:
    page = read("/titles/wtcr/junior/")
    assert (page.texts("h1"), page.texts(".round h3")) == (["Junior Title"], ["Race of Spain"])
    assert page.texts(".driver-name") == ["Jessica Bäckman"]


def test_of_all_changes_the_season_is_named_and_a_day_stands_once() -> None:
    off = replace(SPAIN, status=Status.CANCELLED)
    gone = replace(MACAU, status=Status.CANCELLED)
    page = read_page("/changes/", FIRST_NOW, published(season(SPAIN, MACAU), season(off, gone)))
    assert page.texts(".change-round") == ["WTCR 2021 Race of Spain", "WTCR 2021 Race of Macau"]
    assert [its.attributes.get("class") for its in page.all(".changes time")] == [None, "same-day"]
    assert read("/wtcr/2021/changes/").texts("main p.mute") == ["Nothing has changed since it was first published."]


def test_what_changed_in_a_series_stands_on_one_page_of_all_its_seasons() -> None:
    off = replace(SPAIN, status=Status.CANCELLED)
    old = [season(SPAIN, id_="2020"), season(off, id_="2020")]
    new = [season(SPAIN, MACAU), season(SPAIN, replace(MACAU, status=Status.CANCELLED))]
    later = published(*new, start=FIRST_NOW + timedelta(days=1))
    page = read_page("/wtcr/changes/", FIRST_NOW, published(*old), later, published(other_series()))

    assert page.texts("h1, .over-title") == ["WTCR", "What changed"]
    assert page.texts(".change-round") == ["WTCR 2021 Race of Macau", "WTCR 2020 Race of Spain"]
    assert {its.text: its.attributes["href"] for its in page.all(".section-links a")} == {
        "WTCR 2021": "../../wtcr/2021/changes/",
        "WTCR 2020": "../../wtcr/2020/changes/",
        "All series": "../../changes/",
        "Atom feed": "../../wtcr/changes.atom",
    }


def test_pages_of_what_changed_lead_to_one_another() -> None:
    assert {its.text: its.attributes["href"] for its in read("/wtcr/2021/changes/").all(".section-links a")} == {
        "WTCR, every season": "../../../wtcr/changes/",
        "All series": "../../../changes/",
        "Atom feed": "../../../wtcr/2021/changes.atom",
    }
    assert {its.text: its.attributes["href"] for its in read("/changes/").all(".section-links a")} == {
        "GT": "../gt/changes/",
        "WTCR": "../wtcr/changes/",
        "Atom feed": "../changes.atom",
    }


def test_a_file_for_any_address_leads_back_from_the_root_of_its_host() -> None:
    front = Visit("/404.html", "en", "", FIRST_NOW, (published(whole()),), is_static=True, is_at_any_address=True)
    for base_url, root in (
        (None, "/"),
        ("https://example.org", "/"),
        ("https://example.org/club/races/", "/club/races/"),
    ):
        page = ReadPage(missing.show(replace(front, base_url=base_url)).body)
        assert [its.attributes["href"] for its in page.all(".ways-back a")] == [f"{root}wtcr/2021/", root]
        links = [its.attributes["href"] for its in page.all("link[href], a[href]")]
        assert [link for link in links if not link.startswith(("#", root))] == []
        assert f"{root}sv/" in links


class TestWhereAFileIsCorrected:
    """The foot of a page says so where the site knows."""

    def links(self, edit_url: str | None, path: str = "/wtcr/2021/") -> list[str]:
        page = find_page(Visit(path, "en", "", FIRST_NOW, (published(whole()),), edit_url=edit_url))
        assert page is not None
        read = ReadPage(page.body)
        assert len(read.texts(".foot p a")) == len(read.all(".foot p a[rel=noopener]"))
        return [its.attributes["href"] for its in read.all(".foot p a") if its.text == "Correct it"]

    def test_one_address_is_on_every_page(self) -> None:
        for path in ("/", "/wtcr/2021/", "/changes/"):
            assert self.links("https://example.org/edit?a=1&b=2", path) == ["https://example.org/edit?a=1&b=2"]

    def test_an_address_of_each_season_is_on_its_pages_alone(self) -> None:
        each = "https://example.org/{series}-{season}.yaml"
        for path in ("/wtcr/2021/", "/wtcr/2021/spain/", "/wtcr/2021/changes/", "/drivers/yvan-muller/"):
            assert self.links(each, path) == ["https://example.org/wtcr-2021.yaml"]
        assert self.links(each, "/") == []

    def test_without_one_no_page_has_it(self) -> None:
        assert self.links(None) == []


def test_where_there_is_no_page_the_way_leads_back_to_every_season() -> None:
    page = ReadPage(missing.show(Visit("/wtcr/1999/", "en", "", FIRST_NOW, (published(whole()),))).body)
    assert [its.attributes["href"] for its in page.all(".ways-back a")] == ["../../wtcr/2021/", "../../"]
    assert page.all("link[hreflang], link[rel=canonical]") == []
