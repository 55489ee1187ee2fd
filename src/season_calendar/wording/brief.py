"""Dates and numbers where there is little room, as on a timing screen: in the words of a language, by the CLDR."""

from __future__ import annotations

from datetime import date, datetime

from season_calendar.wording import cldr
from season_calendar.wording.catalogues import locale_of
from season_calendar.wording.texts import Texts


def weekday(day: date, texts: Texts) -> str:
    """``Sat``."""
    return cldr.write_weekday(texts.locale, day)


def weekday_and_hour(local: datetime, texts: Texts) -> str:
    """``Sat 09:30``."""
    return cldr.write_weekday_and_hour(texts.locale, local)


def between_weekday_and_hour(texts: Texts) -> str:
    """What stands between the two: a space, or ``, ``."""
    return cldr.between_weekday_and_hour(texts.locale)


def day_numbers(first: date, last: date, texts: Texts) -> str:
    """``6–7``, to stand above the ``months``."""
    return cldr.write_day_numbers(texts.locale, first, last)


def months(first: date, last: date, texts: Texts) -> str:
    """``Nov``, or ``Jul–Aug``."""
    return cldr.write_months(texts.locale, first, last)


def month_names(texts: Texts) -> tuple[str, ...]:
    """The twelve months of a year, short."""
    firsts = (date(2000, month, 1) for month in range(1, 13))
    return tuple(cldr.write_months(texts.locale, day, day) for day in firsts)


def decimal(value: float, texts: Texts) -> str:
    """``25.378``."""
    return cldr.write_decimal(texts.locale, value)


def language_name(tag: str) -> str:
    """A language in its own words: ``Svenska``."""
    return cldr.write_own_name(locale_of(tag))
