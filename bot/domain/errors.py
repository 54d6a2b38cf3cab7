"""Every error a person may be shown. Its text is a whole sentence that says what to do.

MatineeError
├── BadRequest             what a person asked for cannot be done as asked
│   ├── TitleNotFound      no title of the catalogue is spelled like that
│   ├── TitleAmbiguous     several are; `choices` holds them
│   └── UnreadableFile     a file to import is not what it should be
├── ModelError             the language model gave nothing usable
│   ├── ModelUnavailable   it is not there, or refused
│   ├── ModelTimeout       it fell silent
│   └── ModelBusy          others were served first for too long
├── TitleSourceError       where titles are looked up gave nothing usable
│   ├── SourceRefused      it does not take the key
│   ├── SourceBusy         it was asked too often
│   ├── SourceUnavailable  it cannot be reached, or is out of order
│   └── SourceLacks        it knows no such title
├── EmbeddingsUnavailable  the embedding model cannot be loaded or reached
├── StorageError           the relational store or Chroma cannot be opened or written
├── CatalogueError         a catalogue file cannot be used
└── SettingsError          the environment holds wrong values; `keys` names them
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.title import Title


class MatineeError(Exception):
    """Base of all errors whose text may be shown to a person."""


class BadRequest(MatineeError):
    """What was asked for cannot be done as asked; the text says why."""


class TitleNotFound(BadRequest):
    """No title of the catalogue is spelled like that."""

    def __init__(self, text: str) -> None:
        super().__init__(f"I don't know a film or series called “{text}”.")
        self.text = text


class TitleAmbiguous(BadRequest):
    """Several titles could be meant; `choices` holds them, likeliest first."""

    def __init__(self, text: str, choices: Sequence[Title]) -> None:
        named = "; ".join(choice.label for choice in choices)
        ask = "Did you mean" if len(choices) == 1 else "Which of these do you mean by"
        tail = f"{ask} {named}?" if len(choices) == 1 else f"{ask} “{text}”: {named}?"
        super().__init__(tail if len(choices) > 1 else f"I don't know “{text}”. {tail}")
        self.text = text
        self.choices = tuple(choices)


class UnreadableFile(BadRequest):
    """A file that somebody wants to import cannot be used; the text says why."""


class ModelError(MatineeError):
    """The language model gave nothing usable."""


class ModelUnavailable(ModelError):
    """The language model is not there, or refused the request."""


class ModelTimeout(ModelError):
    """The language model fell silent."""


class ModelBusy(ModelError):
    """Others were served first for longer than anyone wants to wait."""


class TitleSourceError(MatineeError):
    """Where titles are looked up, such as TMDB, gave nothing usable."""


class SourceRefused(TitleSourceError):
    """It does not take the key it was given."""


class SourceBusy(TitleSourceError):
    """It was asked more often than it allows; `seconds` is how long it wants to be left alone, 0 where it did not say."""

    def __init__(self, text: str, seconds: float = 0.0) -> None:
        super().__init__(text)
        self.seconds = seconds


class SourceUnavailable(TitleSourceError):
    """It cannot be reached, or what it answers is of no use."""


class SourceLacks(TitleSourceError):
    """It knows no such title, or none that may be shown."""


class EmbeddingsUnavailable(MatineeError):
    """The embedding model cannot be loaded or reached."""


class StorageError(MatineeError):
    """The relational store or Chroma cannot be opened, read or written."""


class CatalogueError(MatineeError):
    """A catalogue file cannot be used."""


class SettingsError(MatineeError):
    """The environment holds wrong values; `keys` names every one of them."""

    def __init__(self, message: str, keys: Sequence[str]) -> None:
        super().__init__(message)
        self.keys = tuple(keys)
