"""One event as JSON values, for programs: the only such form, in ``--json`` as in what a webhook is sent.

It stands beside the words because the views and the reminders both tell of events, and neither may look at the other:
this is the room below both, and ``venue`` is the same text that people read. It is not the journal's form of the facts
(``publishing.facts_codec``), which must be read back and is free to change with them; keys here are kept for ever.
"""

from __future__ import annotations

from season_calendar.publishing.facts import EventFacts
from season_calendar.wording.events import location
from season_calendar.wording.texts import texts_for
from season_calendar.zoned_time import format_instant


def event_data(facts: EventFacts) -> dict[str, object]:
    """Ids, names, days at the venue, instants in UTC; None for what is not known."""
    return {
        "uid": facts.uid,
        "season": facts.season_key,
        "round": facts.round_id,
        "session": facts.session_id,
        "kind": facts.kind,
        "round_name": facts.round_name,
        "session_name": facts.session_name,
        "status": facts.status.value,
        "first_day": facts.first_day.isoformat() if facts.first_day else None,
        "last_day": facts.last_day.isoformat() if facts.last_day else None,
        "start_at": format_instant(facts.start_at) if facts.start_at else None,
        "end_at": format_instant(facts.end_at) if facts.end_at else None,
        "venue": location(facts, texts_for()),
        "country": facts.country,
        "zone": facts.zone_name,
        "label": facts.label,
        "note": facts.note,
        "link": facts.link,
        "live": facts.live,
    }
