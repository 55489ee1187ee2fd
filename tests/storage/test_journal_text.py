"""The journal as text in version control."""

from __future__ import annotations

import difflib
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from support.racing import FIRST_NOW, WTCR, germany, history, published, season, session

from season_calendar.errors import FileAccessError, StorageError
from season_calendar.model import Driver
from season_calendar.publishing.publication import History, Publication
from season_calendar.publishing.publish import publish
from season_calendar.storage.journal_file import FileJournal
from season_calendar.storage.journal_text import KeptSeason, parse, render

RACE = session("race-1", "race", "Race 1", date(2021, 6, 5), "09:00")
DRIVER = Driver("jane-doe", "Jane Doe", "SE", rounds=("germany",))
LEAD_TIMES = {"round": (timedelta(days=7),), "race": (timedelta(hours=1), timedelta(minutes=15))}
SMALL = replace(season(germany(sessions=(RACE,))), drivers=(DRIVER,), lead_times=LEAD_TIMES)

TEXT_OF_SMALL = """\
{
  "format": 3,
  "seasons": [
    {
      "series_id": "wtcr",
      "season_id": "2021",
      "edition": 1,
      "published_at": "2021-06-01T08:00:00Z",
      "season": {
        "series": {
          "name": "FIA World Touring Car Cup",
          "short_name": "WTCR",
          "link": "https://www.fiawtcr.com/",
          "color": "dodgerblue"
        },
        "drivers": [
          {"id": "jane-doe", "name": "Jane Doe", "country": "SE", "rounds": ["germany"]}
        ],
        "lead_times": {
          "race": ["1h", "15m"],
          "round": ["7d"]
        }
      },
      "events": [
        {
          "uid": "wtcr.2021.germany@season-calendar",
          "series_id": "wtcr",
          "season_id": "2021",
          "round_id": "germany",
          "kind": "round",
          "series_name": "WTCR",
          "round_name": "Race of Germany",
          "first_day": "2021-06-03",
          "last_day": "2021-06-05",
          "status": "confirmed",
          "venue_name": "Nürburgring Nordschleife",
          "place": "Nürburg, Germany",
          "zone_name": "Europe/Berlin",
          "coordinates": [50.3356, 6.9475],
          "link": "https://www.fiawtcr.com/",
          "fingerprint": "ROUND",
          "sequence": 0,
          "start_revision": 0,
          "first_published_at": "2021-06-01T08:00:00Z",
          "modified_at": "2021-06-01T08:00:00Z"
        },
        {
          "uid": "wtcr.2021.germany.race-1@season-calendar",
          "series_id": "wtcr",
          "season_id": "2021",
          "round_id": "germany",
          "session_id": "race-1",
          "kind": "race",
          "series_name": "WTCR",
          "round_name": "Race of Germany",
          "session_name": "Race 1",
          "first_day": "2021-06-05",
          "last_day": "2021-06-05",
          "start_at": "2021-06-05T09:00:00Z",
          "end_at": "2021-06-05T10:00:00Z",
          "status": "confirmed",
          "venue_name": "Nürburgring Nordschleife",
          "place": "Nürburg, Germany",
          "zone_name": "Europe/Berlin",
          "coordinates": [50.3356, 6.9475],
          "link": "https://www.fiawtcr.com/",
          "fingerprint": "RACE",
          "sequence": 0,
          "start_revision": 0,
          "first_published_at": "2021-06-01T08:00:00Z",
          "modified_at": "2021-06-01T08:00:00Z"
        }
      ],
      "changes": []
    }
  ]
}
"""


def text_of(publication: Publication, before: KeptSeason = KeptSeason(History())) -> str:  # noqa: B008
    changes = before.changes + tuple((publication.edition, change) for change in publication.changes)
    return render({("wtcr", "2021"): KeptSeason(history(publication), changes)})


def test_a_journal_is_one_line_a_field() -> None:
    publication = published(SMALL)
    round_, race = publication.entries.values()

    expected = TEXT_OF_SMALL.replace("ROUND", round_.fingerprint).replace("RACE", race.fingerprint)
    assert text_of(publication) == expected
    assert json.loads(expected)["format"] == 3


