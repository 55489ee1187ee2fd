"""How fast a season file is edited: many edits at once, as a ratio to ruamel.yaml doing the same in the same run.

Run it from the top of the project: ``python benchmarks/edits.py [ROUNDS]``. The peer loads the file, changes its data
and writes it anew; we read it, splice, and read the result back. The last column says how many lines of the file came
out different from what was there, beside those that are new: what a volunteer would find in ``git diff``.
"""

from __future__ import annotations

import difflib
import io
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from ruamel.yaml import YAML

from season_calendar.season_file.editing.edits import Edit, Together, apply_edit
from season_calendar.season_file.editing.rounds import AddRound, EditRound
from season_calendar.season_file.editing.sessions import EditSession
from season_calendar.yaml_source.editing.data import Value

RUNS = 5
HEAD = """\
# A season.
schema: 1
series: {id: f9, name: Formula Nine}
season: 2027

venues:
  spa:
    name:   Spa      # as it is called
    zone: Europe/Brussels
    coordinates: [ 50.4372, 5.9714 ]

rounds:
"""


def round_text(number: int) -> str:
    """A round with five sessions as somebody might write it."""
    day = date(2027, 1, 1) + timedelta(days=number)
    sessions = "".join(
        f"      - {{id: s{hour}, kind: practice, start: {day} {10 + hour}:00, duration: 45m}}\n" for hour in range(5)
    )
    return (
        f"  # Round {number}.\n  - id: r{number}\n    name: 'Round {number}'\n    venue: spa\n    dates: {day}\n"
        f"    sessions:\n{sessions}\n"
    )


def edits(rounds: int) -> list[Edit]:
    """Two hundred, spread over the file."""
    chosen = [f"r{number * rounds // 100}" for number in range(100)]
    return [
        *(EditRound(round_id, {"note": "No spectators", "name": "Another name"}) for round_id in chosen),
        *(EditSession(round_id, "s2", {"start": "20:15"}) for round_id in chosen),
    ]


def peer_edits(season: Any, rounds: int) -> None:
    """The same on the peer's data."""
    by_id = {each["id"]: each for each in season["rounds"]}
    for round_id in (f"r{number * rounds // 100}" for number in range(100)):
        by_id[round_id]["note"] = "No spectators"
        by_id[round_id]["name"] = "Another name"
        session = next(each for each in by_id[round_id]["sessions"] if each["id"] == "s2")
        session["start"] = f"{str(session['start'])[:10]} 20:15"


def new_round(number: int) -> dict[str, Value]:
    """The fields of a round to be imported, with its sessions."""
    day = date(2028, 1, 1) + timedelta(days=number)
    sessions: list[Value] = [
        {"id": f"s{hour}", "kind": "practice", "start": f"{day} {10 + hour}:00", "duration": "45m"} for hour in range(5)
    ]
    return {"name": f"Round {number}", "venue": "spa", "dates": str(day), "sessions": sessions}


def by_peer(source: bytes, change: Callable[[Any], None]) -> bytes:
    """The file as the peer writes it after a change of its data."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    season = yaml.load(source)
    change(season)
    out = io.BytesIO()
    yaml.dump(season, out)
    return out.getvalue()


def fastest(run: Callable[[], bytes]) -> tuple[float, bytes]:
    """The shortest of several runs, in seconds, and what it gave."""
    times = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        result = run()
        times.append(time.perf_counter() - begin)
    return min(times), result


def lines_gone(before: bytes, after: bytes) -> int:
    """How many lines of the file are no longer there."""
    old, new = before.decode().splitlines(), after.decode().splitlines()
    return sum(line.startswith("-") for line in list(difflib.unified_diff(old, new, n=0, lineterm=""))[2:])


def compare(name: str, source: bytes, ours: Edit, theirs: Callable[[Any], None]) -> None:
    """Print a line with both."""
    our_time, our_result = fastest(lambda: apply_edit(source, ours, "events.yaml"))
    their_time, their_result = fastest(lambda: by_peer(source, theirs))
    print(
        f"{name:32} {our_time * 1000:7.0f} ms   ruamel.yaml {their_time * 1000:7.0f} ms   "
        f"{their_time / our_time:5.1f} × as fast   lines gone {lines_gone(source, our_result)}"
        f", ruamel.yaml {lines_gone(source, their_result)}"
    )


def main(rounds: int) -> None:
    """Compare one edit, two hundred, and an import of a hundred rounds."""
    source = (HEAD + "".join(round_text(number) for number in range(rounds))).encode()
    print(f"a season of {rounds} rounds, {len(source.splitlines())} lines, fastest of {RUNS} runs")
    compare("one edit", source, edits(rounds)[0], lambda season: season["rounds"][0].update(note="No spectators"))
    compare("200 edits at once", source, Together(tuple(edits(rounds))), lambda season: peer_edits(season, rounds))
    added = Together(tuple(AddRound(f"new-{number}", new_round(number)) for number in range(100)))
    compare(
        "an import of 100 rounds",
        source,
        added,
        lambda season: season["rounds"].extend({"id": f"new-{number}", **new_round(number)} for number in range(100)),
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
