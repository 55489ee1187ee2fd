"""When a host is spared, and when it is tried again."""

from __future__ import annotations

from season_calendar.daemon.circuits import Circuits, Passage

HOST = "https://hooks.example.org/…"


def opened(at: float = 100.0) -> Circuits:
    circuits = Circuits()
    for _ in range(3):
        circuits.failed(HOST, at)
    return circuits


def failed_probe(circuits: Circuits, at: float) -> None:
    assert circuits.passage(HOST, at) is Passage.PROBE
    circuits.probe(HOST)
    circuits.failed(HOST, at, was_probe=True)


def test_it_opens_at_the_third_failure_in_a_row() -> None:
    circuits = Circuits()
    for at in (100.0, 101.0):
        circuits.failed(HOST, at)
        assert circuits.passage(HOST, at) is Passage.FREE
    circuits.failed(HOST, 102.0)
    assert circuits.passage(HOST, 102.0) is Passage.NONE
    assert circuits.passage("another", 102.0) is Passage.FREE


def test_a_host_that_answers_in_between_begins_anew() -> None:
    circuits = Circuits()
    for _ in range(5):
        circuits.failed(HOST, 100.0)
        circuits.failed(HOST, 100.0)
        circuits.reached(HOST)
    assert circuits.passage(HOST, 100.0) is Passage.FREE


def test_after_the_rest_there_is_one_probe_at_a_time() -> None:
    circuits = opened(at=100.0)
    assert circuits.passage(HOST, 104.9) is Passage.NONE
    assert circuits.passage(HOST, 105.0) is Passage.PROBE
    circuits.probe(HOST)
    assert circuits.passage(HOST, 200.0) is Passage.NONE


def test_each_failed_probe_doubles_the_rest_up_to_two_minutes() -> None:
    circuits, now, rests = opened(at=100.0), 105.0, []
    for _ in range(7):
        failed_probe(circuits, now)
        rests.append(circuits.rests_until(HOST) - now)
        now = circuits.rests_until(HOST)
    assert rests == [10, 20, 40, 80, 120, 120, 120]


def test_failures_of_what_was_sent_before_do_not_prolong_the_rest() -> None:
    circuits = opened(at=100.0)
    for _ in range(50):
        circuits.failed(HOST, 104.0)
    assert circuits.passage(HOST, 105.0) is Passage.PROBE


def test_a_probe_that_arrives_closes_it_and_the_next_rest_is_short_again() -> None:
    circuits = opened()
    failed_probe(circuits, 105.0)
    circuits.probe(HOST)
    circuits.reached(HOST)
    assert circuits.passage(HOST, 115.0) is Passage.FREE
    assert opened_again(circuits, at=200.0) == 205.0


def opened_again(circuits: Circuits, at: float) -> float:
    for _ in range(3):
        circuits.failed(HOST, at)
    return circuits.rests_until(HOST)


def test_a_probe_of_which_nothing_is_known_lets_another_go() -> None:
    circuits = opened()
    circuits.probe(HOST)
    circuits.not_known(HOST, was_probe=True)
    assert circuits.passage(HOST, 105.0) is Passage.PROBE


def test_what_was_sent_before_and_tells_nothing_lets_no_second_probe_go() -> None:
    circuits = opened()
    circuits.probe(HOST)
    circuits.not_known(HOST, was_probe=False)
    assert circuits.passage(HOST, 105.0) is Passage.NONE


def test_a_probe_of_which_nothing_is_known_leaves_what_a_late_answer_has_closed() -> None:
    circuits = opened()
    circuits.probe(HOST)
    circuits.reached(HOST)
    circuits.not_known(HOST, was_probe=True)
    assert circuits.passage(HOST, 105.0) is Passage.FREE


def test_a_late_answer_to_what_was_sent_before_closes_it_and_the_probe_that_fails_then_is_the_first_failure() -> None:
    circuits = opened()
    circuits.probe(HOST)
    circuits.reached(HOST)
    circuits.failed(HOST, 106.0, was_probe=True)
    assert circuits.passage(HOST, 106.0) is Passage.FREE


def test_it_says_since_when_it_has_been_open_probes_included() -> None:
    circuits = opened(at=100.0)
    failed_probe(circuits, 105.0)
    assert circuits.open_since(HOST) == 100.0
    circuits.reached(HOST)
    assert circuits.open_since(HOST) is None
