"""A small season file to be edited, and what an edit makes of it."""

from __future__ import annotations

from season_calendar.season_file.editing.edits import Edit, apply_edit

SEASON = """\
schema: 1
rounds:
  # The opening.
  - id: germany
    name: "Race of Germany"   # 24 hours later: the 24 hours
    venue: nurburgring
    dates: 2021-06-03 to 2021-06-05
    sessions:
      - {id: fp1, kind: practice, start: 2021-06-03 14:30, end: "15:10"}
      # Only the day is known.
      - {id: race-1, kind: race, start: '2021-06-05'}

  # South now.
  - id: spain
    name: Race of Spain
    venue: aragon
    dates: 2021-07-10 to 2021-07-11
    status: postponed  # 16 July
    note: |
      Bring
      water.
    sessions:
      - id: late
        kind: race
        start: 2021-07-10 23:30+02:00
        end: 2021-07-11 00:10+02:00
"""


def edited(text: str, edit: Edit) -> str:
    return apply_edit(text.encode(), edit, "events.yaml").decode()


def assert_edit(edit: Edit, old: str, new: str, text: str = SEASON) -> None:
    """The file is as it was, but for the one place where ``old`` stood and ``new`` is now."""
    assert text.count(old) == 1
    assert edited(text, edit) == text.replace(old, new)
