"""``build --variant``: feeds of other choices beside those of the build's own options."""

from __future__ import annotations

from pathlib import Path

import pytest
from icalendar import Calendar
from support.command_line import Command


@pytest.fixture(autouse=True)
def _in_season_folder(season_folder: Path) -> None:
    """Every command here runs where the season file is."""


def feeds_in(folder: str) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in Path(folder).rglob("*.ics")}


def test_each_writes_a_feed_more_a_series_and_season_and_leaves_the_others_as_they_were(command: Command) -> None:
    command("build", "plain", "--no-pages", "--journal", "journal.json")
    result = command(
        "build", "site", "--no-pages", "--journal", "journal.json",
        "--variant", "sessions=race", "--variant", "rounds=only&lang=sv",
    )  # fmt: skip

    assert result.exit_code == 0
    written, before = feeds_in("site"), feeds_in("plain")
    assert {name: body for name, body in written.items() if name in before} == before
    assert sorted(written.keys() - before.keys()) == [
        "wtcr.lang-sv.rounds-only.ics",
        "wtcr.sessions-race.ics",
        "wtcr/2021.lang-sv.rounds-only.ics",
        "wtcr/2021.sessions-race.ics",
    ]
    races = Calendar.from_ical(written["wtcr.sessions-race.ics"]).events
    assert {str(its["SUMMARY"]).partition(":")[0] for its in races} == {"WTCR", "WTCR Race 1", "WTCR Race 2"}
    assert "wrote site/wtcr/2021.sessions-race.ics (12 events)\n" in result.out


def test_it_is_the_feed_of_that_choice_but_says_that_it_comes_from_its_file(command: Command) -> None:
    command("build", "site", "--no-pages", "--base-url", "https://example.org/x", "--variant", "sessions=race")
    command("build", "other", "--no-pages", "--base-url", "https://example.org/x", "--sessions", "race")
    variant, chosen = Path("site/wtcr.sessions-race.ics").read_bytes(), Path("other/wtcr.ics").read_bytes()

    assert b"SOURCE;VALUE=URI:https://example.org/x/wtcr.sessions-race.ics\r\n" in variant
    assert variant == chosen.replace(b"/x/wtcr.ics?sessions=race\r\n", b"/x/wtcr.sessions-race.ics\r\n")


def test_a_variant_has_none_of_the_builds_own_options(command: Command) -> None:
    command("build", "site", "--no-pages", "--alarm", "1h", "--variant", "sessions=race")

    assert b"BEGIN:VALARM" in Path("site/wtcr.ics").read_bytes()
    assert b"BEGIN:VALARM" not in Path("site/wtcr.sessions-race.ics").read_bytes()


@pytest.mark.parametrize(
    "pasted",
    ["https://elsewhere.org/club/drivers/gilles-magnus.ics?sessions=race", "/drivers/gilles-magnus.ics?sessions=RACE"],
)
def test_a_whole_address_is_of_its_feed_alone(command: Command, pasted: str) -> None:
    command("build", "site", "--no-pages", "--variant", pasted)

    assert [name for name in feeds_in("site") if "sessions" in name] == ["drivers/gilles-magnus.sessions-race.ics"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("sessions=races", "'sessions=races': no kind of session 'races'; did you mean 'race'? (valid: "),
        ("session=race", "'session=race': no option 'session'; did you mean 'sessions'? (valid: "),
        ("sessions", "'sessions': sessions= names nothing (valid: sessions=race,qualifying)"),
        ("lang=xx", "'lang=xx': no language 'xx' (valid: en, de, sv)"),
        ("", "'': this leaves out nothing, and is what is written without it (such as sessions=race)"),
        ("rounds=with", "'rounds=with': this leaves out nothing"),
        (
            "https://example.org/gp2.ics?lang=sv",
            "this is not the address of a feed here (such as /wtcr.ics?sessions=race)",
        ),
        ("rounds=only&sessions=race", "rounds=only leaves no sessions to choose"),
    ],
)
def test_what_cannot_be_had_is_refused_by_name_before_anything_is_published(
    command: Command, said: str, told: str
) -> None:
    result = command("build", "site", "--journal", "journal.json", "--variant", said)

    assert (result.exit_code, Path("journal.json").exists(), Path("site").exists()) == (2, False, False)
    assert "Invalid value for '--variant': " in result.err
    assert told in result.err


def test_an_address_of_another_host_than_that_of_the_site_is_none_of_its_feeds(command: Command) -> None:
    said = ["--base-url", "https://example.org", "--variant", "https://other.org/wtcr.ics?lang=sv"]

    assert "this is not the address of a feed here" in command("build", "site", *said).err


def test_what_is_no_longer_written_is_named_and_pruned_like_any_feed(command: Command) -> None:
    variants = ["--variant", "sessions=race", "--variant", "/titles/wtcr/junior.ics?lang=sv"]
    command("build", "site", "--no-pages", *variants)
    result = command("build", "site", "--no-pages", "--prune")

    assert [line for line in result.out.splitlines() if line.startswith("removed")] == [
        "removed site/titles/wtcr/junior.lang-sv.ics",
        "removed site/wtcr/2021.sessions-race.ics",
        "removed site/wtcr.sessions-race.ics",
    ]


def test_where_the_journal_was_lost_all_go_on_from_the_feeds_as_they_were(command: Command) -> None:
    said = ["--no-pages", "--variant", "sessions=race&alarm=1d", "--variant", "lang=sv", "--variant", "cancelled=shown"]
    command("build", "site", "--journal", "journal.json", *said)
    before = feeds_in("site")
    Path("journal.json").unlink()

    assert "the journal does not know it" in command("build", "site", "--journal", "journal.json", *said).err
    result = command("build", "site", "--journal", "journal.json", "--adopt", "site", *said)
    assert result.exit_code == 0
    assert feeds_in("site") == before


def test_the_page_beside_them_offers_exactly_these_in_the_language_of_the_page(command: Command) -> None:
    command("build", "site", "--variant", "sessions=race", "--variant", "rounds=only&lang=sv")
    page = Path("site/sv/subscribe/index.html").read_text("utf-8")

    assert page.count('<details class="builder-file"') == 6
    assert [words in page for words in ("Allt", "Lopp + Hela helger", "Hela helger · Svenska")] == [True] * 3
    assert "../../wtcr/2021.lang-sv.rounds-only.ics" in page
    assert "server" in page