def test_a_diff_shows_what_an_edition_changed_and_nothing_else() -> None:
    first = published(SMALL)
    moved = replace(RACE, start_at=FIRST_NOW.replace(day=5, hour=11))
    second = publish(replace(SMALL, rounds=(germany(sessions=(moved,)),)), history(first), FIRST_NOW.replace(day=2))

    diff = difflib.unified_diff(text_of(first).splitlines(), text_of(second).splitlines(), n=0, lineterm="")
    changed = [line.replace("  ", "").strip(" ,") for line in diff if not line.startswith(("@@", "---", "+++"))]
    race = second.changed[0]
    assert changed[:-2] == [
        '-"edition": 1',
        '-"published_at": "2021-06-01T08:00:00Z"',
        '+"edition": 2',
        '+"published_at": "2021-06-02T08:00:00Z"',
        '-"start_at": "2021-06-05T09:00:00Z"',
        '+"start_at": "2021-06-05T11:00:00Z"',
        f'-"fingerprint": "{first.entries[race.uid].fingerprint}"',
        '-"sequence": 0',
        '-"start_revision": 0',
        f'+"fingerprint": "{race.fingerprint}"',
        '+"sequence": 1',
        '+"start_revision": 1',
        '-"modified_at": "2021-06-01T08:00:00Z"',
        '+"modified_at": "2021-06-02T08:00:00Z"',
        '+"notes": [{"at": "2021-06-02T08:00:00Z", "before": {"start_at": "2021-06-05T09:00:00Z"}, "after": {}}]',
        '-"changes": []',
        '+"changes": [',
    ]
    assert changed[-2].startswith(
        '+{"edition": 2, "at": "2021-06-02T08:00:00Z", "aspect": "time", '
        '"before": {"start_at": "2021-06-05T09:00:00Z"}, "after": {"uid": '
    )
    assert changed[-1] == "+]"


def test_what_no_event_shows_is_kept_too_and_a_diff_shows_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "journal.json"
    journal = FileJournal(path)
    texts = []
    for series in (WTCR, replace(WTCR, color="red")):
        with journal.exclusive() as writer:
            writer.record(publish(replace(SMALL, series=series), writer.history("wtcr", "2021"), FIRST_NOW))
        texts.append(path.read_text("utf-8").splitlines())

    diff = difflib.unified_diff(texts[0], texts[1], n=0, lineterm="")
    changed = [line.replace("  ", "") for line in diff if not line.startswith(("@@", "---", "+++"))]
    assert changed == ['-"color": "dodgerblue"', '+"color": "red"']


def test_an_unchanged_publication_leaves_the_file_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "journal.json"
    journal = FileJournal(path)
    with journal.exclusive() as writer:
        writer.record(published(SMALL))
    path.write_text(path.read_text() + "\n")  # as somebody's editor might
    before, written_at = path.read_bytes(), path.stat().st_mtime_ns

    with journal.exclusive() as writer:
        writer.record(publish(SMALL, writer.history("wtcr", "2021"), FIRST_NOW.replace(day=20)))

    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, written_at)


def test_the_folder_is_made_with_the_first_publication(tmp_path: Path) -> None:
    journal = FileJournal(tmp_path / "site" / "journal.json")
    with journal.exclusive() as writer:
        writer.record(published(SMALL))

    assert (tmp_path / "site" / "journal.json").read_text() == text_of(published(SMALL))


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file")

    with pytest.raises(FileAccessError, match="site: cannot be made"), FileJournal(tmp_path / "site" / "j").exclusive():
        pass


