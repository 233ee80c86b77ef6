#!/usr/bin/env python3
"""A service behind Gatehouse: orders, kept in memory.

The first half is what it does, the second how it lives on the bus, which is the same for every service. The contract
is in docs/ADDING_A_SERVICE.md. Needs Python 3.9 or newer, and pika.
"""

import json
import os
import random
import re
import signal
import sys
import time
import traceback
import uuid
from collections import OrderedDict
from datetime import datetime, timezone

import pika
from pika.exceptions import AMQPError

AMQP_URL = os.environ.get("AMQP_URL") or "amqp://guest:guest@127.0.0.1:5673/"
EXCHANGE = "core.rpc.v1"
QUEUE = "core.orders.rpc.v1"
QUEUE_ARGUMENTS = {"x-expires": 30_000, "x-max-length": 10_000, "x-overflow": "reject-publish"}

PREFETCH = 32
MAX_REQUEST = 64 * 1024  # bytes
MAX_DETAILS = 100  # violations in one answer
MAX_ORDERS = 10_000
MAX_ANSWERS = 10_000  # of commands, remembered for redeliveries
MIN_WAIT, MAX_WAIT = 0.1, 5  # seconds between two attempts to connect


class Failure(Exception):
    """A failure that the caller is meant to see."""

    def __init__(self, code, message, **more):
        super().__init__(message)
        self.envelope = {"success": False, "error_code": code, "message": message, **more}


def invalid(details):
    return Failure("validation.failed", "The request is not valid.", details=details[:MAX_DETAILS])


# --- the operations ---

orders = {}  # account and order, by id; with a database of its own a service can be started more than once


def create_order(request, account):
    if len(orders) >= MAX_ORDERS:
        raise Failure("common.overloaded", "There is no room for another order.", outcome="not_executed", retry_after=60)
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    order = {
        "order_id": time_ordered_id(),
        "status": "placed",
        **request,
        "created_at": now.replace("+00:00", "Z"),
    }
    orders[order["order_id"]] = (account, order)
    return order


def get_order(request, account):
    owner, order = orders.get(request["order_id"].lower(), (None, None))
    if owner != account:
        # Somebody else's order is answered like one that does not exist: who asks learns nothing of it.
        raise Failure("common.not_found", "There is no such order.")
    return order


def list_orders(request, account):
    limit, cursor, status = int(request.get("limit", 20)), request.get("cursor"), request.get("status")
    found = [
        order
        for owner, order in reversed(orders.values())
        if owner == account
        and (status is None or order["status"] == status)
        and (cursor is None or order["order_id"] < cursor.lower())
    ]
    page = {"orders": found[:limit]}
    if len(found) > limit:
        page["next_cursor"] = found[limit - 1]["order_id"]
    return page


last_time = 0


