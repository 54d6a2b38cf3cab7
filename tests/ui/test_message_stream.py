"""A message follows a growing text: newest only, one edit at a time, the end exactly once and last."""

from __future__ import annotations

import asyncio

from bot.ui.message_stream import REST_SECONDS, Frame, MessageGone, MessageStream, TargetMoved
from bot.ui.turns import BucketKey, Turns


class Wall:
    """Where frames are put up; notes what was there, and how many hands were at work at once."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seen: list[str] = []
        self.failures: list[Exception] = []
        self.broken = 0
        self.at_work = self.most_at_work = 0
        self.bucket = BucketKey("wall", "one")
        self._seconds = seconds
        turns = Turns()
        turns.told(self.bucket, 5, 4, 0.25)
        self.stream = MessageStream(self, turns, self._break)

    def _break(self) -> None:
        self.broken += 1

    async def edit(self, frame: Frame) -> None:
        self.at_work += 1
        self.most_at_work = max(self.most_at_work, self.at_work)
        await asyncio.sleep(self._seconds)
        self.at_work -= 1
        if self.failures:
            raise self.failures.pop(0)
        self.seen.append(frame.content)


async def test_frames_that_are_overtaken_are_never_sent() -> None:
    wall = Wall(0.02)
    for number in range(100):
        wall.stream.show(Frame(str(number)))
        await asyncio.sleep(0.002)

    assert await wall.stream.finish(Frame("end"))

    assert wall.seen[0] == "0"
    assert wall.seen[-1] == "end"
    assert wall.seen.count("end") == 1
    assert len(wall.seen) < 12
    assert wall.seen[:-1] == sorted(wall.seen[:-1], key=int)
    assert wall.most_at_work == 1
    assert wall.broken == 0


async def test_an_edit_on_its_way_arrives_before_the_last_one() -> None:
    wall = Wall(0.1)
    wall.stream.show(Frame("first"))
    await asyncio.sleep(0.02)

    assert await wall.stream.finish(Frame("end"))
    assert wall.seen == ["first", "end"]


async def test_a_frame_that_only_waits_for_its_turn_is_dropped_for_the_last_one() -> None:
    wall = Wall()
    wall.stream.show(Frame("first"))
    await asyncio.sleep(0.01)
    wall.stream.show(Frame("second"))
    await asyncio.sleep(0.01)

    assert await wall.stream.finish(Frame("end"))
    await asyncio.sleep(0.2)
    assert wall.seen == ["first", "end"]


async def test_a_frame_that_failed_is_tried_again_though_nothing_new_comes() -> None:
    wall = Wall()
    wall.failures = [ConnectionResetError()]
    wall.stream.show(Frame("first"))
    await asyncio.sleep(REST_SECONDS + 0.3)

    assert wall.seen == ["first"]
    await wall.stream.close()


async def test_the_same_frame_is_not_sent_twice() -> None:
    wall = Wall()
    for _ in range(3):
        wall.stream.show(Frame("same"))
        await asyncio.sleep(0.1)

    assert wall.seen == ["same"]
    await wall.stream.close()


async def test_what_no_waiting_mends_breaks_the_stream_and_is_raised_at_the_end() -> None:
    wall = Wall()
    wall.failures = [LookupError("a mistake of ours")]
    wall.stream.show(Frame("first"))
    await asyncio.sleep(0.02)
    assert wall.broken == 1

    try:
        await wall.stream.finish(Frame("end"))
    except LookupError:
        return
    raise AssertionError("the mistake was swallowed")


async def test_an_end_that_nothing_was_shown_before_is_shown() -> None:
    wall = Wall()

    assert await wall.stream.finish(Frame("end"))
    assert wall.seen == ["end"]


async def test_a_message_that_must_be_edited_in_another_way_is_edited_so_at_once() -> None:
    wall = Wall()
    wall.failures = [TargetMoved()]
    wall.stream.show(Frame("first"))
    await asyncio.sleep(0.15)

    assert wall.seen == ["first"]
    await wall.stream.close()


async def test_a_message_that_is_gone_ends_the_stream_and_says_so() -> None:
    wall = Wall()
    wall.failures = [MessageGone()]
    wall.stream.show(Frame("first"))
    await asyncio.sleep(0.05)

    assert wall.broken == 1
    assert wall.stream.gone
    assert not await wall.stream.finish(Frame("end"))
    assert wall.seen == []
