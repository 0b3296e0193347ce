"""One request on its way through the server: what will be told of it in the log and the metrics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from starlette.datastructures import Headers

KEY: Final = "clerk_tui.request"


class RequestContext:
    """What is known of one request so far; `route` is its path's template, never the path itself."""

    __slots__ = ("act", "id", "outcome", "route", "status", "user")

    def __init__(self, id_: str) -> None:
        self.id = id_
        self.route = "-"
        self.user = ""
        self.act: str | None = None
        self.outcome: str | None = None
        self.status = 0


def context_of(scope: Mapping[str, Any]) -> RequestContext:
    """The context of a request."""
    context: RequestContext = scope[KEY]
    return context


def headers_of(scope: Mapping[str, Any]) -> Headers:
    """The headers of a request."""
    return Headers(raw=scope["headers"])
