"""Which lines of a text an edit changed. Takes no long time whatever stands in them, for others wrote the text.

What both texts begin and end with is set aside first. Between, a line that is there very often is no sign of where
the two are alike: to try it in all its places is what takes ``difflib`` minutes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise, takewhile
from typing import NamedTuple, TypeAlias

_MOST_PLACES = 20
"""Of a line that is there more often, no place is tried."""

Lines: TypeAlias = Sequence[str]


class Block(NamedTuple):
    """Lines of the text before, and those of the text after that stand in their place; from 0, without the end."""

    start: int
    end: int
    new_start: int
    new_end: int


def changed_blocks(before: Lines, after: Lines) -> list[Block]:
    """What is different, in the order of the text."""
    above = _alike(before, after)
    below = _alike(before[above:][::-1], after[above:][::-1])
    old, new = before[above : len(before) - below], after[above : len(after) - below]
    places = Counter(new)
    matcher = SequenceMatcher(lambda line: places[line] > _MOST_PLACES, old, new, autojunk=False)
    return [Block(*(place + above for place in step[1:])) for step in matcher.get_opcodes() if step[0] != "equal"]


def changed_lines(before: Lines, after: Lines) -> Iterator[str]:
    """The lines that went, each behind a -, and those that came in their place, each behind a +."""
    for block in changed_blocks(before, after):
        yield from _went_and_came(before, after, block)


def unified_diff(before: Lines, after: Lines, name: str, context: int = 3) -> Iterator[str]:
    """The same as ``patch`` reads it, of one file, with so many lines around; nothing where nothing is different."""
    blocks = changed_blocks(before, after)
    if blocks:
        yield from (f"--- {name}", f"+++ {name}")
    while blocks:
        near = [blocks[0]]
        near += [
            block for _, block in takewhile(lambda two: two[1].start - two[0].end <= 2 * context, pairwise(blocks))
        ]
        blocks = blocks[len(near) :]
        yield from _hunk(before, after, near, context)


def _hunk(before: Lines, after: Lines, near: Sequence[Block], context: int) -> Iterator[str]:
    first, last = near[0], near[-1]
    above, below = min(context, first.start), min(context, len(before) - last.end)
    old, new = (first.start - above, last.end + below), (first.new_start - above, last.new_end + below)
    yield f"@@ -{_range(*old)} +{_range(*new)} @@"
    at = old[0]
    for block in near:
        yield from (f" {line}" for line in before[at : block.start])
        yield from _went_and_came(before, after, block)
        at = block.end
    yield from (f" {line}" for line in before[at : old[1]])


def _range(start: int, end: int) -> str:
    """Lines as a header has them: the first, from 1, and how many unless it is one; of none, the line above."""
    count = end - start
    return str(end) if count == 1 else f"{start + bool(count)},{count}"


def _went_and_came(before: Lines, after: Lines, block: Block) -> Iterator[str]:
    yield from (f"-{line}" for line in before[block.start : block.end])
    yield from (f"+{line}" for line in after[block.new_start : block.new_end])


def _alike(one: Lines, other: Lines) -> int:
    """With how many lines that are the same both begin."""
    return sum(1 for _ in takewhile(lambda two: two[0] == two[1], zip(one, other, strict=False)))
