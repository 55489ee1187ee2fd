"""What is done around a daemon that a command runs, in this very process."""

from __future__ import annotations

import gc
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.season_text import SEASON

from season_calendar.cli.services import service as service_module
from season_calendar.cli.services.opening import Opening
from season_calendar.cli.services.service import open_service, reminding


def test_the_collector_does_not_walk_what_was_there_before_it_reminds_and_seldom_what_comes_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_module, "log_to_stderr", lambda: None)
    file = tmp_path / "season.yaml"
    file.write_text(SEASON)
    opening = Opening((file,), str(tmp_path / "state.sqlite3"), datetime(2021, 6, 1, tzinfo=UTC))
    usual = gc.get_threshold()
    with open_service(opening) as service:
        with reminding(service, None, None, timedelta(days=365)) as is_well:
            assert gc.get_freeze_count() > 1000
            assert not any(each is service for each in gc.get_objects())
            assert gc.get_threshold()[0] > usual[0]
            assert is_well()
        assert gc.get_freeze_count() == 0
        assert gc.get_threshold() == usual
