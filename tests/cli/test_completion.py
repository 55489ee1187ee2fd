"""What a shell completes, and that nobody is disturbed while typing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.command_line import Command

Complete = Callable[[str], dict[str, str]]


@pytest.fixture
def complete(command: Command, season_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Complete:
    """What the last word of a line can be, with what a shell shows beside it; nothing else is ever printed."""

    def ask(line: str) -> dict[str, str]:
        with monkeypatch.context() as shell:
            shell.setenv("_SEASON_CALENDAR_COMPLETE", "zsh_complete")
            shell.setenv("COMP_WORDS", f"season-calendar {line}")
            shell.setenv("COMP_CWORD", str(line.count(" ") + 1))
            result = command()
        assert (result.exit_code, result.err) == (0, "")
        lines = result.out.splitlines()
        return dict(zip(lines[1::3], lines[2::3], strict=False))

    return ask


def test_commands_are_completed_with_what_help_says(complete: Complete) -> None:
    assert complete("sh") == {"show": "Show a round and its timetable."}
    assert complete("round mo") == {"move": "Move ROUND with its sessions to new dates."}


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("show s", {"spain": "Race of Spain", "south-korea": "Race of South Korea"}),
        ("round move it", {"italy": "Race of Italy"}),
        ("session move germany f", {"fp1": "FP1", "fp2": "FP2"}),
        ("session cancel portugal race-", {"race-1": "race", "race-2": "race"}),
        ("venue edit est", {"estoril": "Circuito do Estoril"}),
        ("round edit italy --venue est", {"estoril": "Circuito do Estoril"}),
        ("driver edit thed", {"thed-bjork": "Thed Björk"}),
        ("driver edit thed-bjork --title drivers,tr", {"drivers,trophy": "WTCR Trophy"}),
        ("title edit j", {"junior": "FIA WTCR Junior Driver Title"}),
        ("build site --round macau,sp", {"macau,spain": "Race of Spain"}),
        ("next --kind qu", {"qualifying": "_"}),
        ("round edit italy --venue=est", {"--venue=estoril": "Circuito do Estoril"}),
        ("show --at=2021-06-02T12:00Z sp", {"spain": "Race of Spain"}),
    ],
)
def test_ids_are_completed_with_their_names(complete: Complete, line: str, completed: dict[str, str]) -> None:
    assert complete(line) == completed


def test_files_that_are_named_on_the_line_are_read(complete: Complete, season_folder: Path) -> None:
    (season_folder / "other.yaml").write_text("rounds: [{id: spa, name: Spa}]", "utf-8")
    assert complete("show -f other.yaml s") == {"spa": "Spa"}
    assert list(complete("show -f events.yaml -f other.yaml sp")) == ["spain", "spa"]


def test_files_that_the_variable_names_are_read(
    complete: Complete, season_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (season_folder / "other.yaml").write_text("rounds: [{id: spa, name: Spa}]", "utf-8")
    monkeypatch.setenv("SEASON_CALENDAR_FILE", "other.yaml")
    assert complete("show s") == {"spa": "Spa"}
    assert complete("round cancel s") == {"spa": "Spa"}


def test_a_venue_is_completed_before_anything_is_held_there(complete: Complete, command: Command) -> None:
    command("venue", "add", "most", "--name", "Autodrom Most", "--zone", "Europe/Prague")
    assert complete("round edit italy --venue mo") == {"most": "Autodrom Most"}


@pytest.mark.parametrize("state", [[], ["--journal", "journal.json"], ["--database", "state.sqlite3"]])
def test_what_was_published_is_completed_step_by_step(complete: Complete, command: Command, state: list[str]) -> None:
    command("build", "site", "--no-pages", *state)
    forget = " ".join(["forget", *state])
    assert complete(f"{forget} w") == {"wtcr/2021": "_"}
    assert complete(f"{forget} wtcr/2021/sp") == {"wtcr/2021/spain": "Race of Spain"}
    assert complete(f"{forget} wtcr/2021/germany/f") == {"wtcr/2021/germany/fp1": "FP1", "wtcr/2021/germany/fp2": "FP2"}


def test_of_a_file_with_problems_what_can_be_read_is_completed(complete: Complete, season_folder: Path) -> None:
    events = season_folder / "events.yaml"
    events.write_text(events.read_text("utf-8").replace("Europe/Lisbon", "Europe/Lisabon") + "oops: 1\n", "utf-8")
    assert complete("show por") == {"portugal": "Race of Portugal"}


@pytest.mark.parametrize(
    "text", ["rounds: [", "rounds: {id: x}", "[]", "", "\0", "rounds: [1, [], {id: []}, {name: x}]"]
)
def test_of_a_file_that_is_none_nothing_is_completed(complete: Complete, season_folder: Path, text: str) -> None:
    (season_folder / "events.yaml").write_text(text, "utf-8")
    for line in ("show x", "session move x y", "round edit x --venue y", "build site --round x"):
        assert complete(line) == {}


@pytest.mark.parametrize(
    "line",
    [
        "nonsense sub x",
        "show -f gone.yaml x",
        "show -f . x",
        "next --at tomorrow --kind xy",
        "subscriber add anna --lead nonsense=1h --round xy",
        "forget --journal gone.json x",
        "forget --database nonsense://x x",
        "forget --journal events.yaml wtcr/2021/x",
    ],
)
def test_a_line_that_is_wrong_completes_to_nothing_in_silence(complete: Complete, line: str) -> None:
    assert complete(line) == {}


def test_nothing_is_offered_that_a_shell_would_read_as_more_than_a_word(
    complete: Complete, season_folder: Path
) -> None:
    rounds = ["x;reboot", "$(reboot)", "x y", "*", r"x\ny", r"x\e[2J", "-rf", "spa"]
    text = "".join(f'  - {{id: "{id_}", name: "{id_} \\e[2J\\n\\u202e"}}\n' for id_ in rounds)
    (season_folder / "events.yaml").write_text(f"rounds:\n{text}", "utf-8")
    assert complete("show ") == {"spa": r"spa \x1b[2J \u202e"}


def test_whoever_types_does_not_wait_for_what_is_not_needed(season_folder: Path) -> None:
    code = (
        "import sys\nfrom season_calendar.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*sys.modules)"
    )
    shell = {"_SEASON_CALENDAR_COMPLETE": "bash_complete", "COMP_WORDS": "season-calendar show s", "COMP_CWORD": "2"}
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **shell}, capture_output=True, text=True, check=True
    )
    *completed, modules = done.stdout.splitlines()
    assert completed == ["plain,spain", "plain,south-korea"]
    assert not {"httpx", "rich", "sqlalchemy", "starlette"} & set(modules.split())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script(command: Command, shell: str) -> None:
    result = command("completion", shell)
    assert result.exit_code == 0
    assert f"_SEASON_CALENDAR_COMPLETE={shell}_complete" in result.out


@pytest.fixture
def in_a_shell(season_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """The lines that a script prints in a shell which knows our program and its completion; it complains of nothing."""
    program = tmp_path / "season-calendar"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m season_calendar "$@"\n', "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))

    def run(*shell: str) -> list[str]:
        done = subprocess.run(shell, capture_output=True, text=True, check=True)
        assert done.stderr == ""
        return done.stdout.splitlines()

    return run


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("show s", "spain south-korea"),
        ("show --at 2021-06-02T12 : 00Z s", "spain south-korea"),  # bash parts words at : and =
        ("show --file = events.yaml p", "portugal"),
        ("round edit italy --venue = est", "estoril"),
        ("build site --round macau,sp", "macau,spain"),
    ],
)
def test_bash_completes_with_it(in_a_shell: Callable[..., list[str]], words: str, completed: str) -> None:
    asks = f"COMP_WORDS=(season-calendar {words}); COMP_CWORD={len(words.split())}"
    script = f'eval "$(season-calendar completion bash)"; {asks}; _season_calendar_completion season-calendar'
    assert in_a_shell("bash", "--norc", "-c", f'{script}; echo "${{COMPREPLY[@]}}"') == [completed]


@pytest.mark.slow  # .ci/run installs the shell
@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
def test_fish_completes_with_it(in_a_shell: Callable[..., list[str]]) -> None:
    lines = ["show sp", "build site --round macau,sp", "round edit italy --venue=est"]
    script = "season-calendar completion fish | source; " + "; ".join(
        f'complete --do-complete "season-calendar {line}"' for line in lines
    )
    assert in_a_shell("fish", "--no-config", "-c", script) == [
        "spain\tRace of Spain",
        "macau,spain\tRace of Spain",
        "--venue=estoril\tCircuito do Estoril",
    ]


def test_fish_is_told_to_part_only_at_the_first_comma(command: Command) -> None:
    assert 'string split --max 1 "," $completion' in command("completion", "fish").out
