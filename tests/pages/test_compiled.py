"""Compiled templates are kept beside the templates, and used for what they were made of alone."""

from __future__ import annotations

import sys
from pathlib import Path
from types import CodeType

import pytest
from jinja2 import Environment, FileSystemLoader

from season_calendar.pages.compiled import Compiled


@pytest.fixture(autouse=True)
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources that were compiled. Python may keep what it compiles, whatever the tests are run with."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    sources, compile_ = [], Environment.compile

    def counting(self: Environment, source: str, name: str, filename: str) -> CodeType:
        sources.append(source)
        return compile_(self, source, name, filename)

    monkeypatch.setattr(Environment, "compile", counting)
    return sources


def said(folder: Path, options: str = "") -> str:
    """What the template of a folder says to a process that begins."""
    environment = Environment(loader=FileSystemLoader(folder), bytecode_cache=Compiled(folder, options))
    return environment.get_template("page.html").render()


def test_a_template_is_compiled_once_for_all_processes(tmp_path: Path, compiled: list[str]) -> None:
    (tmp_path / "page.html").write_text("{{ 1 + 1 }}")
    assert [said(tmp_path), said(tmp_path)] == ["2", "2"]
    assert compiled == ["{{ 1 + 1 }}"]
    assert [its.parent.name for its in tmp_path.rglob("*.template")] == ["__pycache__"]


def test_another_source_is_compiled_anew(tmp_path: Path) -> None:
    for number in ("1", "2"):
        (tmp_path / "page.html").write_text(f"{{{{ {number} }}}}")
        assert said(tmp_path) == number


def test_other_options_compile_it_anew(tmp_path: Path, compiled: list[str]) -> None:
    (tmp_path / "page.html").write_text("page")
    for options in ("autoescape", "", ""):
        said(tmp_path, options)
    assert len(compiled) == 2


@pytest.mark.parametrize("wrong", [b"", b"j2", b"whatever", b"j2" + b"\0" * 90])
def test_what_is_no_compiled_template_is_replaced(tmp_path: Path, compiled: list[str], wrong: bytes) -> None:
    (tmp_path / "page.html").write_text("page")
    said(tmp_path)
    kept = next(tmp_path.rglob("*.template"))
    whole = kept.read_bytes()
    for content in (wrong, whole[: len(whole) // 2], whole[:-3]):
        kept.write_bytes(content)
        assert said(tmp_path) == "page"
        assert kept.read_bytes() == whole
    assert len(compiled) == 4


def test_where_nothing_may_be_kept_each_process_compiles(
    tmp_path: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "page.html").write_text("page")
    (tmp_path / "__pycache__").write_text("in the way")
    assert [said(tmp_path), said(tmp_path)] == ["page", "page"]
    (tmp_path / "__pycache__").unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert [said(tmp_path), said(tmp_path)] == ["page", "page"]
    assert len(compiled) == 4
    assert list(tmp_path.iterdir()) == [tmp_path / "page.html"]
