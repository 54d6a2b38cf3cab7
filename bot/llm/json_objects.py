"""The objects in a language model's JSON while it is still being written. No I/O.

The text around them, such as code fences and talk, is passed over. What models without a grammar get wrong is
mended: bare line breaks inside strings, escapes that JSON does not have, halves of characters, trailing
commas. What is found does not depend on how the text was cut into pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import jiter

# More than any answer under `num_predict` holds; past it a babbling model is no longer listened to.
LONGEST_ANSWER = 65_536
LONGEST_STRING = 2_000
DEEPEST = 16
_ESCAPE = re.compile(
    r"""(?P<good>\\["\\/bfnrt] | \\u(?![dD][89a-fA-F])[0-9a-fA-F]{4}
               | \\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})
      | (?:\\u[dD][89abAB][0-9a-fA-F]{2})?\\(?:u[0-9a-fA-F]{0,3})?\Z | \\u[dD][89abAB][0-9a-fA-F]{2}\Z
      | (?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})
      | \\""",
    re.VERBOSE,
)
_NAME = re.compile(r'"([^"\\]{1,40})":\Z')
# A number, or a word such as `true`, that may not have come to its end.
_OPEN_VALUE = re.compile(r"[-+.\w]+\Z")


@dataclass(eq=False, slots=True)
class JsonObject:
    """One object, as far as it has been read. `name` is the key under which it stands, "" for none.

    `members` are its own strings, numbers and lists; objects inside it stand for themselves and are null
    here. `whole` says that nothing more can come; `in_string` that its last text is cut off.
    """

    name: str = ""
    members: dict[str, Any] = field(default_factory=dict)
    whole: bool = False
    in_string: bool = False
    _text: list[str] = field(default_factory=lambda: ["{"], repr=False)
    _string: int = 0
    _escaped: bool = False

    def take(self, char: str) -> None:
        """Read one character that begins or ends no object."""
        if not self.in_string:
            if char == '"':
                self.in_string, self._string = True, 0
            if not char.isspace():
                self._text.append(char)
            return
        if char == '"' and not self._escaped:
            self.in_string = False
            self._text.append(char)
            self.read()
            return
        self._escaped = char == "\\" and not self._escaped
        self._string += 1
        # An escape that has been begun is kept whole.
        if self._string <= LONGEST_STRING or (self._text[-1] == "\\" and not self._escaped):
            self._text.append("\\n" if char < " " else char)

    def name_of_next(self) -> str:
        """Return the key under which the next object would stand."""
        found = _NAME.search("".join(self._text[-50:]))
        return found[1] if found else ""

    def read(self) -> None:
        """Bring `members` up to the text. What cannot be read leaves them as they were."""
        text = "".join(self._text)
        if not self.in_string:
            text = _OPEN_VALUE.sub("", text)
        self._parse(text)

    def end(self) -> None:
        """Read the object to its closing bracket."""
        self.whole = True
        self._parse("".join(self._text).rstrip(",") + "}")

    def replace_child(self) -> None:
        """Note that an object has ended inside this one."""
        self._text.append("null")

    def _parse(self, text: str) -> None:
        mended = _ESCAPE.sub(_mend, text) if "\\" in text else text
        try:
            value = jiter.from_json(mended.encode(), partial_mode="trailing-strings")
        except ValueError:
            return
        if isinstance(value, dict):
            self.members = value


class ObjectReader:
    """Reads the objects of a text that comes in pieces."""

    def __init__(self) -> None:
        self._open: list[JsonObject] = []
        self._length = 0

    def feed(self, text: str) -> Iterator[tuple[JsonObject, int]]:
        """Yield each object that ends in `text`, with where in it that is, then the one that is being written.

        The latter comes with the length of `text`. Read the iterator to its end.
        """
        room = max(0, LONGEST_ANSWER - self._length)
        self._length += len(text)
        for at, char in enumerate(text[:room]):
            within = self._open[-1] if self._open else None
            if within is not None and within.in_string:
                within.take(char)
            elif char == "{":
                self._begin(within)
            elif within is None:
                continue
            elif char == "}":
                self._open.pop()
                within.end()
                if self._open:
                    self._open[-1].replace_child()
                yield within, at + 1
            else:
                within.take(char)
        if self._open:
            self._open[-1].read()
            yield self._open[-1], len(text)

    def close(self) -> Iterator[JsonObject]:
        """Yield the object that the end of the text left unfinished."""
        if self._open:
            self._open[-1].read()
            yield self._open[-1]

    def _begin(self, within: JsonObject | None) -> None:
        if len(self._open) >= DEEPEST:
            # No answer is that deep: the text is no JSON after all, or not of this kind.
            self._open.clear()
            within = None
        self._open.append(JsonObject(within.name_of_next() if within is not None else ""))


def _mend(found: re.Match[str]) -> str:
    if found["good"] is not None:
        return found["good"]
    return "\ufffd" if found["half"] is not None else ""
