"""The one door for every sentence a subscriber reads: feeds, reminders, change notes.

Each method gives one whole text, so that a translation can order its words as its language does. The English
sentence is the message id; where a catalogue (``catalogues``) has no sentence, the English one stands. What the
command line tells its operator is not here.
"""

from __future__ import annotations

import gettext
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache

from season_calendar.wording import cldr
from season_calendar.wording.catalogues import catalogue_of, locale_of, nearest_language
from season_calendar.zoned_time import need_offsets


def texts_for(language: str = "en") -> Texts:
    """The texts in the language nearest to an IETF tag: always the same ones for the same language."""
    return _texts_in(nearest_language(language))


@cache
def _texts_in(language: str) -> Texts:
    return Texts(catalogue_of(language), language, locale_of(language))


class Texts:
    """Every text in one language, an IETF tag."""

    def __init__(self, catalogue: gettext.NullTranslations, language: str, locale: str) -> None:
        """Sentences from the catalogue, dates and lengths of time by the CLDR ``locale``."""
        self.language = language
        self.catalogue = catalogue
        self._ = catalogue.gettext
        self.locale = locale

    # Titles

    def round_title(self, series: str, round_: str) -> str:
        """The title of a round: ``WTCR: Race of Germany``."""
        return self._("{series}: {round}").format(series=series, round=round_)

    def session_title(self, series: str, round_: str, session: str) -> str:
        """The title of a session: ``WTCR Qualifying: Race of Germany``."""
        return self._("{series} {session}: {round}").format(series=series, session=session, round=round_)

    def cancelled(self, title: str) -> str:
        """A title with the word that it is cancelled."""
        return self._("Cancelled: {title}").format(title=title)

    def postponed(self, title: str) -> str:
        """A title with the word that it is postponed."""
        return self._("Postponed: {title}").format(title=title)

    def removed(self, title: str) -> str:
        """A title with the word that it left the calendar; why, nobody said."""
        return self._("Removed: {title}").format(title=title)

    def left_choice(self, title: str, kind: str) -> str:
        """A title where events of its kind are not shown: ``WTCR Race 2: Race of Spain (now: Sprint, no longer …)``."""
        return self._("{title} (now: {kind}, no longer in this choice)").format(title=title, kind=kind)

    def to_be_confirmed(self, title: str) -> str:
        """A title with the word that its time is not sure yet."""
        return self._("{title} (TBC)").format(title=title)

    def is_of_another_kind(self, kind: str) -> str:
        """Why an event that takes place is marked as off where events of its kind are not shown."""
        sentence = self._("Not cancelled, but now of another kind ({kind}), which is not in this calendar's choice.")
        return sentence.format(kind=kind)

    def marked_as_tentative(self) -> str:
        """Why an event that is off is not marked as cancelled, but as tentative."""
        return self._("Marked as tentative, because some calendars hide what is marked as cancelled.")

    def calendar_name(self, series: str, season: str) -> str:
        """The name of one season's feed: ``WTCR 2021``."""
        return self._("{series} {season}").format(series=series, season=season)

    def several(self, names: Sequence[str]) -> str:
        """Several names in a row: ``F1, GT3 and WTCR``."""
        return cldr.write_list(self.locale, names)

    def all_series(self) -> str:
        """The name of the feed of every series."""
        return self._("All race series")

    def calendar_description(self, name: str) -> str:
        """What a feed is, in a sentence."""
        return self._("{name}: every round and session, kept up to date.").format(name=name)

    def chosen_description(self, name: str) -> str:
        """What a feed is of which a part is chosen, in a sentence."""
        return self._("{name}: the rounds and sessions you chose, kept up to date.").format(name=name)

    def changes_of(self, name: str) -> str:
        """The name of the list of what changed: ``WTCR 2021: what changed``."""
        return self._("{name}: what changed").format(name=name)

    # Kinds of session

    def round_kind(self) -> str:
        """The word for a whole round, beside the kinds of sessions: an event's category."""
        return self._("Round")

    def kind(self, name: str) -> str:
        """A kind of session that every season knows, by its English name: ``Race``."""
        return self._(name)

    def country(self, code: str) -> str:
        """The name of a country by its ISO 3166-1 code: ``Germany``."""
        from babel import Locale  # not cheap to load, and seldom needed

        return str(Locale.parse(self.locale).territories.get(code, code))

    def numbered_kind(self, name: str, number: int) -> str:
        """One of several sessions of such a kind: ``Race 2``."""
        return self._("{kind} {number}").format(kind=self.kind(name), number=number)

    # Times

    def day(self, day: date) -> str:
        """``Sat, 5 Jun 2021``."""
        return cldr.write_day(self.locale, day)

    def days(self, first: date, last: date) -> str:
        """``3–5 Jun 2021``, or the one day."""
        return cldr.write_days(self.locale, first, last)

    def day_of_year(self, day: date) -> str:
        """``Sat, 5 Jun``, where the year is known."""
        return cldr.write_day_of_year(self.locale, day)

    def days_of_year(self, first: date, last: date) -> str:
        """``3–5 Jun``, or the one day, where the year is known."""
        return cldr.write_days_of_year(self.locale, first, last)

    def hours(self, start: datetime, end: datetime) -> str:
        """``14:30–15:10``, where the day is known, and what is said is clear without offsets."""
        return cldr.write_hours(self.locale, start, end)

    def hour(self, local: datetime) -> str:
        """``14:30``. An hour that happens twice shows which of the two it is, here and below, if ``local`` is aware."""
        return cldr.write_hour(self.locale, local)

    def moment(self, local: datetime) -> str:
        """``Thu, 3 Jun 2021, 14:30``."""
        return cldr.write_moment(self.locale, local)

    def period(self, start: datetime, end: datetime) -> str:
        """``Thu, 3 Jun 2021, 14:30–15:10``, or two moments where it goes past midnight.

        Where the clocks change in between or an hour happens twice, ``Sun, 31 Oct 2021, 02:30 +02:00 to 02:30 +01:00``.
        """
        if not need_offsets(start, end):
            return cldr.write_period(self.locale, start, end)
        # Translators: From one time to another, such as "02:30 +02:00 to 02:30 +01:00". A dash would read as a minus.
        return cldr.write_clear_period(self.locale, start, end, self._("{start} to {end}"))

    def span(self, span: timedelta) -> str:
        """A length of time in its two largest units: ``2 days and 3 hours``, ``43 minutes``; under a minute, one."""
        return cldr.write_length(self.locale, span)

    def time_not_known(self, day: str) -> str:
        """A day, and that the time on it is not known yet."""
        return self._("{day}, time to be confirmed").format(day=day)

    def no_date(self) -> str:
        """Said where a date should stand and there is none."""
        return self._("no date yet")

    def timetable_line(self, when: str, session: str) -> str:
        """One session of a round's timetable: ``Thu, 3 Jun 2021, 14:30–15:10: Qualifying``."""
        return self._("{when}: {session}").format(when=when, session=session)

    def at_venue(self, when: str, zone: str) -> str:
        """A time as it is told at the venue."""
        return self._("At the venue: {when} ({zone})").format(when=when, zone=zone)

    def at_the_venue(self) -> str:
        """Said above times that are those of the clock at the venue."""
        return self._("At the venue")

    def watch(self) -> str:
        """What a link to watch something is called, without the link."""
        return self._("Watch live")

    def watch_live(self, link: str) -> str:
        """A line that says where something can be watched."""
        return self._("Watch live: {link}").format(link=link)

    def starts_in(self, title: str, span: timedelta) -> str:
        """``WTCR Race 1: Race of Spain starts in 1 hour``."""
        countdown = cldr.write_countdown(self.locale, span)
        if countdown is not None:
            # Translators: {countdown} is "in 2 days", in the case it has in your language.
            return self._("{title} starts {countdown}").format(title=title, countdown=countdown)
        # Translators: {length} is "2 days and 3 hours", in the nominative. Make a sentence that is right with it.
        return self._("{title} starts in {length}").format(title=title, length=self.span(span))

    def is_on(self, title: str, when: str) -> str:
        """A reminder's title where the hour is not known: ``WTCR Race 1: Race of Spain: Sun, 11 Jul 2021, …``."""
        return self._("{title}: {when}").format(title=title, when=when)

    def changed(self, title: str) -> str:
        """The title of a message that what was told before is no longer true."""
        return self._("Changed: {title}").format(title=title)

    def countdown(self, span: timedelta) -> str:
        """How long until it starts, as a sentence."""
        countdown = cldr.write_countdown(self.locale, span)
        if countdown is not None:
            return self._("Starts {countdown}.").format(countdown=countdown)
        return self._("Starts in {length}.").format(length=self.span(span))

    def first_countdown(self, session: str, when: str, span: timedelta) -> str:
        """What a round starts with, when, and how long until then."""
        countdown = cldr.write_countdown(self.locale, span)
        if countdown is not None:
            sentence = self._("First: {session} {countdown}, {when}.")
            return sentence.format(session=session, when=when, countdown=countdown)
        sentence = self._("First: {session} in {length}, {when}.")
        return sentence.format(session=session, when=when, length=self.span(span))

    def first_session(self, session: str, when: str) -> str:
        """What a round starts with, and when, where no hour is known to count to."""
        return self._("First: {session}, {when}.").format(session=session, when=when)

    def in_zone(self, when: str, zone: str) -> str:
        """A time as it is told in a zone."""
        return self._("{when} ({zone})").format(when=when, zone=zone)

    def now_starts(self, what: str, when: str) -> str:
        """When it takes place now, said to those who were told otherwise."""
        return self._("{what} now takes place: {when}.").format(what=what, when=when)

    def begins_instead(self, what: str, before: str, after: str) -> str:
        """When it begins, at the venue, said to those who were told another time."""
        return self._("{what} now begins {after} instead of {before}.").format(what=what, before=before, after=after)

    # Changes, each a whole sentence

    def joins(self, what: str, when: str) -> str:
        """A round or session is new."""
        return self._("{what} joins the calendar: {when}.").format(what=what, when=when)

    def leaves(self, what: str) -> str:
        """A round or session is no longer in the calendar."""
        return self._("{what} is no longer on the calendar.").format(what=what)

    def is_cancelled(self, what: str) -> str:
        """It will not take place."""
        return self._("{what} is cancelled.").format(what=what)

    def is_postponed(self, what: str) -> str:
        """It will take place at another time."""
        return self._("{what} is postponed.").format(what=what)

    def is_confirmed(self, what: str) -> str:
        """It will take place as said."""
        return self._("{what} is confirmed.").format(what=what)

    def is_provisional(self, what: str) -> str:
        """It may still change."""
        return self._("{what} is provisional.").format(what=what)

    def takes_place_again(self, what: str, when: str) -> str:
        """It was off, and is on again."""
        return self._("{what} takes place after all: {when}.").format(what=what, when=when)

    def moves(self, what: str, before: str, after: str) -> str:
        """It takes place at another time."""
        return self._("{what} moves from {before} to {after}.").format(what=what, before=before, after=after)

    def has_other_span(self, what: str, before: str, after: str) -> str:
        """It takes place at another time, where before or after may be "from A to B": two from and to read badly."""
        return self._("{what} is now on {after} instead of {before}.").format(what=what, before=before, after=after)

    def time_is_known(self, what: str, when: str) -> str:
        """Only the day was known, now the time is."""
        return self._("The time of {what} is now known: {when}.").format(what=what, when=when)

    def changes_venue(self, what: str, before: str, after: str) -> str:
        """It takes place elsewhere."""
        return self._("{what} is now at {after} instead of {before}.").format(what=what, before=before, after=after)

    def is_renamed(self, before: str, after: str) -> str:
        """It has another name."""
        return self._("{before} is now called {after}.").format(before=before, after=after)

    def ends(self, what: str, hour: str) -> str:
        """It ends at another time of the day on which it starts."""
        return self._("{what} now ends at {hour}.").format(what=what, hour=hour)

    def ends_later(self, what: str, hour: str, day: date) -> str:
        """It ends at another time, on a day after that on which it starts."""
        return self._("{what} now ends at {hour} on {day}.").format(what=what, hour=hour, day=self.day(day))

    def has_kind(self, what: str, kind: str) -> str:
        """A session is now of another kind, such as ``Sprint``."""
        return self._("{what} is now listed as {kind}.").format(what=what, kind=kind)

    def has_label(self, what: str, label: str) -> str:
        """A round is counted another way: ``Rounds 3 and 4``."""
        return self._("{what} is now {label}.").format(what=what, label=label)

    def has_no_label(self, what: str, label: str) -> str:
        """A round is no longer counted so."""
        return self._("{what} is no longer {label}.").format(what=what, label=label)

    def link_changes(self, what: str, link: str | None) -> str:
        """There is a link, or another one, or none any more."""
        sentence = self._("{what} has a new link.") if link else self._("{what} has no link any more.")
        return sentence.format(what=what)

    def live_link_changes(self, what: str, link: str | None) -> str:
        """The same of the link to where it can be watched."""
        if link:
            return self._("{what} has a new link to watch it live.").format(what=what)
        return self._("{what} has no link to watch it live any more.").format(what=what)

    def note_changes(self, what: str, note: str | None) -> str:
        """There is a note, or another one, in words of its own that may be sentences; or none any more."""
        if note:
            return self._("{what} has a new note: {note}").format(what=what, note=note)
        return self._("{what} has no note any more.").format(what=what)

    def details_change(self, what: str) -> str:
        """Something smaller is new that has no words of its own: the venue's coordinates, the series' name."""
        return self._("{what}: details updated.").format(what=what)

    def updated_on(self, day: date, changes: str) -> str:
        """The line of an event's description that says what changed last."""
        return self._("Updated {day}: {changes}").format(day=self.day(day), changes=changes)

    # Trying a channel out

    def test_title(self) -> str:
        """The title of a message that only shows that messages arrive."""
        return self._("Test: race reminders will arrive here")

    def test_text(self, name: str) -> str:
        """What a test message says below its title."""
        return self._("This message shows that reminders for {name} arrive. There is nothing to do.").format(name=name)
