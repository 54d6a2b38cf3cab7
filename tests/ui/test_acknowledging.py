"""A crowd is acknowledged few at a time where answers come quickly, and in no time where they do not."""

from __future__ import annotations

import asyncio
import time

from bot.ui.acknowledging import AT_ONCE, Acknowledging


class Crowd:
    """People who are acknowledged at a distance of `seconds`."""

    def __init__(self, seconds: float) -> None:
        self.gate = Acknowledging()
        self.seconds = seconds
        self.inside = self.most_inside = self.told = 0

    async def come(self) -> None:
        async with self.gate:
            self.inside += 1
            self.most_inside = max(self.most_inside, self.inside)
            await asyncio.sleep(self.seconds)
            self.inside -= 1
            self.told += 1


async def test_where_answers_come_at_once_few_requests_share_the_connections() -> None:
    crowd = Crowd(0.0)
    await asyncio.gather(*(crowd.come() for _ in range(200)))

    assert crowd.told == 200
    assert crowd.most_inside <= AT_ONCE + 4


async def test_where_discord_is_far_away_nobody_waits_for_those_before_them() -> None:
    crowd = Crowd(0.5)
    began = time.monotonic()
    await asyncio.gather(*(crowd.come() for _ in range(200)))

    assert time.monotonic() - began < 2.0


async def test_work_waits_until_everybody_is_told() -> None:
    crowd = Crowd(0.01)
    coming = [asyncio.create_task(crowd.come()) for _ in range(60)]
    await asyncio.sleep(0)
    await crowd.gate.until_calm()

    assert crowd.told == 60
    await asyncio.gather(*coming)


async def test_whoever_leaves_the_queue_holds_nobody_up() -> None:
    crowd = Crowd(0.05)
    coming = [asyncio.create_task(crowd.come()) for _ in range(3 * AT_ONCE)]
    await asyncio.sleep(0.001)
    for task in coming[AT_ONCE : 2 * AT_ONCE]:
        task.cancel()
    await asyncio.gather(*coming, return_exceptions=True)
    await crowd.gate.until_calm()
    await asyncio.wait_for(crowd.come(), 1.0)

    assert crowd.inside == 0
