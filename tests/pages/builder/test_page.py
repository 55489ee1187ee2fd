"""The page of the builder, its part on other pages, and what a site of files has of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from support.pages import ReadPage
from support.racing import FIRST_NOW, WTCR, germany, published, season, session
from support.visiting import BASE_URL, builder_visit, f1, wtcr

from season_calendar.choices.choice import Cancelled, Choice, Rounds, lead_times_of
from season_calendar.choices.options import OPTIONS
from season_calendar.feeds.files import Variant
from season_calendar.model import Driver, Title
from season_calendar.pages.builder.page import Builder, every_builder, show, subscribe_panel
from season_calendar.pages.site import find_page, page_paths
from season_calendar.pages.visit import Visit

HOSTILE = '"><script>alert(1)</script>\u202e{{ 7*7 }}'


def html(query: str = "", **visit: object) -> str:
    return show(builder_visit(query, **visit)).body.decode()  # type: ignore[arg-type]


def ticked(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<input type="checkbox" name="([^"]*)" value="([^"]*)"[^>]* checked>', page)


def test_the_site_has_it_where_there_is_a_feed() -> None:
    visit = builder_visit()

    assert find_page(visit) == show(visit)
    assert "/subscribe/" in page_paths(visit.publications)
    assert list(every_builder([])) == []


def test_it_shows_what_is_asked_as_chosen_with_the_one_address() -> None:
    page = html("feed=/wtcr.ics&sessions=race&alarm=1d")

    assert ticked(page) == [("sessions", "race"), ("rounds", "with"), ("alarm", "1d")]
    assert f'value="{BASE_URL}/wtcr.ics?alarm=1d&amp;sessions=race"' in page
    assert 'href="webcal://races.example.org/wtcr.ics?alarm=1d&amp;sessions=race"' in page
    assert 'href="../wtcr.ics?alarm=1d&amp;sessions=race" download' in page


def test_what_no_box_of_the_form_says_has_a_box_of_its_own() -> None:
    page = html("alarm=45m,race:2h,round:none&sessions=warm-up&round=germany&driver=bo")

    assert ticked(page) == [
        ("sessions", "warm-up"),
        ("rounds", "with"),
        ("alarm", "45m"),
        ("alarm", "race:2h"),
        ("alarm", "round:none"),
        ("driver", "bo"),
        ("round", "germany"),
    ]


def test_that_no_reminder_is_wanted_is_shown_as_ticked() -> None:
    assert [its for its in ticked(html("alarm=none")) if its[0] == "alarm"] == [("alarm", "none")]
    assert ("alarm", "none") not in ticked(html("alarm=1d"))


@pytest.mark.parametrize(
    ("query", "is_open"),
    [
        ("", False),
        ("driver=bo&alarm=1d", False),
        ("title=junior", True),
        ("round=germany", True),
        ("cancelled=shown", True),
        ("lang=xx", True),
    ],
)
def test_what_few_look_for_is_open_where_something_of_it_is_chosen_or_wrong(query: str, is_open: bool) -> None:
    assert ('id="builder-more" open>' in html(query)) == is_open


@pytest.mark.parametrize(
    ("query", "values", "chosen"),
    [("", ["", "de", "sv"], ""), ("lang=en", ["en", "de", "sv"], "en"), ("lang=sv", ["en", "de", "sv"], "sv")],
)
def test_the_usual_language_is_the_one_that_is_not_said_unless_it_was(
    query: str, values: list[str], chosen: str
) -> None:
    form = html(f"feed=/wtcr.ics&{query}")
    languages_ = re.findall(r'<option value="([^"]*)"( selected)?>', form[form.index('<select name="lang"') :])

    assert [value for value, _ in languages_] == values
    assert [value for value, is_selected in languages_ if is_selected] == [chosen]


def test_where_nothing_is_published_there_is_no_builder() -> None:
    assert find_page(replace(builder_visit(), publications=())) is None


def test_series_are_to_be_chosen_where_there_are_several() -> None:
    assert 'name="series"' not in html("feed=/all.ics")
    assert 'name="series"' in show(builder_visit("feed=/all.ics", wtcr(), f1())).body.decode()


def test_a_kind_of_the_season_s_own_has_a_label_with_a_capital_and_without_dashes() -> None:
    night = session("night-practice", "night-practice", "Night Practice", date(2021, 6, 3), "20:00")
    page = show(builder_visit("alarm=night-practice:1h", published(season(germany(sessions=(night,))))))

    body = page.body.decode()
    assert "<span>Night practice</span>" in body
    assert "<span>1 hour <small>Night practice</small></span>" in body


def test_a_reminder_that_was_typed_and_is_not_understood_stands_there_to_be_put_right() -> None:
    fields = {
        said: ReadPage(show(builder_visit(f"alarm={said}")).body).all("#builder-alarm-own") for said in ("1x", "1h")
    }

    assert {said: field.attributes["value"] for said, [field] in fields.items()} == {"1x": "1x", "1h": ""}


def test_a_round_that_has_no_box_because_it_is_over_or_is_of_any_season_has_its_name_all_the_same() -> None:
    visit = replace(builder_visit("round=germany,wtcr/2021/spain"), now=FIRST_NOW + timedelta(days=365))
    boxes = ReadPage(show(visit).body).texts("#builder-row-round .builder-box")

    assert boxes == ["Race of Germany", "WTCR: Race of Spain"]


@pytest.mark.parametrize(
    ("query", "days", "words"),
    [("", 0, None), ("", 365, "All of it is over."), ("sessions=test&rounds=none", 0, "Nothing of it is known yet.")],
)
def test_a_calendar_in_which_nothing_lies_ahead_says_so(query: str, days: int, words: str | None) -> None:
    page = show(replace(builder_visit(query), now=FIRST_NOW + timedelta(days=days))).body.decode()

    assert [its for its in ("All of it is over.", "Nothing of it is known yet.") if its in page] == [words] * bool(
        words
    )


def test_every_option_of_a_choice_has_its_field() -> None:
    page = show(builder_visit("", wtcr(), f1())).body.decode()

    assert set(re.findall(r' name="([^"]*)"', page)) >= OPTIONS.keys()


def test_with_nothing_ticked_it_shows_nothing_ticked_and_no_address() -> None:
    page = html("form=ticks&feed=/wtcr.ics")

    assert ticked(page) == []
    assert "Tick at least one." in page
    assert "webcal:" not in page


@pytest.mark.parametrize(
    ("tag", "words"),
    [("en", "“rase” cannot be chosen here."), ("sv", "”rase” kan inte väljas här."), ("de", "„rase“ kann hier nicht")],
)
def test_what_cannot_be_chosen_is_told_in_words_beside_its_field(tag: str, words: str) -> None:
    page = html("feed=/wtcr.ics&sessions=rase", tag=tag)
    fieldset = page[page.index("<fieldset") : page.index("</fieldset>")]

    assert words in fieldset


@pytest.mark.parametrize("name", ["address", "feed", "sessions", "alarm", "driver", "lang", HOSTILE])
@pytest.mark.parametrize("value", [HOSTILE, "javascript:alert(1)", "%00\r\n", "x" * 10_000, ","])
def test_whatever_is_sent_is_answered_with_the_form_and_is_no_more_than_text(name: str, value: str) -> None:
    page = html(urlencode({name: value}))

    assert 'class="builder-form"' in page
    assert "<script>" not in page
    assert "javascript:" not in "".join(re.findall(r'(?:href|src|action)="[^"]*"', page))
    assert len(page) < 50_000


def test_names_of_a_season_are_no_more_than_text() -> None:
    hostile = replace(
        season(replace(germany(), name=HOSTILE), series=replace(WTCR, short_name=HOSTILE)),
        drivers=(Driver("x", HOSTILE),),
        titles=(Title("y", HOSTILE),),
    )

    page = show(builder_visit("", published(hostile))).body.decode()

    assert "<script>" not in page
    assert "{{ 7*7 }}" in page
    assert page.count("&lt;script&gt;") > 3


def test_no_style_and_no_script_is_written_into_it() -> None:
    page = html()

    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?! src=)", page)


def test_where_the_site_does_not_know_its_address_it_says_where_to_copy_it_and_makes_none_up() -> None:
    page = html("feed=/wtcr.ics&sessions=race", base_url=None)

    assert "The address of the calendar is that of the file below: copy its link." in page
    assert '<div class="builder-line" hidden data-with-script>' in page
    assert 'href="../wtcr.ics?sessions=race" download' in page
    assert 'href="webcal:' not in page
    assert "<svg" not in page
    assert len(re.findall(r'data-before="[^"]*" data-after="[^"]*"(?: data-webcal)? hidden>', page)) == 4
    # What leads nowhere has nothing that only a link may have.
    assert re.findall(r"<a (?![^>]*href)[^>]*rel=", page) == []


def test_google_s_way_to_take_the_address_stands_beside_it_and_is_in_no_fold() -> None:
    panel = ReadPage(show(builder_visit()).body)

    assert "Other calendars → From URL" in panel.texts(".builder-block")[1]
    assert "https://calendar.google.com/calendar/r/settings/addbyurl" in [
        its.attributes["href"] for its in panel.all(".builder-block > .builder-note > a")
    ]


@pytest.mark.parametrize(
    ("query", "in_each"),
    [
        ("", ["", "", ""]),
        ("sessions=race&lang=sv", ["?feed=/wtcr.ics&lang=sv&sessions=race"] * 3),
        ("sessions=race", [f"?feed=/wtcr.ics{lang}&sessions=race" for lang in ("", "&lang=sv", "&lang=de")]),
        ("lang=en", [f"?feed=/wtcr.ics{lang}" for lang in ("", "&lang=sv", "&lang=de")]),
    ],
)
def test_what_was_chosen_is_chosen_in_every_language_and_entries_in_that_of_the_page_go_along(
    query: str, in_each: list[str]
) -> None:
    links = ReadPage(show(builder_visit(query)).body).all("a[hreflang]")

    expected = {f"../{tag}/subscribe/{its}" for tag, its in zip(("en", "sv", "de"), in_each, strict=True)}
    assert {its.attributes["href"] for its in links} == expected


def test_a_site_in_a_folder_of_its_host_says_so_in_its_addresses() -> None:
    page = html("feed=/wtcr.ics", base_url="https://example.org/races/")

    assert 'value="https://example.org/races/wtcr.ics"' in page


def test_another_page_shows_all_of_a_feed_in_its_own_language() -> None:
    visit = replace(builder_visit("x=1", tag="sv"), path="/wtcr/2021/", prefix="/sv")

    builder = subscribe_panel(visit, "/wtcr.ics")["builder"]

    assert isinstance(builder, Builder)
    assert builder.calendar is not None
    assert builder.calendar.address == f"{BASE_URL}/wtcr.ics?lang=sv"
    assert builder.calendar.file == "../../../wtcr.ics?lang=sv"


class TestASiteOfFiles:
    """Nobody reads there what is chosen."""

    def visit(self, query: str = "") -> Visit:
        return builder_visit(query, wtcr(), f1(), is_static=True)

    def test_offers_each_feed_that_is_a_file_and_no_form(self) -> None:
        page = show(self.visit()).body.decode()

        assert re.findall(r'href="(webcal:[^"]*)"', page) == [
            f"webcal://races.example.org{path}"
            for path in ("/all.ics", "/f1.ics", "/f1/2021.ics", "/wtcr.ics", "/wtcr/2021.ics")
        ]
        assert "<form" not in page
        assert "takes a server of season-calendar" in page

    def test_tells_of_a_file_what_was_chosen_when_it_was_written(self) -> None:
        page = show(self.visit("driver=bo&rounds=only")).body.decode()

        # F1 has no such driver, so that none of its files was written.
        assert re.findall(r'href="(webcal:[^"]*)"', page) == [
            f"webcal://races.example.org{path}" for path in ("/all.ics", "/wtcr.ics", "/wtcr/2021.ics")
        ]
        assert page.count("What you get: 1 entry<") == 3

    def test_has_its_file_on_other_pages_without_a_form(self) -> None:
        builder = subscribe_panel(self.visit(), "/wtcr/2021.ics")["builder"]

        assert isinstance(builder, Builder)
        assert builder.form is None
        assert [its.address for its in builder.files] == [f"{BASE_URL}/wtcr/2021.ics"]

    def test_offers_beside_each_feed_what_was_written_of_it_as_a_variant_in_words(self) -> None:
        races = Variant(Choice(sessions=frozenset({"race"}), rounds=Rounds.NONE))
        of_driver = Variant(
            Choice(language="sv", lead_times=lead_times_of({"": [timedelta(days=1)]})), "/drivers/bo.ics"
        )
        page = show(replace(self.visit(), variants=(races, of_driver))).body.decode()

        parts = re.findall(r'builder-name">([^<]*)</h2>|<summary><h3>([^<]*)<', page)
        assert ["".join(part) for part in parts][-8:] == [
            *("WTCR", "Everything", "Race"),
            *("WTCR 2021", "Everything", "Race"),
            *("Bo Å", "Reminder 1 day before · Svenska"),
        ]
        assert "webcal://races.example.org/wtcr/2021.rounds-none.sessions-race.ics" in page
        assert "webcal://races.example.org/drivers/bo.alarm-1d.lang-sv.ics" in page

    def test_says_of_a_variant_for_google_that_what_is_cancelled_is_seen_there(self) -> None:
        page = show(replace(self.visit(), variants=(Variant(Choice(cancelled=Cancelled.SHOWN), "/wtcr.ics"),)))
        hides = [" and hides what is cancelled." in part for part in page.body.decode().split("<summary><h3>")[1:]]

        assert hides == [True, True, True, True, False, True]

    def test_has_the_variants_of_its_feed_alone_on_other_pages(self) -> None:
        visit = replace(self.visit(), path="/wtcr/", variants=(Variant(Choice(rounds=Rounds.ONLY)),))
        builder = subscribe_panel(visit, "/wtcr.ics")["builder"]

        assert isinstance(builder, Builder)
        assert [(its.chosen, its.file) for its in builder.files] == [
            ("Everything", "../wtcr.ics"),
            ("Whole weekends", "../wtcr.rounds-only.ics"),
        ]


def test_it_is_right_until_something_begins_or_ends() -> None:
    assert show(builder_visit()).until <= FIRST_NOW + timedelta(days=1)


class TestAFeedThatFollows:
    """It is opened like any other, and is in the list only where it is asked for."""

    def test_a_driver_is_opened_with_the_rounds_that_are_theirs(self) -> None:
        page = html("feed=/drivers/bo.ics&sessions=race")

        assert '<option value="/drivers/bo.ics" selected>Bo Å</option>' in page
        assert "What you get: 3 entries" in page
        assert re.findall(r'name="round" value="([^"]*)"', page) == ["wtcr/2021/germany"]
        assert 'name="driver"' not in page

    def test_it_is_not_offered_to_everybody(self) -> None:
        assert "/drivers/bo.ics" not in html()
