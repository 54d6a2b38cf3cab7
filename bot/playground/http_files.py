"""Where files are fetched from: attachments, and uploads of the page."""

from __future__ import annotations

from aiohttp import BodyPartReader, web

from bot.playground.files import LARGEST_FILE, Files
from bot.playground.requests import dump

_SHOWN_IN_PLACE = (
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "video/mp4",
    "audio/mpeg",
    "text/plain",
)


def add_to(app: web.Application, files: Files) -> None:
    """Add the routes."""

    async def fetch(request: web.Request) -> web.Response:
        file = files.get(request.match_info["file_id"])
        if file is None:
            raise web.HTTPNotFound(text="There is no such file.")
        # Anything else would be shown as a page of this very origin.
        kind = file.content_type.partition(";")[0].strip()
        how = "inline" if kind in _SHOWN_IN_PLACE else "attachment"
        headers = {
            "Content-Type": kind,
            "Content-Disposition": how,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, max-age=31536000, immutable",
        }
        return web.Response(body=file.data, headers=headers)

    async def upload(request: web.Request) -> web.Response:
        if not request.content_type.startswith("multipart/"):
            return _said(400, {"error": "A file has to be sent as a form."})
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name != "file":
                continue
            data = bytes(await part.read(decode=True))
            if len(data) > LARGEST_FILE:
                return _said(413, {"error": "This file is larger than 10 MB."})
            file = files.keep(part.filename or "file", data, part.headers.get("Content-Type"))
            return _said(200, {"id": file.id, "filename": file.filename, "size": len(data)})
        return _said(400, {"error": "No file came."})

    path = "/{channel_id}/{file_id}/{filename}"
    app.router.add_get(f"/attachments{path}", fetch)
    app.router.add_get(f"/ephemeral-attachments{path}", fetch)
    app.router.add_post("/playground/upload", upload)


def _said(status: int, data: dict[str, object]) -> web.Response:
    return web.Response(status=status, body=dump(data), content_type="application/json")
