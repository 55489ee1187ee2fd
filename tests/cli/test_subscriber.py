"""``subscriber``: who is reminded, from the command line, with a real database and real receivers."""

from __future__ import annotations

import json
import logging
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support import sinks
from support.sinks import HttpSink, SmtpSink

from season_calendar.cli.commands.subscriber import subscriber_group
from season_calendar.errors import (
    PermanentChannelError,
    StorageError,
    TemporaryChannelError,
    UnknownThingError,
)

SECRET_URL = "https://ann:s3cret@hooks.example.org/s3cret?token=s3cret"


class Shell:
    """Runs the commands on one database, as someone would who types them."""

    def __init__(self, database: Path) -> None:
        self._environment = {
            "SEASON_CALENDAR_DATABASE": str(database),
            "SEASON_CALENDAR_SMTP_URL": None,
            "SEASON_CALENDAR_MAIL_FROM": None,
            "NO_PROXY": "*",
        }

    def __call__(self, *words: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(subscriber_group, words, input=stdin, env=self._environment)

    def succeeds(self, *words: str, stdin: str | None = None) -> str:
        result = self(*words, stdin=stdin)
        assert result.exception is None, result.output
        return result.stdout

    def only_one(self) -> dict[str, object]:
        (subscriber,) = json.loads(self.succeeds("list", "--json"))
        assert isinstance(subscriber, dict)
        return subscriber


@pytest.fixture
def shell(migrated_file: Path, tmp_path: Path) -> Shell:
    return Shell(Path(shutil.copy(migrated_file, tmp_path / "state.sqlite3")))


@pytest.fixture
def shell_with_ann(shell: Shell) -> Shell:
    shell.succeeds("add", "ann", "--channel", "email", "--to", "ann@example.org", "--zone", "Europe/Stockholm")
    return shell


def test_whoever_is_added_is_listed_with_all_they_chose(shell: Shell) -> None:
    shell.succeeds(
        *("add", "ann", "--channel", "email", "--to", " ann@example.org ", "--zone", "Europe/Stockholm"),
        *("--language", "EN", "--series", "wtcr", "--series", "stcc", "--since", "2021-06-01T00:00Z"),
        *("--lead", "race=30m,2h", "--lead", "round=1w", "--lead", "qualifying=none"),
    )
    assert shell.only_one() == {
        "name": "ann",
        "channel": "email",
        "address": "ann@example.org",
        "zone": "Europe/Stockholm",
        "language": "en",
        "series": ["stcc", "wtcr"],
        "lead_times": {"race": ["2h", "30m"], "round": ["7d"], "qualifying": []},
        "choice": "alarm=qualifying:none,race:2h,30m,round:7d&lang=en&series=stcc,wtcr",
        "since": "2021-06-01T00:00:00Z",
    }
    assert shell.succeeds("list") == (
        "ann\temail\tann@example.org\tEurope/Stockholm\ten\t"
        "stcc, wtcr\tqualifying=none race=2h,30m round=7d\teverything\n"
    )


def test_what_is_not_chosen_is_the_usual(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("season_calendar.cli.commands.subscriber.local_zone_name", lambda: "Asia/Seoul")
    shell.succeeds("add", "ann", "--channel", "console")
    assert shell.succeeds("list") == "ann\tconsole\t\tAsia/Seoul\ten\tall\tdefault\teverything\n"


def test_without_subscribers_it_says_what_happens_then(shell: Shell) -> None:
    result = shell("list")
    assert result.stdout == ""
    assert "printed where the daemon runs" in result.stderr
    assert json.loads(shell.succeeds("list", "--json")) == []


@pytest.mark.parametrize("source", ["-", "file"])
def test_a_secret_address_need_not_be_typed_as_an_argument_and_is_never_shown(
    shell: Shell, tmp_path: Path, source: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    (tmp_path / "address").write_text(SECRET_URL + "\n", encoding="utf-8")
    place = source if source == "-" else str(tmp_path / "address")
    said = shell.succeeds("add", "ann", "--channel", "webhook", "--to-file", place, stdin=SECRET_URL)
    said += (
        shell.succeeds("list") + shell.succeeds("list", "--json") + shell.succeeds("edit", "ann", "--language", "en")
    )
    assert "https://hooks.example.org/…" in said
    assert "s3cret" not in said + caplog.text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--channel", "webhok", "--to", "x"), "webhok"),
        (("--channel", "email"), "address is missing"),
        (("--channel", "email", "--to", "a@b.c", "--to-file", "-"), "leave one out"),
        (("--channel", "console", "--zone", "Europe/Stokholm"), "did you mean 'Europe/Stockholm'?"),
        (("--channel", "console", "--lead", "race"), "write it as race=2h"),
        (("--channel", "console", "--lead", "race=soon"), "race: 'soon' is not a length of time"),
        (("--channel", "console", "--lead", "race=2h,none"), "'none' is not a length of time"),
        (("--channel", "console", "--lead", "race=1h", "--lead", "race=2h"), "given twice"),
        (("--channel", "console", "--language", "en,sv"), "is more than one choice"),
        (("--channel", "console", "--language", "xx"), "no language 'xx' (valid: en"),
        (("--channel", "console", "--language", ""), "names nothing"),
        (("--channel", "console", "--driver", "Jessica Bäckman"), "did you mean 'jessica-backman'?"),
        (("--channel", "console", "--title", "Züri"), "--title: 'züri' is not an id"),
        (("--channel", "console", "--round", "wtcr/2021/España"), "did you mean 'espana'?"),
        (("--channel", "console", "--rounds", "onyl"), "did you mean 'only'?"),
        (("--channel", "console", "--rounds", "only", "--sessions", "race"), "leaves no sessions to choose"),
        (("--channel", "console", "--lead", "Race=1h", "--lead", "race=2h"), "'race' is given twice"),
        (("--channel", "console", "--lead", "-=1h"), "write it as race=2h"),
        (("--channel", "console", "--since", "yesterday"), "2021-06-02T12:00Z"),
    ],
)
def test_wrong_options_are_usage_errors_and_add_nobody(shell: Shell, words: tuple[str, ...], said: str) -> None:
    result = shell("add", "ann", *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert json.loads(shell.succeeds("list", "--json")) == []


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "x" * 101])
def test_a_name_is_one_short_line(shell: Shell, name: str) -> None:
    assert shell("add", name, "--channel", "console").exit_code == 2


