"""Feeds as files, for hosts that answer no queries: which there are, of what, and how they are named. Writes none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import parse_qsl

from season_calendar.choices.choice import Choice
from season_calendar.choices.options import OPTIONS, write_choice
from season_calendar.errors import UnknownFeedError
from season_calendar.feeds.addresses import feeds_of, find_feed, offered_feeds
from season_calendar.feeds.source import FeedSource
from season_calendar.publishing.publication import Publication

_ENDING = ".ics"

_LONGEST_NAME = 120
"""Characters of a choice in the name of a file: most file systems take 255 bytes, of which ids take 64."""

# Ids and kinds have neither dots nor underscores; percent signs only stand for letters that a file is not named by.
_IN_NAMES = str.maketrans({"=": "-", ":": "-", "&": ".", "/": ".", ",": "_", "%": None})


@dataclass(frozen=True, slots=True)
class Variant:
    """A choice by which feeds are written beside the others: the feed at ``path``, or all that everybody is offered."""

    choice: Choice
    path: str | None = None

    def file_of(self, path: str) -> str:
        """Where the file of a feed lies: ``/wtcr/2021.sessions-race.ics``."""
        name = write_choice(self.choice).lower().translate(_IN_NAMES)
        if len(name) > _LONGEST_NAME:
            digest = hashlib.sha256(name.encode()).hexdigest()[:10]
            name = f"{name[: _LONGEST_NAME - 11]}.{digest}"
        return f"{path.removesuffix(_ENDING)}.{name}{_ENDING}"


@dataclass(frozen=True, slots=True)
class FeedFile:
    """A feed that is to lie at ``path`` of a site: of which source, and by which options, as pairs."""

    path: str
    source: FeedSource
    options: tuple[tuple[str, str], ...]

    @property
    def is_variant(self) -> bool:
        """It lies beside the feed of the source's own address."""
        return self.path != self.source.path

    def choice(self) -> Choice:
        """What is chosen of the feed. Raises FeedOptionError where that would be nothing: then there is no file."""
        return self.source.choice(self.options)


def feed_files(
    publications: Sequence[Publication], options: Sequence[tuple[str, str]] = (), variants: Sequence[Variant] = ()
) -> list[FeedFile]:
    """Every file: first each feed by the ``options``, at its own address, then those of each variant.

    Raises UnknownFeedError where a variant is of a feed that there is not.
    """
    files = [FeedFile(path, source, tuple(options)) for path, source in feeds_of(publications).items()]
    for variant in variants:
        files += _files_of(variant, publications)
    return list({file.path: file for file in files}.values())


def find_file(path: str, publications: Sequence[Publication]) -> FeedFile:
    """The feed at an address, or the variant that ``build`` would have written there, whoever asks for it: a site of
    files may move to a server, and calendars go on to ask for the names of its files.

    A name that was too long to be whole says only a part of its choice. Raises UnknownFeedError.
    """
    feed, _, name = path.removesuffix(_ENDING).partition(".")
    options = _options_in(name) if name and "/" not in name else None
    if options is not None:
        with suppress(UnknownFeedError):
            return FeedFile(path, find_feed(f"{feed}{_ENDING}", publications), tuple(options))
    return FeedFile(path, find_feed(path, publications), ())


def _options_in(name: str) -> list[tuple[str, str]] | None:
    """The options that the name of a variant says, None where it says none."""
    options: list[tuple[str, str]] = []
    for part in name.split("."):
        option, dash, value = part.partition("-")
        if dash and option in OPTIONS:
            options.append((option, ",".join(map(_alarm, value.split("_")) if option == "alarm" else value.split("_"))))
        elif options:  # the rest of a name with a slash
            option, value = options.pop()
            options.append((option, f"{value}/{','.join(part.split('_'))}"))
        else:
            return None
    return options


def _alarm(word: str) -> str:
    """``race-2h`` as it was chosen: ``race:2h``."""
    kind, _, span = word.rpartition("-")
    return f"{kind}:{span}" if kind else span


def _files_of(variant: Variant, publications: Sequence[Publication]) -> Iterator[FeedFile]:
    options = tuple(parse_qsl(write_choice(variant.choice)))
    sources = offered_feeds(publications) if variant.path is None else [find_feed(variant.path, publications)]
    return (FeedFile(variant.file_of(source.path), source, options) for source in sources)
