"""Whose turn it is."""

from __future__ import annotations

import asyncio

from bot.llm.waiting_line import WaitingLine


async def test_the_first_are_served_and_the_others_are_told_how_many_come_before() -> None:
    line = WaitingLine(2)
    with line.join() as first, line.join() as second, line.join() as third, line.join() as fourth:
        assert [ticket.ahead for ticket in (first, second, third, fourth)] == [0, 0, 2, 3]


async def test_leaving_moves_everyone_behind_up_and_wakes_them() -> None:
    line = WaitingLine(1)
    with line.join() as first:
        second_in = line.join()
        second = second_in.__enter__()
        with line.join() as third:
            assert third.ahead == 2
            waiting = asyncio.create_task(third.moved())
            await asyncio.sleep(0)
            assert not waiting.done()
            second_in.__exit__(None, None, None)
            await asyncio.wait_for(waiting, 1)
            assert (first.ahead, third.ahead) == (0, 1)
    assert second is not third


async def test_a_move_before_anyone_waits_for_it_is_not_missed() -> None:
    line = WaitingLine(1)
    first_in = line.join()
    first_in.__enter__()
    with line.join() as second:
        first_in.__exit__(None, None, None)
        await asyncio.wait_for(second.moved(), 1)
        assert second.ahead == 0
