"""What Discord takes as a message."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.components import check_message_components
from bot.playground.embeds import check_embeds
from bot.playground.errors import Form, empty_message
from bot.playground.occurrence import Json
from bot.playground.shapes import check_shapes

SUPPRESS_EMBEDS, EPHEMERAL, LOADING, SUPPRESS_NOTIFICATIONS = 1 << 2, 1 << 6, 1 << 7, 1 << 12
COMPONENTS_V2 = 1 << 15
MOST_CHARACTERS = 2000
MOST_FILES = 10
_MENTION_KINDS = ("users", "roles", "everyone")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a message: `number` is n in the form's part `files[n]`."""

    number: int
    filename: str
    content_type: str | None
    data: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """The body of a request that makes or changes a message, checked. Absent keys stay absent in `body`."""

    body: Json
    uploads: tuple[Upload, ...] = ()

    @property
    def content(self) -> str:
        """The text, as Discord keeps it: without the space around it."""
        return str(self.body.get("content") or "").strip()

    @property
    def flags(self) -> int:
        """The flags that were asked for."""
        return int(self.body.get("flags") or 0)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be seen of it as a new message."""
        body = self.body
        shown = body.get("embeds") or body.get("components") or body.get("sticker_ids")
        return not (self.content or shown or self.uploads)

    @property
    def allowed_mentions(self) -> Mapping[str, Any] | None:
        """Who may be mentioned; None: whoever the text names."""
        allowed: Mapping[str, Any] | None = self.body.get("allowed_mentions")
        return allowed


def check_draft(body: Any, uploads: tuple[Upload, ...] = (), *, at: tuple[str, ...] = ()) -> Draft:
    """Return a body that Discord would take. Raises ApiError 50035 with the tree of what is wrong.

    Whether it would leave an empty message is for the caller to ask: that depends on what is already there.
    """
    form = Form()
    if not isinstance(body, dict):
        form.refuse(at, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        form.check()
    check_shapes(form, body, at)
    form.check()
    draft = Draft(body, uploads)
    form.check_length((*at, "content"), body.get("content"), MOST_CHARACTERS)
    form.check()
    if draft.flags & COMPONENTS_V2:
        form.refuse((*at, "flags"), "NOT_SUPPORTED", "The playground does not know components of version 2.")
        form.check()
    if body.get("embeds"):
        check_embeds(form, body["embeds"])
    if body.get("components"):
        check_message_components(form, body["components"])
    if body.get("attachments"):
        _check_attachments(form, body["attachments"], {upload.number for upload in uploads})
    if body.get("allowed_mentions"):
        _check_mentions(form, body["allowed_mentions"])
    if body.get("poll") or body.get("sticker_ids"):
        form.refuse((*at, "poll"), "NOT_SUPPORTED", "The playground knows neither polls nor stickers.")
    if len(str(body.get("nonce") or "")) > 25:
        form.refuse((*at, "nonce"), "NONCE_TYPE_TOO_LONG", "Must be 25 or fewer in length.")
    form.check()
    return draft


def check_new(draft: Draft) -> Draft:
    """Return the draft of a new message. Raises ApiError 50006 when there is nothing to be seen in it."""
    if draft.is_empty:
        raise empty_message()
    return draft


def _check_attachments(form: Form, attachments: Any, numbers: Collection[int]) -> None:
    if len(attachments) > MOST_FILES:
        form.refuse(("attachments",), "BASE_TYPE_MAX_LENGTH", f"Must be {MOST_FILES} or fewer in length.")
    for place, attachment in enumerate(attachments):
        given = str(attachment.get("id", ""))
        if not given.isdecimal():
            form.refuse(("attachments", place, "id"), "BASE_TYPE_REQUIRED", "This field is required")
        elif int(given) < 1000 and int(given) not in numbers:
            # Small numbers name uploads of this very request; snowflakes name what the message already has.
            form.refuse(("attachments", place, "id"), "ATTACHMENT_NOT_FOUND", "Attachment data was not found")


def _check_mentions(form: Form, allowed: Json) -> None:
    parse = allowed.get("parse") or []
    for place, kind in enumerate(parse):
        if kind not in _MENTION_KINDS:
            say = "Value must be one of ('roles', 'users', 'everyone')."
            form.refuse(("allowed_mentions", "parse", place), "BASE_TYPE_CHOICES", say)
    for kind in ("users", "roles"):
        named = allowed.get(kind) or []
        if len(named) > 100:
            form.refuse(("allowed_mentions", kind), "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
        if named and kind in parse:
            say = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            form.refuse(("allowed_mentions",), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", say)
