"""The playground's rate limits."""

from __future__ import annotations

import pytest

from bot.playground.clock import Clock
from bot.playground.limits import GLOBAL, Grant, Limits

CREATE = "POST /channels/{channel_id}/messages"
EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"
REACT = "PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me"
UNREACT = "DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me"
CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"
FOLLOWUP = "POST /webhooks/{webhook_id}/{webhook_token}"
ORIGINAL = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original"
COMMANDS = "GET /applications/{application_id}/commands"


@pytest.fixture
def clock() -> Clock:
    return Clock(1_780_000_000.0, speed=0)


@pytest.fixture
def limits(clock: Clock) -> Limits:
    return Limits(clock)


def take(limits: Limits, route: str, major: str = "1", *, times: int = 1) -> Grant:
    for _ in range(times - 1):
        assert limits.take(route, major, authorized=True).allowed
    return limits.take(route, major, authorized=True)


@pytest.mark.parametrize("route", [CREATE, EDIT])
def test_a_channel_takes_five_messages_and_five_edits_in_five_seconds(
    clock: Clock, limits: Limits, route: str
) -> None:
    assert take(limits, route, times=5).allowed
    clock.advance(3)
    refused = take(limits, route)
    assert not refused.allowed
    assert refused.retry_after == 2
    assert refused.scope == "user"
    clock.advance(2)
    assert take(limits, route).allowed


def test_sending_and_editing_are_counted_apart_and_channels_too(limits: Limits) -> None:
    take(limits, CREATE, times=5)
    assert take(limits, EDIT).allowed
    assert take(limits, CREATE, "2").allowed
    assert not take(limits, CREATE, "1").allowed


def test_headers_tell_the_bucket_what_is_left_of_it_and_until_when(clock: Clock, limits: Limits) -> None:
    first = take(limits, CREATE)
    clock.advance(1.5)
    second = take(limits, CREATE)
    assert dict(second.headers) == {
        "X-RateLimit-Limit": "5",
        "X-RateLimit-Remaining": "3",
        "X-RateLimit-Reset": "1780000005.000",
        "X-RateLimit-Reset-After": "3.500",
        "X-RateLimit-Bucket": first.headers["X-RateLimit-Bucket"],
    }
    assert take(limits, EDIT).headers["X-RateLimit-Bucket"] != first.headers["X-RateLimit-Bucket"]
    assert take(limits, CREATE, "2").headers["X-RateLimit-Bucket"] == first.headers["X-RateLimit-Bucket"]


def test_a_refusal_says_how_long_to_wait_and_whose_limit_it_was(clock: Clock, limits: Limits) -> None:
    take(limits, CREATE, times=5)
    clock.advance(0.9996)
    refused = take(limits, CREATE)
    assert refused.headers["Retry-After"] == "5"
    assert refused.headers["X-RateLimit-Scope"] == "user"
    assert refused.headers["X-RateLimit-Remaining"] == "0"
    assert "Via" in refused.headers
    assert "X-RateLimit-Global" not in refused.headers
    # Rounded up: who waits exactly so long is let in.
    assert refused.body == {
        "message": "You are being rate limited.", "retry_after": 4.001, "global": False,
    }  # fmt: skip
    clock.advance(refused.retry_after)
    assert take(limits, CREATE).allowed


def test_reactions_of_a_channel_come_one_each_quarter_of_a_second(clock: Clock, limits: Limits) -> None:
    assert take(limits, REACT).allowed
    assert not take(limits, UNREACT).allowed
    clock.advance(0.25)
    assert take(limits, UNREACT).allowed


def test_everything_said_with_one_interactions_token_shares_a_bucket(limits: Limits) -> None:
    assert take(limits, FOLLOWUP, "app+token", times=3).allowed
    assert take(limits, ORIGINAL, "app+token", times=2).allowed
    assert not take(limits, ORIGINAL, "app+token").allowed
    assert take(limits, ORIGINAL, "app+other").allowed


def test_fifty_requests_a_second_are_the_most_over_everything(clock: Clock, limits: Limits) -> None:
    for channel in range(50):
        assert take(limits, CREATE, str(channel)).allowed
    refused = take(limits, CREATE, "50")
    assert refused.scope == "global"
    assert refused.body["global"] is True
    assert refused.headers["X-RateLimit-Global"] == "true"
    assert refused.headers["X-RateLimit-Scope"] == "global"
    clock.advance(1)
    assert take(limits, CREATE, "50").allowed


def test_answers_to_interactions_are_not_bound_to_the_global_limit(limits: Limits) -> None:
    for number in range(200):
        assert limits.take(CALLBACK, str(number), authorized=True).allowed
        assert limits.take(ORIGINAL, f"app+{number}", authorized=False).allowed
    assert take(limits, CREATE).allowed


def test_other_routes_are_bound_by_little_but_the_global_limit(limits: Limits) -> None:
    assert take(limits, COMMANDS, "app", times=50).allowed
    assert take(limits, COMMANDS, "app").scope == "global"


def test_rules_can_be_changed_while_windows_are_open(limits: Limits) -> None:
    take(limits, EDIT, times=2)
    limits.set(EDIT, 2, 10)
    refused = take(limits, EDIT)
    assert refused.headers["X-RateLimit-Limit"] == "2"
    assert refused.retry_after == 10
    limits.set(EDIT, 3, 10)
    assert take(limits, EDIT).allowed
    limits.set(GLOBAL, 1, 1)
    assert take(limits, COMMANDS, "app").scope == "global"
    limits.reset_rules()
    assert take(limits, EDIT).allowed
    with pytest.raises(ValueError, match="at least one"):
        limits.set(EDIT, 0, 5)


def test_requests_are_counted_by_route_and_refusals_as_invalid_unless_shared(limits: Limits) -> None:
    take(limits, CREATE, times=5)
    take(limits, CREATE)
    assert (limits.counts[CREATE].allowed, limits.counts[CREATE].refused) == (5, 1)
    assert limits.invalid_requests == 1
    limits.set(CREATE, 5, 5, scope="shared")
    assert take(limits, CREATE).scope == "shared"
    assert limits.invalid_requests == 1
    for status in (200, 401, 403, 404, 500):
        limits.note_answer(status)
    assert limits.invalid_requests == 3


def test_buckets_of_interactions_long_gone_are_forgotten(clock: Clock, limits: Limits) -> None:
    for number in range(5_000):
        limits.take(FOLLOWUP, f"app+{number}", authorized=False)
        clock.advance(0.01)
    assert len(limits._windows) < 2_100
