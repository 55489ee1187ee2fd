"""What is no web address is wrong usage of ``--adopt``, before anything is asked or published."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command_line import Command


@pytest.mark.parametrize("source", ["http:///wtcr.ics", "https://", "ftp://example.org", "file:///srv/feeds"])
def test_an_address_without_a_host_or_of_another_scheme_is_wrong_usage(
    command: Command, season_folder: Path, source: str
) -> None:
    result = command("build", "public", "--journal", "journal.json", "--adopt", source)
    assert result.exit_code == 2
    assert "not a web address (write it as https://example.org)" in result.err
    assert not (season_folder / "journal.json").exists()
