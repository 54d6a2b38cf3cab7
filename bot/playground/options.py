"""A command's options: what a person gives, held against what the command asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.playground.occurrence import Json

SUBCOMMAND, GROUP = 1, 2
STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)
MOST_CHARACTERS = 6000


class Refused(ValueError):
    """Discord's client does not let a person do this; the text says why, in a sentence."""


def as_list(
    command: Json, values: Mapping[str, Any] | Sequence[Json], focused: str | None = None
) -> list[Json]:
    """Return options as Discord sends them. Raises Refused for a name that the command does not know."""
    known = {option["name"]: option for option in command.get("options", ())}
    if not isinstance(values, Mapping):
        pairs: list[tuple[str, Any, bool]] = [
            (
                str(option.get("name")),
                option.get("value", option.get("options", [])),
                bool(option.get("focused")),
            )
            for option in values
        ]
    else:
        pairs = [(name, value, name == focused) for name, value in values.items()]
    listed = []
    for name, value, is_focused in pairs:
        option = known.get(name)
        if option is None:
            raise Refused(f"/{command['name']} has no option {name}.")
        if option["type"] in (SUBCOMMAND, GROUP):
            inside = as_list(option, value, focused)
            listed.append({"name": name, "type": option["type"], "options": inside})
            continue
        entry: Json = {"name": name, "type": option["type"], "value": value}
        listed.append(entry | {"focused": True} if is_focused else entry)
    return listed


def check(command: Json, given: Sequence[Json]) -> list[Json]:
    """Return the options as they are sent, with every value in its type. Raises Refused."""
    known = {option["name"]: option for option in command.get("options", ())}
    nested = [option for option in known.values() if option["type"] in (SUBCOMMAND, GROUP)]
    if nested:
        if len(given) != 1:
            names = ", ".join(option["name"] for option in nested)
            raise Refused(f"/{command['name']} needs one of: {names}.")
        inside = check(known[given[0]["name"]], given[0]["options"])
        return [{**given[0], "options": inside}]
    names_given = [option["name"] for option in given]
    if len(set(names_given)) < len(names_given):
        raise Refused("An option can be given once.")
    for option in known.values():
        if option.get("required") and option["name"] not in names_given:
            raise Refused(f"The option {option['name']} is required.")
    return [{**option, "value": _value(known[option["name"]], option["value"])} for option in given]


def check_focused(command: Json, given: Sequence[Json]) -> None:
    """Check that exactly one option is being typed, and that it completes. Raises Refused."""
    if len(given) == 1 and given[0]["type"] in (SUBCOMMAND, GROUP):
        inside = next(option for option in command["options"] if option["name"] == given[0]["name"])
        check_focused(inside, given[0]["options"])
        return
    focused = [option["name"] for option in given if option.get("focused")]
    if len(focused) != 1:
        raise Refused("One option has to be the one being typed.")
    option = next(option for option in command["options"] if option["name"] == focused[0])
    if not option.get("autocomplete"):
        raise Refused(f"The option {focused[0]} does not complete.")


def _value(option: Json, value: Any) -> Any:
    """Return a value in the option's type. Raises Refused."""
    name, kind = option["name"], option["type"]
    if kind == BOOLEAN:
        return _boolean(name, value)
    if kind in (INTEGER, NUMBER):
        value = _number(name, value, whole=kind == INTEGER)
        _check_range(name, value, option.get("min_value"), option.get("max_value"), "")
    else:
        value = str(value)
        if kind == STRING:
            most = option.get("max_length", MOST_CHARACTERS)
            _check_range(name, len(value), option.get("min_length"), most, " characters")
    choices = option.get("choices")
    if choices and value not in [choice["value"] for choice in choices]:
        offered = ", ".join(choice["name"] for choice in choices)
        raise Refused(f"{name} has to be one of: {offered}.")
    return value


def _boolean(name: str, value: Any) -> bool:
    known = {"true": True, "yes": True, "false": False, "no": False}
    said = str(value).lower()
    if said not in known:
        raise Refused(f"{name} has to be True or False.")
    return known[said]


def _number(name: str, value: Any, *, whole: bool) -> int | float:
    try:
        return int(str(value)) if whole else float(str(value))
    except ValueError:
        raise Refused(f"{name} has to be a {'whole ' if whole else ''}number.") from None


def _check_range(name: str, value: float, least: float | None, most: float | None, unit: str) -> None:
    if least is not None and value < least:
        raise Refused(f"{name} has to be at least {least}{unit}.")
    if most is not None and value > most:
        raise Refused(f"{name} can be at most {most}{unit}.")
