"""Season files as people might write them, for property tests: drawn as data, then written down in a random hand.

Quotes, braces, comments, empty lines, line breaks, indentation and the order of keys are all drawn. Each line knows
which key it belongs to, so that a test can tell what an edit may touch without asking the code under test.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import yaml
from hypothesis import strategies as st

Fields = dict[str, str]
Owner = tuple[str, ...]
"""Of which key a line is: (round,), (round, key), (round, session), (round, session, key); empty for nobody's.

The line of the key of all rounds has ("rounds",). A line between the keys of a round or session has the key ``#``.
"""

FIRST_DAY = date(2021, 6, 3)

NULLS = ("", "~", "null", "Null", "NULL")
"""What stands for nothing at all where it is written without quotes (YAML 1.2 §10.3.2)."""

_REFUSED = "\u2028\u2029\ufeff\ufffe\uffff"
"""What no season file may hold as it is, beside control characters."""

names = st.one_of(
    st.sampled_from(["Race of Germany", "Race: one", "Race #1", "it's", '"so"', "a, b", "[x]", "~", "null", "- x", ""]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=_REFUSED), max_size=12),
)
statuses = st.sampled_from(["confirmed", "provisional", "postponed", "cancelled"])
days = st.integers(0, 200).map(lambda number: (FIRST_DAY + timedelta(days=number)).isoformat())
starts = st.one_of(days, st.builds("{} {:02}:30".format, days, st.integers(0, 23)))


def optional_fields(**keys: st.SearchStrategy[str]) -> st.SearchStrategy[Fields]:
    return st.fixed_dictionaries({}, optional=keys)


session_fields = st.tuples(
    st.fixed_dictionaries({"kind": names, "start": starts}),
    optional_fields(name=names, status=statuses, note=names),
    st.sampled_from([{}, {"end": "15:10"}, {"end": "2021-06-04 15:10"}, {"duration": "40m"}]),
).map(lambda parts: {**parts[0], **parts[1], **parts[2]})

round_fields = st.tuples(
    st.fixed_dictionaries({"name": names, "venue": st.just("somewhere")}),
    optional_fields(dates=st.one_of(days, st.builds("{} to {}".format, days, days)), status=statuses, note=names),
).map(lambda parts: {**parts[0], **parts[1]})


@dataclass(frozen=True)
class DrawnRound:
    fields: Fields
    sessions: dict[str, Fields]


rounds = st.builds(
    DrawnRound,
    round_fields,
    st.dictionaries(st.sampled_from(["fp1", "fp2", "q", "race-1", "race-2"]), session_fields, max_size=4),
)
seasons = st.dictionaries(st.sampled_from(["germany", "spain", "italy", "macau"]), rounds, min_size=1, max_size=4)


class Hand:
    """Writes a season down, line by line, as the draws have it."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.lines: list[tuple[str, Owner]] = []
        self.comments = 0

    def chance(self) -> bool:
        return self.draw(st.integers(0, 3)) == 0

    def scalar(self, text: str, *, flow: bool) -> str:
        quoted = "'" + text.replace("'", "''") + "'"
        ways = ['"' + "".join(f"\\U{ord(char):08x}" if char in '"\\' else char for char in text) + '"', quoted, text]
        written = self.draw(st.sampled_from(ways))
        for way in (written, quoted, ways[0]):
            if reads_as(f"{{k: {way}}}" if flow else f"k: {way}", text):
                return way
        return '"' + "".join(f"\\U{ord(char):08x}" for char in text) + '"'

    def noise(self, indentation: int, owner: Owner = ()) -> None:
        if self.draw(st.booleans()):
            self.lines.append(("", owner))
        if self.chance():
            self.comments += 1
            self.lines.append((" " * indentation + f"# comment {self.comments}: x", owner))

    def value(self, indentation: int, key: str, text: str) -> list[str]:
        comment = " # why" if self.chance() else ""
        if self.chance() and text and text == " ".join(text.split()) and reads_as(f"k: >-\n  {text}", text):
            return [f"{key}: >-{comment}", " " * (indentation + 2) + text]
        return [f"{key}: {self.scalar(text, flow=False)}{comment}"]

    def block(self, indentation: int, fields: Fields, owner: Owner) -> None:
        """An item in block style: its dash, then a key a line."""
        gap = self.draw(st.sampled_from([" ", "   "]))
        keys = self.draw(st.permutations(list(fields)))
        inner = indentation + 1 + len(gap)
        before = " " * indentation + "-" + gap
        if self.chance():
            self.lines.append((before.rstrip(), owner))
            before = " " * inner
        for key in keys:
            if key != keys[0]:
                self.noise(inner, (*owner, "#"))
            for line in self.value(inner, key, fields[key]):
                self.lines.append((before + line, (*owner, key)))
                before = " " * inner
        self.inner = inner

    def flow(self, fields: Fields) -> str:
        padding = self.draw(st.sampled_from(["", " "]))
        keys = self.draw(st.permutations(list(fields)))
        return (
            "{" + padding + ", ".join(f"{key}: {self.scalar(fields[key], flow=True)}" for key in keys) + padding + "}"
        )

    def sessions(self, round_id: str, sessions: dict[str, Fields]) -> None:
        inner = self.inner
        if not sessions:
            if self.chance():
                empty = self.draw(st.sampled_from([" []", "", " ~", " [] # none", " # none"]))
                self.lines.append((" " * inner + "sessions:" + empty, (round_id, "sessions")))
            return
        items = {id_: {"id": id_, **fields} for id_, fields in sessions.items()}
        if self.chance():
            line = ", ".join(self.flow(fields) for fields in items.values())
            self.lines.append((" " * inner + f"sessions: [{line}]", (round_id, "sessions")))
            return
        self.lines.append((" " * inner + "sessions:", (round_id, "sessions")))
        indentation = inner + self.draw(st.sampled_from([0, 2, 3]))
        for id_, fields in items.items():
            self.noise(indentation, (round_id, "#"))
            if self.chance():
                self.block(indentation, fields, (round_id, id_))
            else:
                self.lines.append((" " * indentation + "- " + self.flow(fields), (round_id, id_)))

    def season(self, season: dict[str, DrawnRound]) -> None:
        self.noise(0)
        self.lines.append(("rounds:", ("rounds",)))
        indentation = self.draw(st.sampled_from([0, 2, 4]))
        for round_id, round_ in season.items():
            self.noise(indentation)
            self.block(indentation, {"id": round_id, **round_.fields}, (round_id,))
            self.sessions(round_id, round_.sessions)
        self.noise(0)


def reads_as(text: str, value: str) -> bool:
    """Whether PyYAML, and not the code under test, reads the value of the one key as that text."""
    try:
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError:  # whatever is no YAML is no way to write it
        return False
    if not isinstance(root, yaml.MappingNode) or len(root.value) != 1:
        return False
    _, node = root.value[0]
    is_text = isinstance(node, yaml.ScalarNode) and not (node.style is None and node.value in NULLS)
    return is_text and node.value == value


def is_subsequence(few: list[str], many: list[str]) -> bool:
    rest = iter(many)
    return all(line in rest for line in few)


@dataclass(frozen=True)
class Written:
    season: dict[str, DrawnRound]
    lines: list[tuple[str, Owner]]
    line_break: str
    text: str


@st.composite
def written_seasons(draw: st.DrawFn) -> Written:
    season = draw(seasons)
    hand = Hand(draw)
    hand.season(season)
    line_break = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    text = line_break.join(line for line, _ in hand.lines) + draw(st.sampled_from([line_break, line_break, ""]))
    return Written(season, hand.lines, line_break, draw(st.sampled_from(["", "\ufeff"])) + text)
