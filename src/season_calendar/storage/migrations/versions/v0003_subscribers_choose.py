"""What subscribers choose becomes one text: their series, lead times and language, and whatever can be chosen later.

Complete in itself: it must write the same texts for ever, however choices are written by then.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_SUBSCRIBERS = sa.table(
    "subscribers",
    sa.column("language", sa.Text),
    sa.column("series", sa.Text),
    sa.column("lead_times", sa.Text),
    sa.column("choice", sa.Text),
)
_NOT_OF_A_WORD = re.compile(r"[\W_]+")


def upgrade() -> None:
    """Write the choices, then drop what they were made from."""
    op.add_column("subscribers", sa.Column("choice", sa.Text, nullable=False, server_default=""))
    _write_choices(op.get_bind())
    with op.batch_alter_table("subscribers") as subscribers:
        subscribers.alter_column("choice", existing_type=sa.Text, existing_nullable=False, server_default=None)
        for name in ("language", "series", "lead_times"):
            subscribers.drop_column(name)


def _write_choices(connection: sa.Connection) -> None:
    """One statement for all who chose alike."""
    old = (_SUBSCRIBERS.c.language, _SUBSCRIBERS.c.series, _SUBSCRIBERS.c.lead_times)
    for row in connection.execute(sa.select(*old).distinct()).all():
        alike = (column == value for column, value in zip(old, row, strict=True))
        connection.execute(sa.update(_SUBSCRIBERS).where(*alike).values(choice=_choice(*row)))


def _choice(language: str, series: str, lead_times: str) -> str:
    """The text: ``alarm=race:2h,30m,round:none&lang=sv&series=stcc,wtcr``; what is usual is left out."""
    options = {
        "alarm": ",".join(_alarms(json.loads(lead_times))),
        "lang": "" if language == "en" else language,
        "series": ",".join(_series(json.loads(series))),
    }
    return "&".join(f"{name}={value}" for name, value in options.items() if value)


def _alarms(lead_times: dict[str, list[int]]) -> Iterator[str]:
    """Each kind, as kinds of sessions are written in seasons, with its minutes in words."""
    by_kind: dict[str, set[int]] = {}
    for kind, minutes in lead_times.items():
        by_kind.setdefault(_NOT_OF_A_WORD.sub("-", kind.casefold()).strip("-"), set()).update(minutes)
    for kind, all_minutes in sorted(by_kind.items()):
        if kind:
            spans = ",".join(_span(minutes) for minutes in sorted(all_minutes, reverse=True))
            yield f"{quote(kind, safe='')}:{spans or 'none'}"


def _span(minutes: int) -> str:
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    return "".join(f"{count}{unit}" for count, unit in ((days, "d"), (hours, "h"), (minutes, "m")) if count)


def _series(ids: Iterable[str]) -> list[str]:
    """The ids as they are in an address; somebody may have typed several as one."""
    words = {word.strip() for id_ in ids for word in id_.split(",")}
    return [quote(word, safe="") for word in sorted(words) if word]