@pytest.mark.parametrize(("channel", "address"), [("webhook", "ftp://s3cret"), ("email", "ann"), ("console", "here")])
def test_an_address_that_its_channel_cannot_use_is_refused(shell: Shell, channel: str, address: str) -> None:
    error = shell("add", "ann", "--channel", channel, "--to", address).exception
    assert isinstance(error, PermanentChannelError)
    assert "s3cret" not in str(error)


def test_a_kind_of_session_that_looks_mistyped_is_doubted_and_taken(shell: Shell) -> None:
    result = shell("add", "ann", "--channel", "console", "--lead", "raec=1h")
    assert "did you mean 'race'?" in result.stderr
    assert shell.only_one()["lead_times"] == {"raec": ["1h"]}


def test_a_name_that_no_season_file_knows_is_doubted_and_taken(shell: Shell) -> None:
    events = str(Path(__file__).parents[2] / "events.yaml")
    chosen = ("--driver", "jessica-backmann", "--round", "spain", "--series", "wtcr")
    result = shell("add", "ann", "--channel", "console", *chosen, "-f", events)
    assert result.exit_code == 0
    assert (
        f"warning: in {events} there is no driver 'jessica-backmann'; did you mean 'jessica-backman'?" in result.output
    )
    assert result.output.count("warning") == 1
    again = shell("edit", "ann", "--title", "cup", "-f", events)
    assert f"warning: in {events} there is no title 'cup' (valid: drivers, teams, junior, trophy)" in again.output


def test_where_no_season_file_can_be_read_any_name_will_do(shell: Shell, tmp_path: Path) -> None:
    result = shell("add", "ann", "--channel", "console", "--driver", "nope", "-f", str(tmp_path / "none.yaml"))
    assert (result.exit_code, "warning" in result.output) == (0, False)


def test_a_name_is_taken_once(shell_with_ann: Shell) -> None:
    assert isinstance(shell_with_ann("add", "ann", "--channel", "console").exception, StorageError)


def test_an_edit_keeps_what_is_not_given(shell_with_ann: Shell) -> None:
    before = shell_with_ann.only_one()
    shell_with_ann.succeeds("edit", "ann", "--lead", "race=2h", "--series", "wtcr")
    shell_with_ann.succeeds("edit", "ann", "--lead", "round=none", "--rename", "Ann B", "--to", "b@example.org")
    assert shell_with_ann.only_one() == {
        **before,
        "name": "Ann B",
        "address": "b@example.org",
        "series": ["wtcr"],
        "lead_times": {"race": ["2h"], "round": []},
        "choice": "alarm=race:2h,round:none&series=wtcr",
    }
    shell_with_ann.succeeds(
        "edit", "Ann B", "--default-leads", "--all-series", "--rename", "ann", "--to", "ann@example.org"
    )
    assert shell_with_ann.only_one() == before


def test_whoever_is_added_can_choose_as_a_feeds_address_does(shell: Shell) -> None:
    shell.succeeds(
        *("add", "ann", "--channel", "console", "--zone", "UTC", "--sessions", "race", "--rounds", "none"),
        *("--round", "spain", "--round", "wtcr/2021/germany", "--driver", "guest,jessica-backman", "--title", "junior"),
    )
    only = "driver=guest,jessica-backman&round=spain,wtcr/2021/germany&rounds=none&sessions=race&title=junior"
    assert shell.only_one()["choice"] == only
    assert shell.succeeds("list") == f"ann\tconsole\t\tUTC\ten\tall\tdefault\t{only}\n"


