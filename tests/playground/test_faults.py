"""What goes wrong in the playground on demand."""

from __future__ import annotations

import pytest

from bot.playground.clock import Clock
from bot.playground.faults import Faults

PATH = "/channels/1/messages/2"


@pytest.fixture
def clock() -> Clock:
    return Clock(1_780_000_000.0, speed=0)


@pytest.fixture
def faults(clock: Clock) -> Faults:
    return Faults(clock)


def test_nothing_goes_wrong_unasked(faults: Faults) -> None:
    assert faults.take("GET", "/gateway") is None


def test_a_fault_befalls_so_many_requests_of_a_method_and_path(faults: Faults) -> None:
    faults.add("patch", r"^/channels/\d+/messages/\d+$", times=2, status=500)
    assert faults.take("GET", PATH) is None
    assert faults.take("PATCH", "/channels/1/messages") is None
    for _ in range(2):
        mishap = faults.take("PATCH", PATH)
        assert mishap is not None
        assert mishap.status == 500
        assert mishap.body == {"message": "500: Internal Server Error", "code": 0}
    assert faults.take("PATCH", PATH) is None
    assert faults.standing() == []


def test_a_fault_lasts_for_so_many_seconds(clock: Clock, faults: Faults) -> None:
    faults.add(seconds=10, status=503)
    for _ in range(100):
        assert faults.take("GET", PATH) is not None
    clock.advance(10)
    assert faults.take("GET", PATH) is None


def test_a_fault_without_an_end_stands_until_it_is_cleared(faults: Faults) -> None:
    slow = faults.add(delay=0.15)
    faults.add(status=500)
    faults.clear(slow.id)
    assert [fault.mishap.status for fault in faults.standing()] == [500]
    faults.clear()
    assert faults.take("GET", PATH) is None


def test_delays_add_up_and_the_oldest_order_decides_the_answer(faults: Faults) -> None:
    faults.add(delay=0.1)
    first = faults.add(status=500, delay=0.05, times=1)
    second = faults.add(status=502, times=1)
    mishap = faults.take("GET", PATH)
    assert mishap is not None
    assert (mishap.status, round(mishap.delay, 2)) == (500, 0.15)
    assert (first.hits, second.hits) == (1, 0)
    mishap = faults.take("GET", PATH)
    assert mishap is not None
    assert mishap.status == 502
    mishap = faults.take("GET", PATH)
    assert mishap is not None
    assert not mishap.spoils_answer


def test_a_storm_of_429_tells_what_is_left_of_it(clock: Clock, faults: Faults) -> None:
    faults.add("PATCH", seconds=30, status=429)
    clock.advance(12.5)
    mishap = faults.take("PATCH", PATH)
    assert mishap is not None
    assert mishap.body == {"message": "You are being rate limited.", "retry_after": 17.5, "global": False}
    assert mishap.headers["Retry-After"] == "18"
    assert mishap.headers["X-RateLimit-Scope"] == "user"
    assert "Via" in mishap.headers


def test_a_storm_can_be_over_everything_or_come_from_further_out(faults: Faults) -> None:
    faults.add(times=1, status=429, retry_after=2.0, scope="global")
    everything = faults.take("GET", PATH)
    assert everything is not None
    assert isinstance(everything.body, dict)
    assert everything.body["global"] is True
    assert everything.headers["X-RateLimit-Global"] == "true"
    faults.add(times=1, status=429, via=False)
    ban = faults.take("GET", PATH)
    assert ban is not None
    assert ban.body == "error code: 1015"
    assert "Via" not in ban.headers


def test_an_answer_can_get_lost_after_the_request_was_carried_out(faults: Faults) -> None:
    faults.add("POST", drop=True, applied=True, times=1)
    mishap = faults.take("POST", PATH)
    assert mishap is not None
    assert mishap.drop
    assert mishap.applied
    assert mishap.spoils_answer


def test_a_listing_shows_what_stands(faults: Faults) -> None:
    faults.add("GET", "^/users", times=3, status=524)
    faults.take("GET", "/users/@me")
    assert [fault.as_json() for fault in faults.standing()] == [
        {
            "id": 1, "method": "GET", "path": "^/users", "left": 2, "hits": 1, "delay": 0.0,
            "drop": False, "applied": False, "status": 524,
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        ({"status": 200}, "from 400 to 599"),
        ({}, "delays, drops, or has a status"),
        ({"delay": -1}, "not negative"),
        ({"status": 500, "times": 0}, "at least one"),
        ({"path_regex": "(", "status": 500}, "no regular expression"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused_with_a_sentence(
    faults: Faults, order: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        faults.add(**order)  # type: ignore[arg-type]
