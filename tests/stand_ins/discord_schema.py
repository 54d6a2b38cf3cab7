"""Holds requests against Discord's own description of its API (OpenAPI 3.1), where that file is at hand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.stand_ins.discord_api import Request

DESCRIPTION = Path(__file__).parents[2].parent / "shared" / "data" / "discord-openapi.json"
_ROUTES = {
    ("PUT", r"/applications/\d+/commands$"): "/applications/{application_id}/commands",
    (
        "POST",
        r"/interactions/\d+/[^/]+/callback$",
    ): "/interactions/{interaction_id}/{interaction_token}/callback",
    ("POST", r"/webhooks/\d+/[^/]+$"): "/webhooks/{webhook_id}/{webhook_token}",
    ("PATCH", r"/messages/@original$"): "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
}


def faults_in(requests: list[Request]) -> Iterator[str]:
    """Yield what Discord's description forbids in the bodies of `requests`; nothing where it is not at hand."""
    if not DESCRIPTION.exists():
        return
    for request in requests:
        for (method, pattern), path in _ROUTES.items():
            if request.method == method and re.search(pattern, request.path):
                for error in _validator(path, method.lower()).iter_errors(request.body):
                    yield f"{method} {path}: {error.message[:300]} at {list(error.absolute_path)}"


@cache
def _description() -> dict[str, Any]:
    return dict(json.loads(DESCRIPTION.read_text(encoding="utf-8")))


@cache
def _validator(path: str, method: str) -> Draft202012Validator:
    description = _description()
    schema = description["paths"][path][method]["requestBody"]["content"]["application/json"]["schema"]
    return Draft202012Validator({**schema, "components": description["components"]})
