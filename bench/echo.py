"""The bare websocket that the room is held against: whatever comes in goes back, and nothing else."""

from typing import Any

PATH = "/bench/echo/"


async def echo(receive: Any, send: Any) -> None:
    while (message := await receive())["type"] != "websocket.disconnect":
        if message["type"] == "websocket.connect":
            await send({"type": "websocket.accept"})
        else:
            await send({"type": "websocket.send", "bytes": message["bytes"]})
