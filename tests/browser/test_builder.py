"""What is ticked in the builder is what its address gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import httpx
import pytest
from icalendar import Calendar
from playwright.sync_api import expect
from support.browsing import Visited, axe_findings, unfold
from support.served_site import Site

from .conftest import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Locator


def address(visited: Visited) -> Locator:
    return visited.page.get_by_label("Any other calendar")


def feed(visited: Visited) -> Calendar:
    """What a calendar is given at the address that is shown."""
    return Calendar.from_ical(httpx.get(address(visited).input_value()).raise_for_status().text)


def titles(calendar: Calendar) -> list[str]:
    return [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]


def previewed(visited: Visited) -> tuple[int, list[str]]:
    """How many entries are promised, and the titles of the first."""
    count = re.search(r"\d+", visited.page.get_by_role("heading", name="What you get").inner_text())
    assert count is not None
    return int(count[0]), visited.page.locator(".builder-preview [lang]").all_inner_texts()


def choose(visited: Visited) -> None:
    """Of the season the races and qualifyings, an hour before each, and no weekends."""
    visited.page.get_by_label("Calendar", exact=True).select_option("/wtcr/2021.ics")
    visited.page.get_by_label("Practice").uncheck()
    visited.page.get_by_label("Whole weekends").uncheck()
    visited.page.get_by_label("1 hour").check()


def assert_is_what_was_chosen(visited: Visited) -> None:
    calendar = feed(visited)
    count, first = previewed(visited)
    assert len(titles(calendar)) == count
    assert first
    assert set(first) <= set(titles(calendar))
    assert not any("FP" in title for title in titles(calendar))
    assert any("Race 1" in title for title in titles(calendar))
    assert {alarm["TRIGGER"].to_ical() for alarm in calendar.walk("VALARM")} == {b"-PT1H"}


def test_an_address_gives_what_was_ticked_and_previewed(site: Site, visit: Visit) -> None:
    with visit(site) as visited:
        visited.go("/en/subscribe/")
        choose(visited)

        expect(address(visited)).to_have_value(re.compile(r"/wtcr/2021\.ics\?.*alarm=1h"))
        assert_is_what_was_chosen(visited)
        visited.assert_faultless()


def test_without_script_the_form_is_sent_and_answered(site: Site, visit: Visit) -> None:
    with visit(site, java_script_enabled=False) as visited:
        visited.go("/en/subscribe/")
        choose(visited)
        visited.page.get_by_role("button", name="Update").click()

        assert_is_what_was_chosen(visited)
        visited.assert_faultless()


def test_the_panel_beside_a_season_gives_an_address_too(site: Site, visit: Visit) -> None:
    with visit(site, viewport={"width": 1440, "height": 900}) as visited:
        visited.go("/en/wtcr/2021/")
        choose(visited)

        expect(address(visited)).to_have_value(re.compile(r"/wtcr/2021\.ics\?.*alarm=1h"))
        assert_is_what_was_chosen(visited)
        visited.assert_faultless()


def test_the_doors_hand_the_address_on(site: Site, visit: Visit) -> None:
    with visit(site) as visited:
        visited.go("/en/subscribe/")
        choose(visited)
        expect(address(visited)).to_have_value(re.compile("alarm=1h"))
        rest = address(visited).input_value().partition(":")[2]

        apple, google, outlook = (
            httpx.URL(visited.page.get_by_role("link", name=name, exact=True).get_attribute("href") or "")
            for name in ("Apple", "Google", "Outlook")
        )
        assert str(apple) == f"webcal:{rest}"
        assert google.params["cid"] == f"webcal:{rest}"
        assert outlook.params["url"] == f"http:{rest}"


def test_an_address_that_is_none_has_the_focus_beside_what_is_wrong_with_it(site: Site, visit: Visit) -> None:
    with visit(site) as visited:
        visited.go("/en/subscribe/")
        visited.page.get_by_label("Already have an address?").fill("https://example.org/")
        visited.page.get_by_role("button", name="Open").click()

        field = visited.page.get_by_label("Already have an address?")
        expect(field).to_be_focused()
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description("“https://example.org/” is not the address of a calendar here.")


def test_who_copies_a_recipe_twice_is_told_so_and_finds_the_button_as_it_was(site: Site, visit: Visit) -> None:
    with visit(site, permissions=["clipboard-read", "clipboard-write"]) as visited:
        visited.go("/en/data/")
        button = visited.page.get_by_role("button", name="And a message an hour before")
        button.dblclick()

        expect(visited.page.get_by_role("status")).to_have_text("Copied")
        assert visited.page.evaluate("navigator.clipboard.readText()").startswith("automation:")
        visited.page.clock.fast_forward(3000)
        expect(button).to_have_text("Copy")


@pytest.mark.parametrize(
    ("user_agent", "before", "after"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)", "webcal:", "{rest}"),
        ("Mozilla/5.0 (Linux; Android 15)", "https://calendar.google.com/calendar/r?cid=", "webcal%3A{quoted}"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "", "{here}#subscribe"),
    ],
)
def test_the_door_on_the_board_leads_right_into_the_calendar_of_a_telephone(
    site: Site, visit: Visit, user_agent: str, before: str, after: str
) -> None:
    with visit(site, user_agent=user_agent) as visited:
        visited.go("/en/wtcr/2021/")
        door: str = visited.page.get_by_role("link", name="Add to my calendar").evaluate("its => its.href")
        rest = f"{site.url}/wtcr.ics".removeprefix("http:")
        here = f"{site.url}/en/wtcr/2021/"
        assert door == before + after.format(rest=rest, quoted=quote(rest, safe=""), here=here)


def test_where_the_server_does_not_answer_nothing_old_can_be_taken_and_one_may_try_again(
    site: Site, visit: Visit
) -> None:
    with visit(site) as visited:
        visited.go("/en/wtcr/2021/")
        visited.page.route("**/subscribe/**", lambda route: route.abort())
        visited.page.get_by_label("1 hour").check()

        expect(visited.page.get_by_role("status")).to_have_text("The server did not answer. Try again.")
        expect(visited.page.locator("[data-part=result]")).to_have_attribute("inert", "")
        visited.page.unroute("**/subscribe/**")
        visited.page.get_by_role("button", name="Update").click()
        expect(address(visited)).to_have_value(re.compile("alarm=1h"))
        expect(visited.page.locator("[data-part=result]")).not_to_have_attribute("inert", "")
        expect(visited.page.get_by_role("button", name="Update")).to_be_hidden()


def test_copy_puts_the_address_into_the_clipboard(site: Site, visit: Visit) -> None:
    with visit(site, permissions=["clipboard-read", "clipboard-write"]) as visited:
        visited.go("/en/subscribe/")
        visited.page.get_by_role("button", name="Copy").click()

        expect(visited.page.get_by_role("button", name="Copied")).to_be_focused()
        expect(visited.page.get_by_role("status")).to_have_text("Copied")
        assert visited.page.evaluate("navigator.clipboard.readText()") == address(visited).input_value()


def test_a_pasted_address_fills_the_form(site: Site, visit: Visit) -> None:
    with visit(site) as visited:
        visited.go("/en/subscribe/")
        visited.page.get_by_label("Paste it").fill(f"{site.url}/wtcr/2021.ics?sessions=race&alarm=1d")
        visited.page.get_by_role("button", name="Open").click()

        expect(visited.page.get_by_label("Race", exact=True)).to_be_checked()
        expect(visited.page.get_by_label("Practice")).not_to_be_checked()
        expect(visited.page.get_by_label("1 day")).to_be_checked()
        expect(address(visited)).to_have_value(f"{site.url}/wtcr/2021.ics?alarm=1d&sessions=race")


@pytest.mark.parametrize("script", [True, False])
def test_an_address_that_was_pasted_in_vain_comes_into_view_with_what_is_wrong(
    site: Site, visit: Visit, *, script: bool
) -> None:
    with visit(site, java_script_enabled=script, viewport={"width": 360, "height": 640}) as visited:
        visited.go("/en/subscribe/?address=https://example.org/calendar/")

        expect(visited.page.get_by_text("is not the address of a calendar here").first).to_be_in_viewport()
        expect(visited.page.get_by_label("Paste it")).to_have_value("https://example.org/calendar/")
        visited.assert_faultless()


def test_where_nothing_is_left_to_subscribe_to_the_form_says_so(site: Site, visit: Visit) -> None:
    with visit(site) as visited:
        visited.go("/en/subscribe/")
        for name in ("Practice", "Qualifying", "Race", "Whole weekends"):
            visited.page.get_by_label(name, exact=True).uncheck()

        expect(visited.page.get_by_text("nothing would be in the calendar")).to_be_visible()
        expect(address(visited)).to_have_count(0)
        visited.assert_faultless()


def test_a_reminder_is_typed(site: Site, visit: Visit) -> None:
    with visit(site) as visited:
        visited.go("/en/subscribe/")
        typed = visited.page.get_by_label("Other, such as 2h or 15m")
        typed.fill("2h, race:15")
        typed.press("Enter")
        expect(visited.page.locator(".builder-problem")).to_contain_text("is not understood")
        expect(typed).to_have_value("2h, race:15")
        expect(typed).to_be_focused()
        typed.fill("2h, race:15m")
        typed.press("Enter")

        expect(address(visited)).to_have_value(re.compile("alarm=2h,race:15m"))
        triggers = [alarm["TRIGGER"].to_ical() for alarm in feed(visited).walk("VALARM")]
        assert {*triggers} == {b"-PT2H", b"-PT15M"}
        visited.assert_faultless()


def test_what_is_chosen_stays_so_in_another_language_and_when_the_page_is_come_back_to(
    site: Site, visit: Visit
) -> None:
    with visit(site) as visited:
        visited.go("/en/subscribe/")
        choose(visited)
        expect(address(visited)).to_have_value(re.compile("alarm=1h"))
        chosen = address(visited).input_value()
        visited.page.get_by_role("link", name="Deutsch").click()
        expect(visited.page.get_by_label("Training")).not_to_be_checked()
        in_german = visited.page.get_by_label("Anderer Kalender").input_value()
        assert in_german.replace("&lang=de", "") == chosen != in_german
        visited.page.go_back()
        expect(visited.page.get_by_label("Practice")).not_to_be_checked()
        expect(address(visited)).to_have_value(chosen)


def test_who_picks_another_calendar_is_shown_what_there_is_to_choose_of_that(site: Site, visit: Visit) -> None:
    with visit(site) as visited:
        visited.go("/en/subscribe/?feed=/wtcr/2021.ics")
        drivers = visited.page.locator("#builder-row-driver")
        drivers.locator("summary").click()
        drivers.get_by_label("Mikel Azcona").check()
        drivers.get_by_label("Jessica Bäckman").check()
        expect(address(visited)).to_have_value(re.compile("jessica-backman,mikel-azcona"))

        feed_picker = visited.page.get_by_label("Calendar", exact=True)
        feed_picker.focus()
        feed_picker.select_option("/norrland.ics")
        expect(drivers.get_by_label("Elsa Exempel")).to_be_visible()
        expect(drivers.get_by_label("Jessica Bäckman")).to_be_checked()
        expect(drivers.get_by_label("Mikel Azcona")).to_have_count(0)
        expect(feed_picker).to_be_focused()
        expect(address(visited)).to_have_value(f"{site.url}/norrland.ics?driver=jessica-backman")
        feed_picker.select_option("/all.ics")
        expect(visited.page.locator("#builder-row-series")).to_be_visible()
        visited.assert_faultless()


def test_where_no_answer_comes_that_is_said_nothing_stale_is_given_and_the_form_can_be_sent_again(
    site: Site, visit: Visit
) -> None:
    with visit(site) as visited:
        visited.go("/en/subscribe/")
        visited.page.route("**/subscribe/?*", lambda route: None)
        visited.page.get_by_label("1 hour").check()
        expect(visited.page.locator("[data-part=result]")).to_have_attribute("aria-busy", "true")
        visited.page.clock.fast_forward(16_000)
        expect(visited.page.get_by_text("The server did not answer. Try again.")).to_be_visible()
        assert visited.page.locator("[data-part=result]").evaluate("its => its.inert")

        visited.page.unroute("**/subscribe/?*")
        visited.page.get_by_role("button", name="Update").click()
        expect(address(visited)).to_have_value(re.compile("alarm=1h"))
        expect(visited.page.get_by_text("The server did not answer")).to_have_count(0)


def test_a_choice_that_is_refused_is_told_as_the_server_says_it(site: Site, visit: Visit) -> None:
    with visit(site) as visited:
        visited.go("/sv/subscribe/")
        visited.page.locator("#builder-rounds").evaluate("its => { its.value = 'x'.repeat(7000) }")
        visited.page.get_by_label("1 timme").check()

        expect(visited.page.get_by_text("för lång eller skadad")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1440])
def test_a_calendar_is_chosen_with_the_keys_alone(site: Site, visit: Visit, width: int) -> None:
    with visit(site, viewport={"width": width, "height": 800}) as visited:
        visited.go("/en/subscribe/")
        keys = visited.page.keyboard
        for _ in range(60):
            keys.press("Tab")
            if visited.page.get_by_label("Practice").evaluate("its => its === document.activeElement"):
                break
        keys.press("Space")

        expect(visited.page.get_by_label("Practice")).not_to_be_checked()
        expect(address(visited)).to_have_value(re.compile("sessions="))
        for _ in range(60):
            keys.press("Tab")
            if address(visited).evaluate("its => its === document.activeElement"):
                return
        raise AssertionError("the address was never reached")


def test_beside_long_rounds_the_panel_stops_when_its_end_has_come_into_view(site: Site, visit: Visit) -> None:
    with visit(site, viewport={"width": 1440, "height": 900}) as visited:
        visited.go("/en/wtcr/2021/")
        unfold(visited.page)
        visited.page.evaluate("document.querySelectorAll('.subscribe details').forEach(its => { its.open = false })")
        bottom = "document.querySelector('.subscribe').getBoundingClientRect().bottom"
        top = "document.querySelector('.subscribe').getBoundingClientRect().top"
        beside = "document.querySelector('.season-grid h2').getBoundingClientRect().top"

        assert visited.page.evaluate(f"Math.abs({top} - {beside})") < 40
        visited.page.evaluate("window.scrollTo(0, document.querySelector('.map-band').offsetTop - 1400)")
        assert visited.page.evaluate(beside) < -500
        assert 800 < visited.page.evaluate(bottom) <= 900


def test_the_door_at_the_top_leads_to_where_the_panel_begins_wherever_one_is(site: Site, visit: Visit) -> None:
    with visit(site, viewport={"width": 1440, "height": 900}, reduced_motion="reduce") as visited:
        visited.go("/en/wtcr/2021/")
        unfold(visited.page)
        visited.page.evaluate("window.scrollTo(0, document.querySelector('.map-band').offsetTop - 500)")
        visited.page.locator(".top-door").click()

        title = visited.page.locator("#builder-title")
        expect(title).to_be_in_viewport()
        assert 56 < title.evaluate("its => its.getBoundingClientRect().top") < 200


def test_lists_say_what_is_chosen_and_stay_open_and_the_focus_stays_when_another_calendar_is_taken(
    site: Site, visit: Visit
) -> None:
    with visit(site) as visited:
        visited.go("/en/subscribe/")
        drivers = visited.page.locator("#builder-row-driver")
        drivers.locator("summary").click()
        visited.page.get_by_label("Jessica Bäckman").check()
        expect(drivers.locator("summary span")).to_have_text("Jessica Bäckman")

        calendar = visited.page.get_by_label("Calendar", exact=True)
        calendar.focus()
        calendar.select_option("/wtcr/2021.ics")
        expect(address(visited)).to_have_value(re.compile("/wtcr/2021.ics"))
        expect(drivers).to_have_attribute("open", "")
        expect(calendar).to_be_focused()


def test_beside_a_season_the_file_to_download_is_where_it_is(site: Site, visit: Visit) -> None:
    with visit(site) as visited:
        visited.go("/en/wtcr/2021/")
        visited.page.get_by_label("1 hour").check()
        expect(address(visited)).to_have_value(re.compile("alarm=1h"))
        link: str = visited.page.get_by_role("link", name="Download as a file").evaluate("its => its.href")
        assert link == address(visited).input_value()


def test_on_a_telephone_the_way_to_a_calendar_is_at_the_top_once_that_of_the_board_is_out_of_sight(
    site: Site, visit: Visit
) -> None:
    with visit(site, viewport={"width": 360, "height": 640}) as visited:
        visited.go("/en/wtcr/2021/")
        door = visited.page.locator(".top-door")
        expect(door).to_be_hidden()
        visited.page.locator("#rounds").scroll_into_view_if_needed()
        visited.page.evaluate("scrollBy(0, 900)")
        expect(door).to_be_visible()
        visited.page.evaluate("scrollTo(0, 0)")
        expect(door).to_be_hidden()


def test_what_calendars_do_stays_unfolded_when_something_else_is_ticked(site: Site, visit: Visit) -> None:
    with visit(site) as visited:
        visited.go("/en/wtcr/2021/")
        how = visited.page.get_by_text("Google looks once or twice a day")
        expect(how).to_be_hidden()
        visited.page.get_by_text("What these calendars do with it").click()
        visited.page.get_by_label("1 hour").check()
        expect(address(visited)).to_have_value(re.compile("alarm=1h"))
        expect(how).to_be_visible()


def test_below_a_short_season_the_panel_is_as_wide_as_its_rounds(site: Site, visit: Visit) -> None:
    with visit(site, viewport={"width": 1440, "height": 900}) as visited:
        visited.go("/en/norrland/2021/")
        boxes = [visited.page.locator(its).bounding_box() for its in (".rounds", ".subscribe")]
        rounds, panel = (box for box in boxes if box is not None)

        assert (rounds["x"], rounds["width"]) == (panel["x"], panel["width"])
        assert rounds["y"] + rounds["height"] <= panel["y"]
        assert panel["height"] < 1100
        for fault in axe_findings(visited.page):
            visited.note(fault)
        visited.assert_faultless()