def test_what_was_chosen_can_be_forgotten_one_by_one(shell_with_ann: Shell) -> None:
    shell_with_ann.succeeds("edit", "ann", "--driver", "guest", "--rounds", "only", "--lead", "race=2h")
    shell_with_ann.succeeds("edit", "ann", "--title", "junior")
    assert shell_with_ann.only_one()["choice"] == "alarm=race:2h&driver=guest&rounds=only&title=junior"
    shell_with_ann.succeeds("edit", "ann", "--forget", "driver", "--forget", "rounds", "--sessions", "race")
    assert shell_with_ann.only_one()["choice"] == "alarm=race:2h&sessions=race&title=junior"
    shell_with_ann.succeeds("edit", "ann", "--forget", "title", "--forget", "sessions", "--forget", "alarm")
    assert shell_with_ann.only_one()["choice"] == ""
    assert shell_with_ann("edit", "ann", "--forget", "colour").exit_code == 2


def test_how_a_feed_marks_what_is_cancelled_is_nothing_to_be_reminded_by(shell_with_ann: Shell) -> None:
    for arguments in (["--cancelled", "shown"], ["--forget", "cancelled"]):
        assert shell_with_ann("edit", "ann", *arguments).exit_code == 2


def test_an_edit_that_leaves_nothing_to_be_reminded_of_is_refused(shell_with_ann: Shell) -> None:
    shell_with_ann.succeeds("edit", "ann", "--rounds", "only")
    result = shell_with_ann("edit", "ann", "--sessions", "race")
    assert (result.exit_code, shell_with_ann.only_one()["choice"]) == (2, "rounds=only")
    assert "leaves no sessions to choose" in result.stderr


def test_a_kind_is_written_as_seasons_compare_it(shell: Shell) -> None:
    shell.succeeds("add", "ann", "--channel", "console", "--lead", "Free Practice=1h", "--lead", "Race=2h")
    assert shell.only_one()["lead_times"] == {"free-practice": ["1h"], "race": ["2h"]}


def test_default_leads_make_room_for_new_ones(shell_with_ann: Shell) -> None:
    shell_with_ann.succeeds("edit", "ann", "--lead", "race=2h")
    shell_with_ann.succeeds("edit", "ann", "--default-leads", "--lead", "round=1d")
    assert shell_with_ann.only_one()["lead_times"] == {"round": ["1d"]}


def test_another_channel_needs_another_address_and_loses_no_reminder_on_its_way(shell_with_ann: Shell) -> None:
    shell_with_ann.succeeds("edit", "ann", "--since", "2021-06-01T00:00Z")
    assert shell_with_ann("edit", "ann", "--channel", "webhook").exit_code == 2
    shell_with_ann.succeeds("edit", "ann", "--channel", "webhook", "--to", SECRET_URL)
    after = shell_with_ann.only_one()
    assert (after["channel"], after["address"]) == ("webhook", "https://hooks.example.org/…")
    assert after["since"] == "2021-06-01T00:00:00Z"


def test_an_edit_that_changes_nothing_is_a_usage_error(shell_with_ann: Shell) -> None:
    assert shell_with_ann("edit", "ann").exit_code == 2
    assert shell_with_ann("edit", "ann", "--series", "wtcr", "--all-series").exit_code == 2


def test_whoever_is_removed_is_gone(shell_with_ann: Shell) -> None:
    shell_with_ann.succeeds("remove", "ann")
    assert json.loads(shell_with_ann.succeeds("list", "--json")) == []


@pytest.mark.parametrize("words", [("edit", "anm", "--language", "en"), ("remove", "anm"), ("test", "anm")])
def test_an_unknown_name_is_told_with_the_nearest(shell_with_ann: Shell, words: tuple[str, ...]) -> None:
    error = shell_with_ann(*words).exception
    assert isinstance(error, UnknownThingError)
    assert "did you mean 'ann'?" in str(error)


def test_a_test_message_arrives_at_a_webhook_each_time_with_its_own_key(shell: Shell) -> None:
    with HttpSink() as sink:
        shell.succeeds("add", "ann", "--channel", "webhook", "--to", sink.url)
        assert "was sent by webhook" in shell.succeeds("test", "ann")
        shell.succeeds("test", "ann")
        assert sink.requests[0].json["kind"] == "test"
        assert len(set(sink.keys)) == 2


def test_a_test_message_arrives_by_mail(shell_with_ann: Shell) -> None:
    with SmtpSink() as sink:
        shell_with_ann.succeeds("test", "ann", "--smtp-url", sink.url, "--mail-from", "calendar@example.org")
    assert sink.mails[0]["To"] == "ann@example.org"
    assert "ann" in sink.mails[0].get_content()


def test_a_test_message_that_fails_says_why(shell: Shell) -> None:
    with HttpSink() as sink:
        sink.behave(sinks.status(404))
        shell.succeeds("add", "ann", "--channel", "webhook", "--to", sink.url)
        error = shell("test", "ann").exception
    assert isinstance(error, PermanentChannelError)
    assert "answered 404" in str(error)


def test_a_test_by_mail_without_a_server_says_which_option_is_missing(shell_with_ann: Shell) -> None:
    error = shell_with_ann("test", "ann").exception
    assert isinstance(error, TemporaryChannelError)
    assert "--smtp-url" in str(error)
