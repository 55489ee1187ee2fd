"""What the YAML parser could not read, said so that a volunteer sees what to change. Only words, no parsing."""

from __future__ import annotations

import re

import yaml

from season_calendar.errors import Problem
from season_calendar.yaml_source.nodes import BYTE_ORDER_MARK, DEEPEST_NESTING, Document, Scalar, Span

_INDENTATION = re.compile(r"[ \t]*")
_NO_SPACE_AFTER_COLON = re.compile(r"\s*(?:- +)*[A-Za-z_][\w-]*:(?=[^\s:/])")
_COMMENT_IN_BRACKETS = re.compile(r"\s(#\w.*[\]}])")
_NO_BREAK_SPACE = "\u00a0"
_WIDE_COLON = re.compile(r"^\s*(?:- +)*[\w-]+ ?(\uff1a)")

_QUOTE_IT = 'put the text in quotes: "…"'
TOO_DEEP = (f"nested more than {DEEPEST_NESTING} deep", "a season needs six levels")
"""What is said, and what helps, where brackets stand in brackets without end."""

_ALIGN = "keys of one thing, and dashes of one list, start in the same column"


def explain(document: Document, error: yaml.YAMLError, last: Scalar | None) -> Problem:
    """The problem behind a parser's error. ``last`` is the scalar that was read last before it."""
    what = str(getattr(error, "problem", None) or error).split("\n")[0]
    place = _place(document, getattr(error, "problem_mark", None))
    if what == "exceeded maximum nesting depth":  # newer ones of libyaml give up by themselves
        return document.problem(place, *TOO_DEEP)
    context = _place(document, getattr(error, "context_mark", None) or getattr(error, "problem_mark", None))
    for explanation in (
        _invisible(document, place, context),
        _no_space_after_colon(document, place, context, last),
        _wide_colon(document, place, context, last),
        _after_quotes(document, place, last),
        _second_colon(document, what, place),
        _comment_in_brackets(document, what, context),
        _by_message(document, what, place, context),
    ):
        if explanation is not None:
            return explanation
    return document.problem(
        place, f"this cannot be read as YAML: {what}", "look at the quotes and the indentation here and above"
    )


def _invisible(document: Document, *places: Span) -> Problem | None:
    """A tab that indents, or a space that is none, in one of the lines."""
    for place in places:
        line_start = place.start - place.column + 1
        line = _line(document, place)
        indentation = _INDENTATION.match(line)
        tab = line[: indentation.end()].find("\t") if indentation else -1
        if tab >= 0:
            where = document.span(line_start + tab, line_start + tab + 1)
            return document.problem(where, "a tab in the indentation", "indent with spaces only")
        no_break = line.find(_NO_BREAK_SPACE)
        if no_break >= 0:
            where = document.span(line_start + no_break, line_start + no_break + 1)
            what = "a no-break space, which only looks like a space"
            return document.problem(where, what, "replace it by a plain space")
    return None


def _no_space_after_colon(document: Document, place: Span, context: Span, last: Scalar | None) -> Problem | None:
    for span in (context, last.span if last else context, place):
        line = _line(document, span)
        match = _NO_SPACE_AFTER_COLON.match(line)
        if match:
            colon = span.start - span.column + match.end()
            where = document.span(colon, colon + 1)
            key = match[0].strip().removeprefix("- ")
            return document.problem(where, "no space after the colon", f"write {key} and then a space")
    return None


def _wide_colon(document: Document, place: Span, context: Span, last: Scalar | None) -> Problem | None:
    for span in (context, last.span if last else context, place):
        colon = _WIDE_COLON.match(_line(document, span))
        if colon is not None:
            at = span.start - span.column + 1 + colon.start(1)
            what = "a wide colon, which only looks like a colon"
            return document.problem(document.span(at, at + 1), what, "replace it by : and a space")
    return None


def _after_quotes(document: Document, place: Span, last: Scalar | None) -> Problem | None:
    if last is None or last.style not in ("'", '"') or last.span.end_line != place.line:
        return None
    if last.span.line != last.span.end_line:
        return document.problem(
            last.span, "this quote is not closed on its line", f"add the closing {last.style} there"
        )
    hint = (
        "inside '…' write an apostrophe twice, or use \"…\" around the text"
        if last.style == "'"
        else 'inside "…" write a quote as \\"'
    )
    return document.problem(place, "something stands after the closing quote", hint)


def _second_colon(document: Document, what: str, place: Span) -> Problem | None:
    if what != "mapping values are not allowed in this context" and what != "mapping values are not allowed here":
        return None
    if re.search(r":\s", _line(document, place)[: place.column - 1]):
        return document.problem(place, "a second colon and space on one line", _QUOTE_IT)
    return document.problem(place, "a key where none can be", f"look at the line above as well; {_ALIGN}")


def _comment_in_brackets(document: Document, what: str, context: Span) -> Problem | None:
    """A # behind a space: the rest of the line is a comment, with the bracket that closes."""
    comment = _COMMENT_IN_BRACKETS.search(_line(document, context), context.column - 1)
    if not what.startswith("did not find expected ',' or") or comment is None:
        return None
    at = context.start - context.column + 1 + comment.start(1)
    where = document.span(at, at + len(comment[1]))
    return document.problem(where, f"{comment[1]!r} is a comment, with the bracket that closes", _QUOTE_IT)


def _by_message(document: Document, what: str, place: Span, context: Span) -> Problem | None:
    sign = document.text[place.start : place.start + 1]
    opened = document.text[context.start : context.start + 1]
    at_context = {
        "found unexpected end of stream": ("this quote is never closed", f"add the closing {opened}"),
        "found unexpected document indicator": ("this quote is never closed", f"add the closing {opened}"),
        "could not find expected ':'": (
            "this line has no key",
            "write key: value, or indent a text that goes on",
        ),
        "did not find expected ',' or ']'": ("this [ is not closed, or a comma is missing in it", "add ] or the comma"),
        "did not find expected ',' or '}'": ("this { is not closed, or a comma is missing in it", "add } or the comma"),
        "did not find expected alphabetic or numeric character": (
            f"a text cannot start with {opened}",
            _QUOTE_IT,
        ),
    }
    at_place = {
        "did not find expected key": ("this line does not line up with the ones above", _ALIGN),
        "did not find expected '-' indicator": ("this line does not line up with the ones above", _ALIGN),
        "block sequence entries are not allowed in this context": (
            "a list cannot begin on the line of its key",
            "put the first dash on the next line",
        ),
        "found character that cannot start any token": (f"a text cannot start with {sign}", _QUOTE_IT),
        "did not find expected node content": (f"a text cannot start with {sign}", _QUOTE_IT),
        "found unknown escape character": (
            "an unknown escape in double quotes",
            "write a backslash twice, or use single quotes",
        ),
        "did not find expected <document start>": ("this line does not belong to what is above", _ALIGN),
    }
    if what in at_context and opened.strip():
        return document.problem(context, *at_context[what])
    if what in at_place and sign.strip():
        return document.problem(place, *at_place[what])
    return None


def _line(document: Document, span: Span) -> str:
    return document.problem(span, "").source_line


def _place(document: Document, mark: yaml.Mark | None) -> Span:
    """The character at a mark; at the end of the text, the last that can be seen, so that there is a line to show."""
    offset = len(BYTE_ORDER_MARK) if document.text.startswith(BYTE_ORDER_MARK) else 0
    index = (mark.index if mark else 0) + offset
    if index >= len(document.text):
        index = max(len(document.text.rstrip()) - 1, offset)
    return document.span(index, index + 1)