def broken(old: str, new: str) -> bytes:
    """The text of the small season with one thing in it replaced by another."""
    text = text_of(published(SMALL))
    assert old in text
    return text.replace(old, new, 1).encode()


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('      "edition": 1,\n', '<<<<<<< HEAD\n      "edition": 1,\n', 7, "git could not merge two versions of it"),
        ('"edition": 1', '"edition": "one"', 6, "a season cannot be understood: 'edition': 'one' is no whole number"),
        ('"kind": "round",\n          ', "", 26, "an event cannot be understood: .*'kind'"),
        ('"sequence": 0,', "", 26, "an event cannot be understood: 'sequence' is missing"),
        ('"status": "confirmed"', '"status": "fine"', 26, "'fine' is not a valid Status"),
        ('"sequence": 0,', '"sequence": true,', 26, "'sequence': True is no whole number"),
        ('"first_day": "2021-06-03"', '"first_day": 3', 26, "3 is no str"),
        ("[50.3356, 6.9475]", '["a", "b"]', 26, r"\['a', 'b'\] are no coordinates"),
        ("[50.3356, 6.9475]", "[50.3356]", 26, "are no coordinates"),
        ("[50.3356, 6.9475]", "[90.1, 6.9475]", 26, "are no coordinates"),
        ("[50.3356, 6.9475]", "[50.3356, NaN]", 39, "NaN is no number that can be counted with"),
        ("[50.3356, 6.9475]", "[50.3356, 1e400]", 39, "1e400 is no number that can be counted with"),
        ("[50.3356, 6.9475]", f"[50.3356, {'9' * 5000}]", 39, "9{90,}…9+ is no number that can be counted with"),
        ('"sequence": 0,', f'"sequence": 1{"0" * 5000},', 42, "10+….* is no number that can be counted with"),
        (
            '"sequence": 0,',
            '"sequence": -1,',
            26,
            "an event cannot be understood: 'sequence': -1 is not from 0 to 2147483647",
        ),
        ('"sequence": 0,', '"sequence": 2147483648,', 26, "2147483648 is not from 0 to 2147483647"),
        ('"sequence": 0,', '"sequence": 1.0,', 26, "'sequence': 1.0 is no whole number"),
        ('"sequence": 0,', '"sequence": 0, "sequence": 1,', 26, "'sequence' is there twice"),
        ('"start_revision": 0,', '"start_revision": -1,', 26, "'start_revision': -1 is not from 0 to 2147483647"),
        (
            '"edition": 1',
            '"edition": -1',
            6,
            "a season cannot be understood: 'edition': -1 is not from 0 to 2147483647",
        ),
        ('"edition": 1', '"edition": 1, "edition": 2', 6, "'edition' is there twice"),
        ('"first_day": "2021-06-03"', '"first_day": "99999-01-01"', 26, "'first_day': Invalid isoformat string"),
        ('"first_day": "2021-06-03"', '"first_day": "9999-01-01"', 26, "'first_day': the year 9999 is out of range"),
        ('"start_at": "2021-06-05T09:00:00Z"', '"start_at": "9999-12-31T23:59:59Z"', 48, "too far ahead"),
        ('"modified_at": "2021-06-01T', '"modified_at": "0001-06-01T', 26, "'0001-06-01T.* is too long ago"),
        ('"zone_name": "Europe/Berlin"', '"zone_name": "Mars"', 26, "'zone_name': unknown time zone 'Mars'"),
        ('"uid": "wtcr.2021.germany@', '"uid": "wtcr@', 26, "'wtcr@season-calendar' is no UID of this program"),
        ('"Race of Germany"', '"\\ud800"', 32, "half a character is no text"),
        (
            '"round_name": "Race of Germany"',
            f'"round_name": {"[" * 900}{"]" * 900}',
            26,
            r"'round_name': \[+…\]+",
        ),
        ('"status": "confirmed"', f'"status": "{"x" * 9999}"', 26, "'status': 'x{30,}…x+' is not a valid Status"),
        ("[50.3356, 6.9475]", "[50.3356, true]", 26, "are no coordinates"),
        ("[50.3356, 6.9475]", "50.3356", 26, "50.3356 are no coordinates"),
        ('"start_at": "2021-06-05T09:00:00Z"', '"start_at": "nine"', 48, "'nine' is not an instant"),
        ('"short_name": "WTCR"', '"short_name": 7', 6, "a season cannot be understood: 'short_name': 7 is no text"),
        ('"name": "FIA World Touring Car Cup",', "", 6, "a season cannot be understood: 'name': missing"),
        ('"events": [', '"events": 7, "x": [', 6, "a season cannot be understood"),
        ('"seasons": [', '"seasons": "x", "y": [', 3, "the list of seasons .*: there is a text or a list for its keys"),
        ('"events": [', '"events": [[], ', 6, "a season .*: there is a text or a list for its keys"),
        ('"seasons": [', '"seasons": 7, "x": [', 3, "the list of seasons cannot be understood"),
        ('"changes": []', '"changes": [{"edition": 2}]', 74, "a change cannot be understood: 'after' is missing"),
        ('"seasons": [', '"seasons": {', 4, "Expecting property name"),
        ('"format": 3', '"form": 2', 1, "there is no journal in it"),
    ],
)
def test_what_is_wrong_in_the_text_is_told_with_its_line(old: str, new: str, line: int, message: str) -> None:
    with pytest.raises(
        StorageError, match=rf"^journal.json:{line}: .*{message}.* \(it is written by the program alone"
    ):
        parse(broken(old, new), "journal.json")


