"""``--variant``: a choice by which ``build`` writes feeds beside the others, as it stands in the address of a feed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

import click

from season_calendar.choices.offer import Offer
from season_calendar.choices.options import read_choice, write_choice
from season_calendar.errors import FeedOptionError
from season_calendar.model import Season
from season_calendar.publishing.publication import History, Publication
from season_calendar.publishing.publish import publish

if TYPE_CHECKING:
    from season_calendar.feeds.files import Variant

_Command = TypeVar("_Command", bound=Callable[..., object])


def variant_option(command: _Command) -> _Command:
    """``--variant``, any number of times, as ``variants: tuple[str, ...]``, for ``read_variants``."""
    return click.option(
        "--variant",
        "variants",
        metavar="CHOICE",
        multiple=True,
        help="Write each feed also with this choice, as it stands in an address: 'sessions=race&lang=sv'. A whole"
        " address is of one feed. Can be given several times.",
    )(command)


def read_variants(
    texts: Sequence[str],
    seasons: Sequence[Season],
    published: Sequence[Publication],
    base_url: str | None,
    now: datetime,
) -> list[Variant]:
    """What was given, of seasons as their files are and of what was ``published``.

    Raises click.BadParameter for what cannot be had.
    """
    if not texts:
        return []
    keys = {season.key for season in seasons}
    before = [publication for publication in published if publication.season.key not in keys]
    # What their feeds will be found by; nothing of it is kept.
    to_come = [publish(season, History(), now) for season in seasons]
    return list(dict.fromkeys(_each(texts, Offer.of_files(seasons, published), [*before, *to_come], base_url)))


def _each(
    texts: Sequence[str], offer: Offer, publications: Sequence[Publication], base_url: str | None
) -> Iterator[Variant]:
    from season_calendar.feeds.files import Variant

    for text in texts:
        path, options = _parts(text, publications, base_url)
        try:
            choice = read_choice(options, offer)
        except FeedOptionError as error:
            raise _wrong(text, str(error)) from None
        if not write_choice(choice):
            raise _wrong(text, "this leaves out nothing, and is what is written without it (such as sessions=race)")
        yield Variant(choice, path)


def _parts(
    text: str, publications: Sequence[Publication], base_url: str | None
) -> tuple[str | None, list[tuple[str, str]]]:
    """The path of the feed that is named, None where none is, and the options beside it."""
    from season_calendar.feeds.sent_addresses import read_options
    from season_calendar.pages.builder.pasted import read_address

    if ".ics" not in text.partition("?")[0].casefold():
        try:
            return None, read_options(text.strip().removeprefix("?").encode(errors="surrogateescape"))
        except FeedOptionError as error:
            raise _wrong(text, str(error)) from None
    pasted = read_address(text, publications, base_url)
    if pasted is None:
        raise _wrong(text, "this is not the address of a feed here (such as /wtcr.ics?sessions=race)")
    return pasted.path, pasted.options


def _wrong(text: str, what: str) -> click.BadParameter:
    return click.BadParameter(f"{text!r}: {what}", param_hint="'--variant'")
