"""No text that a subscriber reads goes past the one door: seen in a language in which no letter is English.

The season's own texts are Cyrillic, dates are Greek, and the catalogue of this language accents every letter of a
sentence and makes it longer. What then has a plain letter was written somewhere else, in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.headerregistry import Address

import pytest
from support.ics_lint import faults
from support.pseudo_language import PSEUDO
from support.racing import FIRST_NOW, published, session
from support.reminding import DAY, HOUR, MINUTE, anna

from season_calendar.channels.email import compose_mail
from season_calendar.choices import choice
from season_calendar.feeds.addresses import find_feed
from season_calendar.feeds.feed import build_feed
from season_calendar.feeds.render import Renderer
from season_calendar.model import SESSION_KINDS, Round, Season, Series, Session, Status, Venue, default_session_name
from season_calendar.publishing.publication import Publication
from season_calendar.reminders.composing import Words, addressed, compose
from season_calendar.reminders.known import Kind, Saying, truth_of
from season_calendar.reminders.next_step import Telling
from season_calendar.reminders.occasions import Subject, subjects_of

LINK = "https://example.org/"
FORMAT_WORDS = {"https", "example", "org", "Europe", "Moscow", "Lisbon", "America", "New", "York"}
"""Of links and of zones' names: the same in every language."""

FORMAT_LINES = {
    "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "UID", "COLOR", "X-APPLE-CALENDAR-COLOR",
    "URL", "SOURCE", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED",
    "CREATED", "DTSTART", "DTEND", "STATUS", "GEO", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS",
    "ACTION", "TRIGGER",
}  # fmt: skip
"""The lines of a feed that are for programs. Any other, also one that is new, is read by somebody."""


def english_in(text: str) -> list[str]:
    """Every run of plain letters that is no word of a format."""
    return [run for run in re.findall(r"[A-Za-z]+", text) if run not in FORMAT_WORDS]


SOCHI = Venue("sochi", "Автодром", "Europe/Moscow", "Сочи")
ESTORIL = Venue("estoril", "Трасса", "Europe/Lisbon", "Лиссабон")
FIRST = date(2021, 6, 3)
SESSIONS = (
    *(
        session(f"{kind}-{number}", kind, default_session_name(f"{kind}-{number}", kind, its.name), FIRST, "10:00")
        for kind, its in SESSION_KINDS.items()
        for number in (1, 2)
    ),
    session("race", "race", "Race", FIRST, "22:30"),  # past midnight at the venue
    session("fp", "practice", "СП", FIRST, "12:00", note="Заметка"),
    session("parade", "парад", "Парад", FIRST),
)
ROUND = Round("russia", "Гонка", SOCHI, FIRST, FIRST + DAY, label="Этап", note="Заметка", link=LINK, sessions=SESSIONS)


def moved(round_: Round, by: timedelta) -> Round:
    sessions = tuple(
        replace(
            its, day=its.day + by, start_at=its.start_at and its.start_at + by, end_at=its.end_at and its.end_at + by
        )
        for its in round_.sessions
    )
    return replace(round_, first_day=FIRST + by, last_day=FIRST + DAY + by, sessions=sessions)


def longer(session_: Session) -> Session:
    return session_ if session_.end_at is None else replace(session_, end_at=session_.end_at + HOUR)


def in_the_night_when_clocks_change(round_: Round) -> Round:
    """From 01:30 to 03:30 in Lisbon, where the clock shows 01:30 twice."""
    start_at = datetime(2021, 10, 31, 0, 30, tzinfo=UTC)
    sessions = tuple(
        replace(its, day=start_at.date(), start_at=start_at, end_at=start_at + 3 * HOUR) for its in round_.sessions
    )
    return replace(round_, venue=ESTORIL, first_day=start_at.date(), last_day=start_at.date(), sessions=sessions)


