"""What a season file names, whatever else is wrong in it."""

from __future__ import annotations

import pytest
from support.season_text import SEASON

from season_calendar.errors import SeasonFileError
from season_calendar.season_file.outline import Outline, outline


def test_ids_are_told_with_their_names_also_where_the_file_has_problems() -> None:
    text = f"""\
{SEASON}    status: nonsense
    sessions:
      - {{id: race-1, kind: race}}
      - {{id: fans, kind: Meet the fans, name: Paddock}}
  - {{id: finale, nmae: Finale}}
drivers: {{bo: {{name: Bo Lind}}}}
titles: {{overall: Overall, junior: {{name: Junior, counts: [finale]}}}}
"""
    assert outline(text.encode(), "f") == Outline(
        series={"wtcr": "World Touring Car Cup"},
        rounds={"czech-republic": "Race of the Czech Republic", "finale": ""},
        sessions={"czech-republic": {"race-1": "race", "fans": "Paddock"}, "finale": {}},
        kinds=("race", "Meet the fans"),
        venues={"most": "Autodrom Most"},
        drivers={"bo": "Bo Lind"},
        titles={"overall": "Overall", "junior": "Junior"},
    )


@pytest.mark.parametrize("text", ["", "[]", "word", "rounds: x", "rounds: [x, {id: [1]}]\nvenues: [a]\nseries: a"])
def test_of_what_is_no_season_nothing_is_told(text: str) -> None:
    told = outline(text.encode(), "f")
    assert not any([told.series, told.rounds, told.kinds, told.venues, told.drivers, told.titles])


def test_what_is_no_yaml_is_refused() -> None:
    with pytest.raises(SeasonFileError):
        outline(b"rounds: [", "f")
