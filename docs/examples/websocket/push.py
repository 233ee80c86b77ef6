"""Publishes a push, as any service may. Needs pika (sudo apt-get install python3-pika).

    /usr/bin/python3 docs/examples/websocket/push.py topic.public.chat chat.said '{"text": "Hello"}'

The first word is the address: topic.NAME, account.ID, session.ID, connection.ID or broadcast; the second the name of the event.
"""

import json
import os
import sys

import pika

address, event, payload = sys.argv[1:]
connection = pika.BlockingConnection(
    pika.URLParameters(os.environ.get("AMQP_URL", "amqp://guest:guest@127.0.0.1:5673/%2F"))
)
connection.channel().basic_publish(
    exchange="core.push.v1",
    routing_key=address,
    body=json.dumps({"event": event, "payload": json.loads(payload)}).encode(),
    properties=pika.BasicProperties(content_type="application/json"),
)
connection.close()
