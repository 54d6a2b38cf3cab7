"""What a person reads when something went wrong: a sentence, or a reference to the log."""

from __future__ import annotations

import logging
import math
import secrets

import discord
from aiohttp import ClientError
from discord import app_commands

from bot.domain.errors import MatineeError
from bot.ui.markup import fit

log = logging.getLogger(__name__)

Interaction = discord.Interaction[discord.Client]

SENTENCE_CHARACTERS = 400
OUT_OF_REACH = "Discord did not hear me just now. Try once more."
# Discord's code for an interaction that has been answered before.
ALREADY_ANSWERED = 40060


def explain(error: BaseException, user_id: int) -> str | None:
    """Return the sentence that tells a person of `error`, None when nobody waits for one any more.

    What nobody expected goes to the log whole, under the reference in the sentence.
    """
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    if isinstance(cause, MatineeError):
        return fit(str(cause), SENTENCE_CHARACTERS)
    if isinstance(cause, app_commands.CommandOnCooldown):
        seconds = math.ceil(cause.retry_after)
        return f"That was quick! Ask again in {seconds} second{'' if seconds == 1 else 's'}."
    if isinstance(cause, app_commands.TransformerError):
        return "One of those values is not something this command can take."
    if isinstance(cause, (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch)):
        return "That command has changed since Discord last looked. Reload Discord and try again."
    if isinstance(cause, app_commands.CheckFailure):
        return "That command is not for use here."
    if isinstance(cause, discord.NotFound):
        log.info("an interaction or its message is gone user=%d code=%d", user_id, cause.code)
        return None
    if isinstance(cause, ClientError):
        log.warning("Discord is out of reach user=%d error=%s", user_id, type(cause).__name__)
        return OUT_OF_REACH
    reference = secrets.token_hex(3)
    log.error("unexpected failure ref=%s user=%d", reference, user_id, exc_info=cause)
    return f"Something broke on my side (ref `{reference}`)."


async def apologise(interaction: Interaction, error: BaseException) -> None:
    """Tell the person of `error`, and nobody else where Discord lets us."""
    sentence = explain(error, interaction.user.id)
    if sentence is None or interaction.client.is_closed():
        return
    try:
        await _say(interaction, sentence)
    except discord.HTTPException as exc:
        log.warning(
            "a failure could not be told user=%d status=%d code=%d",
            interaction.user.id,
            exc.status,
            exc.code,
        )
    except (OSError, ClientError) as exc:
        log.warning("a failure could not be told user=%d error=%s", interaction.user.id, type(exc).__name__)


async def _say(interaction: Interaction, sentence: str) -> None:
    if not interaction.response.is_done():
        try:
            await interaction.response.send_message(sentence, ephemeral=True)
        except discord.HTTPException as exc:
            # An answer may have reached Discord although we were told otherwise.
            if exc.code != ALREADY_ANSWERED:
                raise
        else:
            return
    await interaction.followup.send(sentence, ephemeral=True)
