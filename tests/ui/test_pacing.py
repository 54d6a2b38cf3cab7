"""What is known of a bucket is what its headers said, and no request leaves against it."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.pacing import EDITS_A_SECOND, Allowance, Bucket, Overall


class Server:
    """Discord's side: fixed windows which open with the first request; time passes only when told."""

    def __init__(self, limit: int, seconds: float, one_way: float) -> None:
        self.limit, self.seconds, self.one_way = limit, seconds, one_way
        self.refused = 0
        self._opened: float | None = None
        self._used = 0

    def take(self, sent_at: float) -> tuple[bool, int, float]:
        """Take a request in; return whether it is allowed, what is left, and in how long the window ends."""
        at = sent_at + self.one_way
        if self._opened is None or at >= self._opened + self.seconds:
            self._opened, self._used = at, 0
        left = self._opened + self.seconds - at
        if self._used >= self.limit:
            self.refused += 1
            return False, 0, left
        self._used += 1
        return True, self.limit - self._used, left


def flow(bucket: Bucket, server: Server, seconds: float, *, start: float = 0.0) -> list[float]:
    """Send whatever the bucket allows for a while; return when."""
    now, sent = start, list[float]()
    while True:
        now = max(now, bucket.ready_at(now))
        if now >= start + seconds:
            return sent
        bucket.sent(now)
        sent.append(now)
        allowed, left, reset = server.take(now)
        now += 2 * server.one_way
        bucket.over()
        if allowed:
            bucket.told(now, server.limit, left, reset)
        else:
            bucket.refused(now, reset)


def gaps(times: list[float]) -> list[float]:
    return [later - earlier for earlier, later in itertools.pairwise(times)]


def test_five_edits_in_five_seconds_leave_evenly_and_all_of_them_are_used() -> None:
    sent = flow(Bucket(), server := Server(5, 5.0, 0.075), 60.0)

    assert server.refused == 0
    assert len(sent) >= 57
    assert max(gaps(sent)) < 1.15
    assert min(gaps(sent)) > 0.95


@pytest.mark.parametrize(("limit", "seconds"), [(2, 10.0), (10, 10.0), (1, 0.25), (30, 60.0)])
def test_a_limit_is_learned_from_the_first_answer(limit: int, seconds: float) -> None:
    sent = flow(Bucket(), server := Server(limit, seconds, 0.02), 20 * seconds)

    assert server.refused == 0
    assert len(sent) >= 0.8 * 20 * limit
    assert max(gaps(sent)) < 1.5 * seconds / limit + 0.2


@given(
    limit=st.integers(1, 20),
    seconds=st.floats(0.5, 30.0),
    one_way=st.floats(0.0, 2.0),
    start=st.floats(0.0, 1000.0),
)
def test_no_request_is_ever_refused_when_nobody_else_uses_the_bucket(
    limit: int, seconds: float, one_way: float, start: float
) -> None:
    flow(Bucket(), server := Server(limit, seconds, one_way), 6 * seconds, start=start)

    assert server.refused == 0


def test_what_others_leave_of_a_bucket_must_do_until_the_window_ends() -> None:
    bucket = Bucket()
    bucket.sent(0.0)
    bucket.over()
    bucket.told(0.1, limit=5, remaining=1, reset_after=4.0)

    assert bucket.ready_at(0.1) == pytest.approx(2.05, abs=0.05)
    bucket.sent(2.1)
    bucket.over()
    bucket.told(2.2, limit=5, remaining=0, reset_after=1.9)
    assert bucket.ready_at(2.2) > 4.1
    assert bucket.ready_at(2.2, last=True) > 4.1


def test_the_last_text_need_not_keep_the_even_flow() -> None:
    bucket = Bucket()
    bucket.sent(0.0)
    bucket.over()
    bucket.told(0.1, limit=5, remaining=4, reset_after=5.0)

    assert bucket.ready_at(0.2) > 0.9
    assert bucket.ready_at(0.2, last=True) <= 0.2


def test_requests_still_on_their_way_count_as_used() -> None:
    bucket = Bucket()
    for _ in range(3):
        bucket.sent(0.0)
    bucket.told(0.1, limit=3, remaining=2, reset_after=3.0)

    assert bucket.ready_at(0.1, last=True) > 3.0


def test_a_429_is_waited_for_slows_down_and_is_recovered_from() -> None:
    bucket = Bucket()
    usual = bucket.period
    bucket.sent(0.0)
    bucket.over()
    bucket.refused(0.1, retry_after=30.0)

    assert bucket.ready_at(0.1, last=True) > 30.1
    assert bucket.period > 1.5 * usual
    for _ in range(6):
        bucket.told(31.0, limit=5, remaining=4, reset_after=5.0)
    assert bucket.period == pytest.approx(usual)


def test_an_unused_bucket_is_forgotten_only_when_its_window_is_over() -> None:
    bucket = Bucket(Allowance(5, 5.0))
    bucket.sent(0.0)
    assert not bucket.is_idle(10.0)
    bucket.over()
    bucket.told(0.1, limit=5, remaining=4, reset_after=5.0)
    assert not bucket.is_idle(4.0)
    assert bucket.is_idle(5.2)


def test_all_buckets_together_stay_under_the_limit_over_everything() -> None:
    overall, now = Overall(), 0.0
    sent = []
    for _ in range(200):
        now = max(now, overall.ready_at())
        overall.sent(now, edit=True)
        sent.append(now)

    for start in sent:
        assert sum(start <= at < start + 1.0 for at in sent) <= EDITS_A_SECOND
    assert sent[-1] < 200 / EDITS_A_SECOND + 0.5


def test_many_messages_get_their_edits_evenly() -> None:
    overall, now = Overall(), 0.0
    sent = []
    for _ in range(5 * 64):
        now = max(now, overall.ready_at())
        overall.sent(now, edit=True)
        sent.append(now)

    assert max(then - at for at, then in zip(sent, sent[64:], strict=False)) < 64 / EDITS_A_SECOND + 0.12


def test_other_requests_leave_less_for_edits() -> None:
    overall = Overall()
    for number in range(50):
        overall.sent(number / 1000)

    assert overall.ready_at() > 1.0
