"""How a text is written as a YAML scalar: as plainly as it re-reads the same. Knows nothing of where it will stand."""

from __future__ import annotations

from collections.abc import Iterator

from season_calendar.errors import EditRefusedError, SeasonFileError
from season_calendar.yaml_source import Mapping, Scalar, parse_yaml


def scalar_text(text: str, *, flow: bool, style: str = "") -> str:
    """``text`` as YAML, on one line, for a place in a flow collection (``flow``) or behind a key in block style.

    ``style`` is the quote to keep if it can be kept. Otherwise plain comes before single before double quotes. What
    needs quotes is not known here: the parser is asked.

    Raises EditRefusedError for what is no text, such as bytes of a broken command line.
    """
    if not any("\ud800" <= char <= "\udfff" for char in text):
        for written in _ways_to_write(text, style):
            if _reads_as(written, flow) == text:
                return written
    raise EditRefusedError(f"{text!r} cannot be written into a season file", "use letters and signs only")


def _ways_to_write(text: str, style: str) -> Iterator[str]:
    if style not in ("'", '"'):
        yield text
    if style != '"':
        yield "'" + text.replace("'", "''") + "'"
    yield '"' + "".join(_escaped(char) for char in text) + '"'


def _reads_as(written: str, flow: bool) -> str | None:
    """The text that is read where ``written`` stands; None where it breaks the file or is several things."""
    around = f"{{key: {written}}}" if flow else f"key: {written}"
    try:
        root = parse_yaml(around.encode(), "").root
    except SeasonFileError:
        return None
    entry = root.get("key") if isinstance(root, Mapping) and len(root.entries) == 1 else None
    if entry is None or not isinstance(entry.value, Scalar) or entry.value.is_null or entry.value.shared:
        return None
    return entry.value.text


def _escaped(char: str) -> str:
    """One character as YAML 1.2 §5.7 has it between double quotes."""
    if char in '"\\':
        return "\\" + char
    if char.isprintable():
        return char
    if char == "\n":
        return "\\n"
    code = ord(char)
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
