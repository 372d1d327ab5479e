"""The site's application with the yardsticks: a view that makes one UPDATE, a socket that echoes."""

import os
from typing import Any

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
settings.ROOT_URLCONF = "bench.urls"

from bench.echo import PATH, echo  # noqa: E402
from config.asgi import application as site  # noqa: E402 (after the line above, which it reads)

__all__ = ["application"]


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "websocket" and scope["path"] == PATH:
        await echo(receive, send)
    else:
        await site(scope, receive, send)
