"""The playground's ids."""

from __future__ import annotations

import discord

from bot.playground.clock import Clock
from bot.playground.snowflake import Snowflakes, founding, made_at


def test_ids_made_at_one_moment_are_unique_and_increase() -> None:
    clock = Clock(1_780_000_000.0, speed=0)
    snowflakes = Snowflakes(clock)
    ids = [int(snowflakes.new()) for _ in range(10_000)]
    assert len(set(ids)) == 10_000
    assert ids == sorted(ids)


def test_an_id_tells_when_it_was_made_and_discord_py_reads_it_so() -> None:
    clock = Clock(1_780_000_000.25, speed=0)
    made = Snowflakes(clock).new()
    assert made_at(made) == 1_780_000_000.25
    assert discord.utils.snowflake_time(int(made)).timestamp() == 1_780_000_000.25


def test_an_id_made_later_is_higher_however_many_were_made_before() -> None:
    clock = Clock(1_780_000_000.0, speed=0)
    snowflakes = Snowflakes(clock)
    before = [snowflakes.new() for _ in range(5_000)]
    clock.advance(0.001)
    assert int(snowflakes.new()) > int(before[-1])


def test_what_was_there_on_the_first_day_has_the_same_id_in_every_playground() -> None:
    assert founding("person Robin") == founding("person Robin")
    assert founding("person Robin") != founding("person Kim")
    assert made_at(founding("person Robin")) < made_at(Snowflakes(Clock()).new())
