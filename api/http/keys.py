"""Who may change what is held: whoever sends the key of the settings as ``Authorization: Bearer KEY``."""

from __future__ import annotations

import hmac
from typing import Any

from fastapi import Request

from api.http.problems import Problem
from api.settings import Settings

ANSWERS: dict[int | str, dict[str, Any]] = {
    401: {"description": "No key was sent, or another one"},
    403: {"description": "No key is set, so nobody may"},
}


def need_key(request: Request) -> None:
    """A dependency of every route that changes something; compared in constant time, never logged.

    ``Problem`` 403 where the service has no key, 401 where the request brings none or a wrong one.
    """
    settings: Settings = request.app.state.settings
    key = settings.key.get_secret_value()
    if not key:
        raise Problem(403, "no-key-set", "this service takes nothing: it has no key (setting MINGZHANG_KEY)")
    scheme, _, sent = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(sent.strip().encode("latin-1"), key.encode()):
        raise Problem(
            401, "wrong-key", "send the key of this service as Authorization: Bearer KEY",
            {"WWW-Authenticate": 'Bearer realm="mingzhang"'},
        )  # fmt: skip