RENAMED = replace(ROUND, name="Приз", sessions=tuple(replace(its, name="СП") for its in SESSIONS))
NOTED = tuple(replace(its, note="Другая") for its in SESSIONS)
NAMED = tuple(its for its in SESSIONS if its.name in ("СП", "Парад"))
SPRINTS = tuple(replace(its, kind="sprint") for its in NAMED)
STATES: dict[str, tuple[Round | None, ...]] = {
    "new": (None, ROUND),
    "gone": (ROUND, None),
    "cancelled": (ROUND, replace(ROUND, status=Status.CANCELLED)),
    "postponed": (ROUND, replace(ROUND, status=Status.POSTPONED)),
    "cancelled, then noted": (
        ROUND,
        replace(ROUND, status=Status.CANCELLED),
        replace(ROUND, status=Status.CANCELLED, note="Другая", sessions=NOTED),
    ),
    "postponed, then noted": (
        ROUND,
        replace(ROUND, status=Status.POSTPONED),
        replace(ROUND, status=Status.POSTPONED, note="Другая", sessions=NOTED),
    ),
    "provisional": (ROUND, replace(ROUND, status=Status.PROVISIONAL)),
    "confirmed": (replace(ROUND, status=Status.PROVISIONAL), ROUND),
    "on again": (replace(ROUND, status=Status.CANCELLED), ROUND),
    "moved": (ROUND, moved(ROUND, 7 * DAY)),
    "moved and noted": (ROUND, replace(moved(ROUND, DAY), note="Другая")),
    "elsewhere": (ROUND, replace(ROUND, venue=ESTORIL)),
    "renamed": (ROUND, RENAMED),
    "noted": (ROUND, replace(ROUND, note="Другая", sessions=NOTED)),
    "no longer noted": (replace(ROUND, sessions=NOTED), replace(ROUND, note=None, sessions=SESSIONS)),
    "counted and linked": (replace(ROUND, label=None, link=None), replace(ROUND, live=LINK)),
    "no longer counted and linked": (replace(ROUND, live=LINK), replace(ROUND, label=None, link=None)),
    "of other kinds": (replace(ROUND, sessions=NAMED), replace(ROUND, sessions=SPRINTS)),
    "longer": (ROUND, replace(ROUND, sessions=tuple(longer(its) for its in SESSIONS))),
    "at another place on the globe": (ROUND, replace(ROUND, venue=replace(SOCHI, country="RU"))),
    "in the night when the clocks change": (ROUND, in_the_night_when_clocks_change(ROUND)),
    "time known": (
        replace(ROUND, sessions=tuple(replace(its, start_at=None, end_at=None) for its in SESSIONS)),
        ROUND,
    ),
    "of another kind": (
        ROUND,
        replace(ROUND, sessions=tuple(replace(its, kind="парад", name="Парад") for its in SESSIONS)),
    ),
    "without a timetable": (ROUND, replace(ROUND, sessions=())),
}


def season(*rounds: Round | None, series: str = "wtcr") -> Season:
    return Season(Series(series, "Серия", "ВТКР", LINK, "navy"), "2021", tuple(its for its in rounds if its))


@pytest.fixture(params=STATES)
def publication(request: pytest.FixtureRequest) -> Publication:
    """A season of which one round has changed; another has not, so that there is always one that begins with a race."""
    other = Round(
        "other", "Гонка", SOCHI, FIRST, FIRST, sessions=(session("race-1", "race", "Race 1", FIRST, "09:00"),)
    )
    return published(*(season(other, state) for state in STATES[request.param]))


def lines_read(publications: list[Publication], path: str, **options: str) -> Iterator[str]:
    """Every line of a feed that somebody reads."""
    source = find_feed(path, publications)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choice, "texts_for", lambda: PSEUDO)
        body = build_feed(
            source, source.choice(options.items()), FIRST_NOW + HOUR, renderer=Renderer(), base_url=LINK
        ).body
    assert faults(body) == []
    for line in body.decode().replace("\r\n ", "").split("\r\n"):
        head, _, value = line.partition(":")
        if head.split(";")[0] not in FORMAT_LINES:
            yield value.replace(r"\n", "\n")


