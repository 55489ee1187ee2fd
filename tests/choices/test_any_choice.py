"""Whatever is chosen, its text and its value stand for each other."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from season_calendar.choices.choice import Choice, Rounds, lead_times_of
from season_calendar.choices.options import read_choice, stored_choice, write_choice

NAMES = st.from_regex(r"[a-z0-9é]+(-[a-z0-9é]+)*", fullmatch=True)
SOME_NAMES = st.none() | st.frozensets(NAMES, min_size=1, max_size=3)
SPANS = st.lists(st.integers(1, 366 * 1440).map(lambda minutes: timedelta(minutes=minutes)), max_size=7)
CHOICES = st.builds(
    Choice,
    series=SOME_NAMES,
    rounds=st.sampled_from([Rounds.WITH, Rounds.NONE]),
    sessions=SOME_NAMES,
    round_ids=st.none() | st.frozensets(NAMES | st.builds("{}/{}/{}".format, NAMES, NAMES, NAMES), min_size=1),
    drivers=SOME_NAMES,
    titles=SOME_NAMES,
    lead_times=st.dictionaries(st.just("") | NAMES, SPANS, max_size=3).map(lead_times_of),
    language=st.none() | st.sampled_from(["en", "sv", "pt-BR", "x-none"]),
) | st.builds(Choice, rounds=st.just(Rounds.ONLY), drivers=SOME_NAMES)


@given(CHOICES)
def test_what_is_written_is_read_back_as_it_was(choice: Choice) -> None:
    assert stored_choice(write_choice(choice)) == choice


@given(CHOICES, CHOICES)
def test_the_text_is_the_same_just_where_the_choice_is(one: Choice, other: Choice) -> None:
    assert (write_choice(one) == write_choice(other)) == (one == other)
    assert hash(stored_choice(write_choice(one))) == hash(one)


@given(CHOICES, st.randoms())
def test_the_order_of_words_and_options_says_nothing(choice: Choice, random: object) -> None:
    pairs = parse_qsl(write_choice(choice))
    shuffled = [
        (name, value if name == "alarm" else ",".join(random.sample(value.split(","), value.count(",") + 1)))  # type: ignore[attr-defined]
        for name, value in random.sample(pairs, len(pairs))  # type: ignore[attr-defined]
    ]
    assert read_choice(shuffled) == choice