def time_ordered_id():
    """A UUID of version 7: ids sort by time, and the last one of a page is the cursor of the next."""
    global last_time
    last_time = max(time.time_ns() // 1_000_000, last_time + 1)  # no two in one millisecond
    digits = f"{last_time:012x}"
    return f"{digits[:8]}-{digits[8:]}-7{str(uuid.uuid4())[15:]}"


# --- the rules of a request: each gives the violations of a value, in the form of validation.failed ---


def violation(field, code, message):
    return [{"field": field, "code": code, "message": message}]


def an_object(fields, required=()):
    def check(field, value):
        if not isinstance(value, dict):
            return violation(field, "type", "must be an object")
        found = []
        for name in required:
            if name not in value:
                found += violation(f"{field}.{name}" if field else name, "required", "is required")
        for name, item in value.items():
            at = f"{field}.{name}" if field else name
            found += fields[name](at, item) if name in fields else violation(at, "unknown", "is not a known field")
        return found

    return check


def a_list(least, most, rule):
    def check(field, value):
        if not isinstance(value, list):
            return violation(field, "type", "must be a list")
        found = []
        if len(value) < least:
            found += violation(field, "min_items", f"must have at least {least} item(s)")
        if len(value) > most:
            found += violation(field, "max_items", f"must have at most {most} items")
        for index, item in enumerate(value):
            found += rule(f"{field}[{index}]", item)
        return found

    return check


def an_integer(least, most):
    def check(field, value):
        # JSON knows no integers: 2.0 is as good as 2, but true is not 1.
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value // 1:
            return violation(field, "type", "must be a whole number")
        if value < least:
            return violation(field, "minimum", f"must be at least {least}")
        return violation(field, "maximum", f"must be at most {most}") if value > most else []

    return check


def a_text(form, code):
    def check(field, value):
        if not isinstance(value, str):
            return violation(field, "type", "must be a string")
        return [] if re.fullmatch(form, value, re.DOTALL) else violation(field, code, "does not have the required form")

    return check


def one_of(*choices):
    def check(field, value):
        return [] if value in choices else violation(field, "enum", f"must be one of {', '.join(choices)}")

    return check


a_uuid = a_text("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "format")
a_status = one_of("placed", "draft")
an_item = an_object(
    {"sku": a_text("[A-Z0-9-]{1,32}", "pattern"), "quantity": an_integer(1, 1000)}, required=["sku", "quantity"]
)

# By routing key: what checks a request, what does it, and whether that changes something: such a command is done once.
OPERATIONS = {
    "core.orders.rpc.create.v1": (
        an_object(
            {"items": a_list(1, 20, an_item), "status": a_status, "note": a_text(".{0,200}", "max_length")},
            required=["items"],
        ),
        create_order,
        True,
    ),
    "core.orders.rpc.get.v1": (an_object({"order_id": a_uuid}, required=["order_id"]), get_order, False),
    "core.orders.rpc.list.v1": (
        an_object({"limit": an_integer(1, 100), "cursor": a_uuid, "status": a_status}),
        list_orders,
        False,
    ),
}


# --- a request, and its one reply ---

answers = OrderedDict()  # of commands, by account and message id


def answer(method, properties, body):
    """The envelope that answers a request, encoded, whatever the request and whatever becomes of it."""
    try:
        if method.routing_key not in OPERATIONS:
            raise Failure("common.not_implemented", "There is no such method.")
        check, handle, is_command = OPERATIONS[method.routing_key]
        account = account_of(properties.headers or {})
        request = parse(body, check)
        if is_command and properties.message_id:
            return first((account, properties.message_id), lambda: success(handle(request, account)))
        return success(handle(request, account))
    except Failure as failure:
        if method.redelivered and "outcome" in failure.envelope:
            # What was delivered before may have been done then.
            return encoded({**failure.envelope, "outcome": "unknown"})
        return encoded(failure.envelope)
    except Exception:
        log(f"{method.routing_key}, request {(properties.headers or {}).get('x-request-id')}: {traceback.format_exc()}")
        return encoded(Failure("common.internal_error", "Something went wrong.").envelope)


def success(data):
    return encoded({"success": True, "data": data})


def encoded(envelope):
    return json.dumps(envelope).encode()


def account_of(headers):
    """Whom the request is for, as the gateway found it.

    A client of the bus has passed no gateway: all that it sends is checked here, too.
    """
    if "x-account-id" not in headers:
        raise invalid(violation("x-account-id", "required", "is required"))
    details = a_uuid("x-account-id", headers["x-account-id"])
    if details:
        raise invalid(details)
    return headers["x-account-id"].lower()


def parse(body, check):
    if len(body) > MAX_REQUEST:
        raise Failure("common.payload_too_large", "The request is too large.")
    try:
        request = json.loads(body.decode("utf-8"), parse_constant=not_json)
    except (ValueError, RecursionError):
        raise invalid(violation("", "json", "The request is not JSON in UTF-8.")) from None
    details = check("", request)
    if details:
        raise invalid(details)
    return request


def not_json(constant):
    """NaN and the infinities, which Python's parser takes, are no JSON."""
    raise ValueError(constant)


def first(key, work):
    """Does a command once: another delivery of it gets the first answer.

    A failure has changed nothing, and may be tried again. A service with a database keeps the answer there, in the
    transaction of the change.
    """
    if key not in answers:
        answers[key] = work()
        if len(answers) > MAX_ANSWERS:
            answers.popitem(last=False)  # the oldest
    return answers[key]


# --- the bus ---

# One request at a time, on the one thread that owns the connection: pika is not thread-safe, and what is done here takes
# microseconds. The prefetch keeps the next requests at hand. Where a handler waits for something else, run it on a
# ThreadPoolExecutor of PREFETCH threads, and hand reply and acknowledgement back with
# connection.add_callback_threadsafe; or start more processes: they share the queue.

stopping = False


def serve(channel, method, properties, body):
    headers, reply_to, reply = properties.headers or {}, properties.reply_to, None
    # Where nobody waits any more, or nobody can be answered, nothing is done. (What is no UTF-8 pika leaves as bytes.)
    if isinstance(reply_to, str) and reply_to and not has_passed(headers.get("x-deadline")):
        reply = answer(method, properties, body)
    # RabbitMQ closes the connection over a direct reply-to that is malformed, and would deliver the request again, for
    # ever. Any other is acknowledged after its reply: dying in between means another delivery, never a lost request.
    acknowledged = reply is not None and reply_to.startswith("amq.rabbitmq.reply-to")
    if acknowledged:
        channel.basic_ack(method.delivery_tag)
    if reply is not None:
        sent = pika.BasicProperties(correlation_id=properties.correlation_id, content_type="application/json")
        channel.basic_publish("", reply_to, reply, sent)
    if not acknowledged:
        channel.basic_ack(method.delivery_tag)


def has_passed(deadline):
    try:
        return float(deadline) <= time.time() * 1000
    except (TypeError, ValueError):
        return False  # none, or none that makes sense


def session():
    """One connection's life: until it is lost, or until the process is to stop."""
    parameters = pika.URLParameters(AMQP_URL)
    parameters.heartbeat = 10
    parameters.blocked_connection_timeout = 10
    parameters.client_properties = {"connection_name": "orders"}
    connection = pika.BlockingConnection(parameters)
    try:
        channel = connection.channel()
        channel.exchange_declare(EXCHANGE, "topic", durable=True)
        channel.queue_declare(QUEUE, durable=True, arguments=QUEUE_ARGUMENTS)
        for key in OPERATIONS:
            channel.queue_bind(QUEUE, EXCHANGE, key)
        channel.basic_qos(prefetch_count=PREFETCH)
        print(f"orders: ready, serving {QUEUE}", flush=True)
        # Ends where somebody deletes the queue: the next session declares it anew. Looks twice a second whether to stop.
        for method, properties, body in channel.consume(QUEUE, inactivity_timeout=0.5):
            if stopping:
                channel.cancel()  # what is at hand and not begun goes back to the queue
                break
            if method:
                serve(channel, method, properties, body)
    finally:
        if connection.is_open:
            connection.close()


def stop(*_):
    global stopping
    stopping = True


def main():
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    wait = MIN_WAIT
    while not stopping:
        began = time.monotonic()
        try:
            session()
        except (AMQPError, OSError) as error:
            log(f"no connection: {error!r}")
        if time.monotonic() - began > MAX_WAIT:
            wait = MIN_WAIT  # all was well for a while
        # Jittered, so that many services do not come back in the same moment.
        until = time.monotonic() + wait * random.uniform(0.5, 1)
        while not stopping and time.monotonic() < until:
            time.sleep(0.05)
        wait = min(2 * wait, MAX_WAIT)


def log(line):
    print("orders:", line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
