"""The Python package websockets (10.4 or newer) against a running gateway, frame by frame."""

import asyncio
import json
import os

import websockets

URL = os.environ["GATEHOUSE_URL"]
TOKEN = os.environ["GATEHOUSE_TOKEN"]
NEXT_TOKEN = os.environ["GATEHOUSE_NEXT_TOKEN"]
ACCOUNT_ID = os.environ["GATEHOUSE_ACCOUNT_ID"]
TOPIC = os.environ["GATEHOUSE_TOPIC"]
BEARER = {"Authorization": "Bearer " + TOKEN}


def passed(check):
    print(json.dumps({"check": check}), flush=True)


def equal(actual, expected):
    if actual != expected:
        raise AssertionError(f"{actual!r}, not {expected!r}")


def connect(subprotocols=("gatehouse.v1",), headers=None):
    # The name of the argument has changed with version 14.
    name = "extra_headers" if int(websockets.__version__.split(".")[0]) < 14 else "additional_headers"
    return websockets.connect(URL, subprotocols=list(subprotocols), **{name: headers or {}})


async def send(socket, **frame):
    await socket.send(json.dumps(frame))


async def receive(socket):
    while True:
        frame = json.loads(await socket.recv())
        if frame["type"] != "token_expiring":  # may come at any time
            return frame


async def receive_hello(socket):
    hello = await receive(socket)
    equal((hello["type"], hello["v"], hello["account_id"]), ("hello", 1, ACCOUNT_ID))
    return hello


async def closed(socket):
    try:
        while True:
            await socket.recv()
    except websockets.exceptions.ConnectionClosed as end:
        return end.rcvd.code


async def main():
    for check, subprotocols, headers in (
        ("auth-header", ["gatehouse.v1"], BEARER),
        ("auth-subprotocol", ["gatehouse.v1", "bearer." + TOKEN], None),
    ):
        async with connect(subprotocols, headers) as socket:
            await receive_hello(socket)
            equal(socket.subprotocol, "gatehouse.v1")
        passed(check)

    async with connect() as socket:
        await send(socket, type="auth", access_token=TOKEN)
        hello = await receive_hello(socket)
        passed("auth-frame")

        await send(socket, type="command", id="c1", domain="auth", command="me", payload={})
        result = await receive(socket)
        equal((result["type"], result["id"], result["payload"]["account_id"]), ("result", "c1", ACCOUNT_ID))
        passed("command")

        await send(socket, type="subscribe", id="s1", topic=TOPIC)
        equal(await receive(socket), {"type": "result", "id": "s1", "payload": {"topic": TOPIC}})
        passed("subscribe")
        push = {"event": "tea.ready", "topic": TOPIC, "payload": {"text": "Tea \u2615"}}
        equal(await receive(socket), {"type": "event", "seq": 1, **push})
        passed("push")

        await send(socket, type="ping", nonce="n1")
        equal(await receive(socket), {"type": "pong", "nonce": "n1"})
        await (await socket.ping())
        # One message in three fragments.
        text = json.dumps({"type": "ping", "nonce": "\u2615"}, ensure_ascii=False)
        await socket.send([text[:10], text[10:20], text[20:]])
        equal(await receive(socket), {"type": "pong", "nonce": "\u2615"})
        passed("ping")

        await send(socket, type="auth", access_token=NEXT_TOKEN)
        equal((await receive_hello(socket))["connection_id"], hello["connection_id"])
        passed("renewal")

        await socket.send(b"binary")
        equal(await closed(socket), 4400)
        passed("close")


asyncio.run(asyncio.wait_for(main(), 60))