def test_a_key_that_is_there_twice_is_found_among_two_hundred_thousand() -> None:
    """To count each of them among all the others would take half an hour."""
    keys = ", ".join(f'"{number}": 0' for number in range(200_000))
    with pytest.raises(StorageError, match=r"journal\.json:1: '199999' is there twice"):
        parse(f'{{{keys}, "199999": 1}}'.encode(), "journal.json")


def test_text_that_is_not_utf_8_is_told_with_its_line() -> None:
    content = text_of(published(SMALL)).encode("latin-1")

    with pytest.raises(StorageError, match=r"journal.json:36: it is not UTF-8"):
        parse(content, "journal.json")


def test_text_of_brackets_without_end_is_refused() -> None:
    with pytest.raises(StorageError, match=r"journal.json:1: "):
        parse(b"[" * 100_000, "journal.json")


def test_a_journal_of_a_newer_program_is_refused() -> None:
    with pytest.raises(StorageError, match="written by a newer version of this program"):
        parse(broken('"format": 3', '"format": 4'), "journal.json")


def test_a_fact_that_only_a_newer_program_knows_is_refused_and_not_dropped() -> None:
    with pytest.raises(
        StorageError, match=r"^journal.json:26: an event .* 'weather': .*; it was written by a newer version"
    ):
        parse(broken('"kind": "round"', '"weather": "wet", "kind": "round"'), "journal.json")


def test_what_only_a_newer_program_knows_of_a_season_is_refused_and_not_dropped() -> None:
    with pytest.raises(
        StorageError, match=r"^journal.json:6: a season .* 'motto': .*; it was written by a newer version"
    ):
        parse(broken('"short_name": "WTCR"', '"motto": "Go", "short_name": "WTCR"'), "journal.json")


def test_the_one_note_of_an_event_in_format_2_is_read_with_its_day() -> None:
    """Its facts before stood beside the event's own, its day only where it was not the stamp's."""
    second = published(SMALL, season(replace(germany(sessions=(RACE,)), name="Race of the Eifel")))
    text = text_of(second).replace('"format": 3', '"format": 2')
    for uid, day in ((second.changed[0].uid, '"changed_at": "2021-06-01T09:00:00Z"'), (second.changed[1].uid, "")):
        head, start, tail = text.partition(f'"uid": "{uid}"')
        note = '"notes": [{"at": "2021-06-01T09:00:00Z", "before": {"round_name": "Race of Germany"}, "after": {}}]'
        assert note in tail
        old = ", ".join(filter(None, [day, '"before": {"round_name": "Race of Germany"}']))
        text = head + start + tail.replace(note, old, 1)

    assert parse(text.encode(), "journal.json")["wtcr", "2021"].history == history(second)


@pytest.mark.parametrize(
    ("notes", "wrong"),
    [
        ('[{"at": "2021-06-01T09:00:00Z", "before": null, "after": null}]', "one of them tells of nothing"),
        ('[{"at": "soon", "before": {}, "after": {}}]', "soon"),
        ('[{"before": {}, "after": {}}]', "'at' is missing"),
        ('"none"', ""),
        ("7", ""),
    ],
)
def test_notes_that_cannot_be_understood_are_told_with_the_line_of_their_event(notes: str, wrong: str) -> None:
    text = text_of(published(SMALL)).replace('"sequence": 0', f'"sequence": 0, "notes": {notes}', 1)

    with pytest.raises(StorageError, match=rf"^journal.json:26: an event cannot be understood: .*{wrong}"):
        parse(text.encode(), "journal.json")
