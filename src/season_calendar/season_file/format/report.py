"""Gathers the problems of one file while it is read on, and puts them in the order of the file."""

from __future__ import annotations

from season_calendar.errors import MOST_PROBLEMS, Problem, SeasonFileError, Severity
from season_calendar.season_file.format.characters import IN_CURLY_QUOTES, find_hidden
from season_calendar.yaml_source import Document, Node, Scalar, Span


class Report:
    """The problems found so far in a document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._errors: list[Problem] = []
        self._warnings: list[Problem] = []

    def error(self, where: Node | Span, message: str, hint: str) -> None:
        """Note what refuses the file. Raises SeasonFileError at once when there are MOST_PROBLEMS of them."""
        self._errors.append(self._document.problem(where, message, hint))
        if len(self._errors) >= MOST_PROBLEMS:
            raise SeasonFileError(self.problems)

    def warning(self, where: Node | Span, message: str, hint: str) -> None:
        """Note what is likely not meant, but can be read; no more of these than MOST_PROBLEMS are kept."""
        if len(self._warnings) < MOST_PROBLEMS:
            self._warnings.append(self._document.problem(where, message, hint, Severity.WARNING))

    def twice(self, second: Scalar, what: str, first: Scalar) -> None:
        """Note that something is there a second time."""
        self.error(second, f"{what} is there twice", f"the first is in line {first.span.line}; keep one")

    def hidden(self, node: Scalar) -> bool:
        """Note the first character of a text that nobody sees, where it stands; whether there is one."""
        found = find_hidden(node.text)
        if found is not None:
            part, message = found
            self.error(self._document.place_in(node, part), message, "remove it")
        return found is not None

    def comment_like_text(self, node: Scalar) -> tuple[Span, str] | None:
        """The comment behind a text, where it looks like a part of that: ``#24``, but not ``# 24``."""
        where = self._document.comment_behind(node)
        comment = self._document.text[where.start : where.end] if where is not None else ""
        return (where, comment) if where is not None and comment[1:2].isalnum() else None

    def doubt_free_text(self, node: Scalar) -> None:
        """Warn of what looks like a part of a text and is a comment, and of quotes that are none."""
        if node.style == "" and IN_CURLY_QUOTES.fullmatch(node.text):
            self.warning(node, "the curly quotes are part of the text", 'remove them, or write "…" instead')
        found = self.comment_like_text(node)
        if found is not None:
            where, comment = found
            hint = f"if it is, put both in quotes: {f'{node.text} {comment}'!r}; if not, write a space behind the #"
            self.warning(where, f"{comment!r} is a comment, and no part of the text before it", hint)

    def unless_wrong(self) -> tuple[Problem, ...]:
        """The warnings. Raises SeasonFileError with all problems where one of them is an error."""
        if self._errors:
            raise SeasonFileError(self.problems)
        return self.problems

    @property
    def has_errors(self) -> bool:
        """Whether the file is refused."""
        return bool(self._errors)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything noted, in the order of the file."""
        return tuple(sorted(self._errors + self._warnings, key=lambda problem: (problem.line, problem.column)))