@pytest.mark.parametrize(
    ("path", "options"),
    [
        ("/wtcr.ics", {"alarm": "1d,30m"}),
        ("/wtcr/2021.ics", {"rounds": "none"}),
        ("/wtcr.ics", {"sessions": "race", "cancelled": "shown"}),
        pytest.param("/wtcr.ics", {"rounds": "only"}, marks=pytest.mark.slow),
        pytest.param("/all.ics", {}, marks=pytest.mark.slow),
        pytest.param("/all.ics", {"series": "f1,wtcr"}, marks=pytest.mark.slow),
    ],
)
def test_a_feed(publication: Publication, path: str, options: dict[str, str]) -> None:
    publications = [publication, published(season(ROUND, series="f1"))]
    lines = list(lines_read(publications, path, **options))
    assert len(lines) > 10
    assert english_in("\n".join(lines)) == []


def messages_about(subject: Subject) -> Iterator[Words]:
    """Reminders in time and late, and the corrections where what was told is not true any more."""
    subscriber = anna(zone_name="America/New_York")
    for uid, occasion in subject.occasions.items():
        for lead in () if occasion.is_off else (7 * DAY, DAY, 30 * MINUTE):
            says = {uid: Saying(truth_of(occasion), lead)}
            reminder = Telling(Kind.REMINDER, "0", says, occasion.start_at, {})
            for late in (timedelta(0), lead / 7):
                yield compose(reminder, subject, subscriber, occasion.start_at - lead + late)
    for correction in corrections_of(subject):
        yield compose(correction, subject, subscriber, FIRST_NOW)
        yield compose(correction, subject, subscriber, FIRST_NOW + 9 * DAY)


def corrections_of(subject: Subject) -> Iterator[Telling]:
    """Of each event alone and of all in one, for those who were told otherwise in every way."""
    truths = {uid: truth_of(occasion) for uid, occasion in subject.occasions.items()}
    for otherwise in (
        lambda truth: replace(truth, start_at=truth.start_at - DAY, off=None),
        lambda truth: replace(truth, start_at=truth.start_at - DAY, day=FIRST - DAY, off=None),
        lambda truth: replace(truth, has_time=not truth.has_time, off=None),
        lambda truth: replace(truth, venue="Место", off=None),
        lambda truth: replace(truth, off=Status.CANCELLED),
        lambda truth: None,
    ):
        untrue = {uid: otherwise(truth) for uid, truth in truths.items()}
        for uids in (list(truths), *([uid] for uid in truths)):
            says = {uid: Saying(truths[uid]) for uid in uids}
            yield Telling(Kind.CORRECTION, "1", says, FIRST_NOW, {uid: untrue[uid] for uid in uids})


def test_reminders_corrections_and_mails(publication: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "texts_for", lambda *_: PSEUDO)
    messages = [its for subject in subjects_of([publication]).values() for its in messages_about(subject)]
    assert len(messages) > 5
    for number, words in enumerate(messages):
        read = [words.title, words.text]
        if number % 10 == 0:  # a mail is the same words in another dress, and takes ten times as long to make
            mail = compose_mail(
                addressed(words, "key"), Address("Календарь", "calendar", "example.org"), "anna@example.org"
            )
            read += [str(mail["Subject"]), mail.get_content()]
        assert english_in("\n".join(read)) == []


def test_a_test_message() -> None:
    assert english_in(f"{PSEUDO.test_title()}\n{PSEUDO.test_text('Анна')}") == []


def test_a_word_of_english_would_be_found() -> None:
    assert english_in("ВТКР Race 1: ŕóúńđ (Europe/Moscow), https://example.org/") == ["Race"]
