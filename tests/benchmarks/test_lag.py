"""The figures of the streaming bench are computed as they are described."""

from __future__ import annotations

import pytest

from tests.benchmarks.lag import Shown, even_edits, last_visible, longest_standstill, mean_lag

MADE = [0.0, 1.0, 2.0, 3.0]
AT_ONCE = [Shown(at, n) for n, at in enumerate(MADE, start=1)]


def later(seconds: float) -> list[Shown]:
    return [Shown(change.at + seconds, change.pieces) for change in AT_ONCE]


def test_text_that_is_shown_as_it_is_made_does_not_lag() -> None:
    assert mean_lag(MADE, AT_ONCE, until=9.0) == pytest.approx(0.0)
    assert last_visible(MADE, AT_ONCE) == pytest.approx(0.0)
    assert longest_standstill(MADE, AT_ONCE, until=9.0) == pytest.approx(0.0)


def test_the_lag_is_the_mean_time_from_made_to_shown() -> None:
    assert mean_lag(MADE, later(0.4), until=9.0) == pytest.approx(0.4)
    assert mean_lag(MADE, [Shown(3.5, 4)], until=9.0) == pytest.approx((3.5 + 2.5 + 1.5 + 0.5) / 4)


def test_what_is_never_shown_counts_until_the_end_of_the_watch() -> None:
    shown = [Shown(0.0, 1), Shown(1.0, 2)]

    assert mean_lag(MADE, shown, until=7.0) == pytest.approx((5.0 + 4.0) / 4)
    assert last_visible(MADE, shown) is None
    assert longest_standstill(MADE, shown, until=7.0) == pytest.approx(5.0)


def test_text_that_goes_back_lags_again() -> None:
    back = [*AT_ONCE, Shown(4.0, 2), Shown(6.0, 4)]

    assert mean_lag(MADE, back, until=9.0) == pytest.approx(2 * 2.0 / 4)
    assert last_visible(MADE, back) == pytest.approx(3.0)


def test_a_message_stands_still_from_its_last_change_or_from_the_first_piece_it_lacks() -> None:
    assert longest_standstill(MADE, later(0.4), until=9.0) == pytest.approx(0.4)
    assert longest_standstill(MADE, [Shown(0.5, 1), Shown(3.9, 4)], until=9.0) == pytest.approx(2.9)
    assert longest_standstill(
        MADE, [Shown(0.5, 1), Shown(2.0, 1), Shown(3.9, 4)], until=9.0
    ) == pytest.approx(2.9)


def test_nobody_calls_a_message_frozen_that_shows_all_there_is() -> None:
    assert longest_standstill([0.0, 50.0], [Shown(0.1, 1), Shown(50.2, 2)], until=99.0) == pytest.approx(0.2)


def test_even_edits_leave_with_the_first_piece_and_carry_what_is_made_by_then() -> None:
    shown = even_edits(MADE, period=2.0, latency=0.25)

    assert shown == [Shown(0.25, 1), Shown(2.25, 3), Shown(4.25, 4)]


def test_five_edits_in_five_seconds_lag_by_half_a_second_and_the_way() -> None:
    made = [n / 20 for n in range(400)]

    assert mean_lag(made, even_edits(made, 1.0, 0.15), until=30.0) == pytest.approx(0.625, abs=0.01)
