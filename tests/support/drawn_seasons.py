"""Two real seasons as the drawings know them: WTCR 2021 and, with 23 rounds, Formula 1 2021 as known in August."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from season_calendar.model import Coordinates, Round, Status, Venue
from season_calendar.pages.drawings.codes import short_codes, short_place
from season_calendar.pages.drawings.rounds import DrawnRound, RoundState

# First day, days, country, place, round, latitude, longitude, status.
_F1 = """
2021-03-26|3|BH|Sakhir|Bahrain|26.037|50.5112|confirmed
2021-04-16|3|IT|Imola|Emilia Romagna Grand Prix|44.3446|11.7138|confirmed
2021-04-30|3|PT|Portimao|Portuguese Grand Prix|37.2322|-8.62849|confirmed
2021-05-07|3|ES|Catalunya|Spanish|41.5638|2.2585|confirmed
2021-05-20|4|MC|Monte Carlo|Monaco|43.7338|7.4215|confirmed
2021-06-04|3|AZ|Baku|Azerbaijan|40.3699|49.8433|confirmed
2021-06-18|3|FR|Paul Ricard|French|43.2517|5.7935|confirmed
2021-06-25|3|AT|Spielberg|Austrian|47.2225|14.7607|confirmed
2021-07-02|3|AT|Spielberg|Spielberg (Austrian)|47.2225|14.7607|confirmed
2021-07-16|3|GB|Silverstone|British|52.0706|-1.0174|confirmed
2021-07-30|3|HU|Budapest|Hungarian|47.583|19.2526|confirmed
2021-08-27|3|BE|Spa-Francorchamps|Belgian|50.444|5.9687|confirmed
2021-09-03|3|NL|Zandvoort|Dutch|52.3884|4.54712|confirmed
2021-09-10|3|IT|Monza|Italian|45.6169|9.2825|confirmed
2021-09-24|3|RU|Sochi|Russian|43.6203|39.712|confirmed
2021-10-01|3|TR|Istanbul|Turkish Grand Prix|40.9579|29.4117|confirmed
2021-10-08|3|JP|Suzuka|Japanese|35.3689|138.926|cancelled
2021-10-22|3|US|Austin|United States|30.1328|-97.6411|confirmed
2021-10-29|3|MX|Mexico City|Mexican|19.4028|-99.0986|confirmed
2021-11-05|3|BR|Sao Paulo|Brazilian|-23.7014|-46.6969|confirmed
2021-11-19|3||TBC|TBC|-37.8373|50.5112|provisional
2021-12-03|3|SA|Jeddah|Saudi Arabian|21.4858|39.1925|confirmed
2021-12-10|3|AE|Yas Marina|Abu Dhabi|24.4821|54.3482|confirmed
"""

_WTCR = """
2021-06-03|3|DE|Nürburg|Race of Germany|50.3356|6.9475|confirmed
2021-06-26|2|PT|Estoril|Race of Portugal|38.7506|-9.3942|confirmed
2021-07-10|2|ES|Alcañiz|Race of Spain|41.0783|-0.2025|confirmed
2021-08-21|2|HU|Mogyoród|Race of Hungary|47.5819|19.2508|confirmed
2021-10-08|3|CZ|Most|Race of Czech Republic|50.5193|13.6009|confirmed
2021-10-16|2|FR|Arnos|Race of France|43.4467|-0.5336|confirmed
2021-10-16|2|KR|Inje|Race of South Korea|38.001|128.289|cancelled
2021-11-06|2|IT|Adria|Race of Italy|45.045|12.146|confirmed
2021-11-06|2|CN|China|Race of China|||cancelled
2021-11-19|3|MO|Macau|Race of Macau|22.1975|113.5591|cancelled
2021-11-27|2|RU|Sochi|Race of Russia|43.4057|39.9578|confirmed
"""


def _rounds(table: str) -> list[Round]:
    rounds = []
    for number, line in enumerate(table.strip().splitlines()):
        first, days, country, place, name, latitude, longitude, status = line.split("|")
        coordinates = Coordinates(float(latitude), float(longitude)) if latitude else None
        venue = Venue(f"v{number}", place, "UTC", place, coordinates, country=country or None)
        first_day = date.fromisoformat(first)
        last_day = first_day + timedelta(days=int(days) - 1)
        rounds.append(Round(f"r{number}", name, venue, first_day, last_day, Status(status)))
    return rounds


F1_2021, WTCR_2021 = _rounds(_F1), _rounds(_WTCR)


def drawn(rounds: Sequence[Round], today: date) -> list[DrawnRound]:
    """The rounds as they are drawn on a day."""
    codes = short_codes(rounds)
    states = [_state(round_, today) for round_ in rounds]
    to_come = [index for index, state in enumerate(states) if state in (RoundState.TO_COME, RoundState.PROVISIONAL)]
    return [
        DrawnRound(
            code=codes[round_.id],
            href=f"/season/{round_.id}/",
            title=round_.name,
            state=state,
            is_next=index == min(to_come, default=None),
            first_day=round_.first_day,
            last_day=round_.last_day,
            place=short_place(round_.venue),
            coordinates=round_.venue.coordinates,
        )
        for index, (round_, state) in enumerate(zip(rounds, states, strict=True))
    ]


def _state(round_: Round, today: date) -> RoundState:
    if round_.status.is_off:
        return RoundState(round_.status.value)
    if round_.first_day is None or round_.last_day is None or today < round_.first_day:
        return RoundState.PROVISIONAL if round_.status is Status.PROVISIONAL else RoundState.TO_COME
    return RoundState.RACED if round_.last_day < today else RoundState.ON_NOW
