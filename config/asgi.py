"""HTTP and websockets on one port.

The views are synchronous, and Django's own ASGI handler runs those several times slower than WSGI
does; so HTTP goes to the WSGI application in a thread pool, websockets to Channels.
"""

from config.wsgi import application as wsgi_application  # isort: skip  (sets Django up first)

from typing import Any, cast

from a2wsgi import WSGIMiddleware
from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.conf import settings

from config.urls import websocket_urlpatterns

http = WSGIMiddleware(cast(Any, wsgi_application), workers=settings.WEB_THREADS)
websocket = AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns)))


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "http":
        await http(scope, receive, send)
    elif scope["type"] == "websocket":
        await websocket(scope, receive, send)
