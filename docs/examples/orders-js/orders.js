'use strict';

// A service behind Gatehouse: orders, kept in memory. The first half is what it does, the second how it lives on the
// bus, which is the same for every service. The contract is in docs/ADDING_A_SERVICE.md.

const amqp = require('amqplib');
const { randomUUID } = require('node:crypto');
const { once } = require('node:events');
const { setTimeout: pause } = require('node:timers/promises');

const AMQP_URL = process.env.AMQP_URL || 'amqp://guest:guest@127.0.0.1:5673/';
const EXCHANGE = 'core.rpc.v1';
const QUEUE = 'core.orders.rpc.v1';
const QUEUE_ARGUMENTS = { 'x-expires': 30_000, 'x-max-length': 10_000, 'x-overflow': 'reject-publish' };

const MAX_AT_ONCE = 32; // requests under way
const MAX_REQUEST = 64 * 1024; // bytes
const MAX_DETAILS = 100; // violations in one answer
const MAX_ORDERS = 10_000;
const MAX_ANSWERS = 10_000; // of commands, remembered for redeliveries
const [MIN_WAIT, MAX_WAIT] = [100, 5_000]; // ms between two attempts to connect
const STOP_LIMIT = 10_000; // ms

/** A failure that the caller is meant to see. */
class Failure extends Error {
  constructor(code, message, more = {}) {
    super(message);
    this.envelope = { success: false, error_code: code, message, ...more };
  }
}

// --- the operations ---

const orders = new Map(); // by id; with a database of its own a service can be started more than once

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const STATUS = oneOf('placed', 'draft');
const ITEM = object({ sku: text(/^[A-Z0-9-]{1,32}$/, 'pattern'), quantity: integer(1, 1000) }, ['sku', 'quantity']);

/** By routing key. What changes something is a command: done once, however often it is delivered. */
const operations = new Map([
  [
    'core.orders.rpc.create.v1',
    {
      command: true,
      check: object({ items: list(1, 20, ITEM), status: STATUS, note: text(/^.{0,200}$/su, 'max_length') }, ['items']),
      handle: createOrder,
    },
  ],
  ['core.orders.rpc.get.v1', { check: object({ order_id: text(UUID, 'format') }, ['order_id']), handle: getOrder }],
  [
    'core.orders.rpc.list.v1',
    { check: object({ limit: integer(1, 100), cursor: text(UUID, 'format'), status: STATUS }), handle: listOrders },
  ],
]);

async function createOrder({ items, status = 'placed', note }, account) {
  if (orders.size >= MAX_ORDERS) {
    throw new Failure('common.overloaded', 'There is no room for another order.', {
      outcome: 'not_executed',
      retry_after: 60,
    });
  }
  const order = { order_id: timeOrderedId(), status, items, note, created_at: new Date().toISOString() };
  orders.set(order.order_id, { account, order });
  return order;
}

async function getOrder({ order_id: id }, account) {
  const found = orders.get(id.toLowerCase());
  // Somebody else's order is answered like one that does not exist: who asks learns nothing of it.
  if (found?.account !== account) throw new Failure('common.not_found', 'There is no such order.');
  return found.order;
}

async function listOrders({ limit = 20, cursor, status }, account) {
  const page = [...orders.values()]
    .reverse()
    .filter((entry) => entry.account === account)
    .map((entry) => entry.order)
    .filter((order) => (!status || order.status === status) && (!cursor || order.order_id < cursor.toLowerCase()))
    .slice(0, limit + 1);
  return page.length <= limit
    ? { orders: page }
    : { orders: page.slice(0, limit), next_cursor: page[limit - 1].order_id };
}

let lastTime = 0;

/** A UUID of version 7: ids sort by time, and the last one of a page is the cursor of the next. */
function timeOrderedId() {
  lastTime = Math.max(Date.now(), lastTime + 1); // no two in one millisecond
  const time = lastTime.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

// --- the rules of a request: each gives the violations of a value, in the form of validation.failed ---

function violation(field, code, message) {
  return [{ field, code, message }];
}

function object(fields, required = []) {
  return (field, value) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value))
      return violation(field, 'type', 'must be an object');
    const at = (name) => (field ? `${field}.${name}` : name);
    const missing = required.filter((name) => !Object.hasOwn(value, name));
    return [
      ...missing.flatMap((name) => violation(at(name), 'required', 'is required')),
      ...Object.keys(value).flatMap((name) =>
        Object.hasOwn(fields, name)
          ? fields[name](at(name), value[name])
          : violation(at(name), 'unknown', 'is not a known field'),
      ),
    ];
  };
}

function list(min, max, rule) {
  return (field, value) => {
    if (!Array.isArray(value)) return violation(field, 'type', 'must be a list');
    return [
      ...(value.length < min ? violation(field, 'min_items', `must have at least ${min} item(s)`) : []),
      ...(value.length > max ? violation(field, 'max_items', `must have at most ${max} items`) : []),
      ...value.flatMap((item, index) => rule(`${field}[${index}]`, item)),
    ];
  };
}

function integer(min, max) {
  return (field, value) => {
    if (!Number.isInteger(value)) return violation(field, 'type', 'must be a whole number');
    if (value < min) return violation(field, 'minimum', `must be at least ${min}`);
    return value > max ? violation(field, 'maximum', `must be at most ${max}`) : [];
  };
}

function text(form, code) {
  return (field, value) => {
    if (typeof value !== 'string') return violation(field, 'type', 'must be a string');
    return form.test(value) ? [] : violation(field, code, 'does not have the required form');
  };
}

function oneOf(...choices) {
  return (field, value) =>
    choices.includes(value) ? [] : violation(field, 'enum', `must be one of ${choices.join(', ')}`);
}

// --- a request, and its one reply ---

const answers = new Map(); // of commands, by account and message id

/** The envelope that answers a request, encoded, whatever the request and whatever becomes of it. */
async function answer({ fields, properties, content }) {
  try {
    const operation = operations.get(fields.routingKey);
    if (!operation) throw new Failure('common.not_implemented', 'There is no such method.');
    const account = accountOf(properties.headers);
    const request = parse(content, operation.check);
    const work = async () => encoded({ success: true, data: await operation.handle(request, account) });
    return await (operation.command && properties.messageId
      ? first(`${account} ${properties.messageId}`, work)
      : work());
  } catch (failure) {
    if (!(failure instanceof Failure)) {
      console.error(`orders: ${fields.routingKey}, request ${properties.headers?.['x-request-id']}:`, failure);
      return encoded(new Failure('common.internal_error', 'Something went wrong.').envelope);
    }
    // What was delivered before may have been done then.
    const { envelope } = failure;
    return encoded(fields.redelivered && envelope.outcome ? { ...envelope, outcome: 'unknown' } : envelope);
  }
}

function encoded(envelope) {
  return Buffer.from(JSON.stringify(envelope));
}

/**
 * Whom the request is for, as the gateway found it. A client of the bus has passed no gateway: all that it sends is
 * checked here, too.
 */
function accountOf(headers = {}) {
  const account = headers['x-account-id'];
  const details =
    account === undefined
      ? violation('x-account-id', 'required', 'is required')
      : text(UUID, 'format')('x-account-id', account);
  if (details.length > 0) throw new Failure('validation.failed', 'The request is not valid.', { details });
  return account.toLowerCase();
}

function parse(content, check) {
  if (content.length > MAX_REQUEST) throw new Failure('common.payload_too_large', 'The request is too large.');
  let request;
  try {
    request = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch {
    throw new Failure('validation.failed', 'The request is not valid.', {
      details: violation('', 'json', 'The request is not JSON in UTF-8.'),
    });
  }
  const details = check('', request).slice(0, MAX_DETAILS);
  if (details.length > 0) throw new Failure('validation.failed', 'The request is not valid.', { details });
  return request;
}

/**
 * Does a command once: another delivery of it, even while the first is under way, gets the first answer. A failure has
 * changed nothing, and may be tried again. A service with a database keeps the answer there, in the transaction of the
 * change.
 */
function first(key, work) {
  if (!answers.has(key)) {
    const done = work();
    answers.set(key, done);
    done.catch(() => answers.delete(key));
    if (answers.size > MAX_ANSWERS) answers.delete(answers.keys().next().value); // the oldest
  }
  return answers.get(key);
}

// --- the bus ---

async function serve(channel, message) {
  const { replyTo, correlationId, headers } = message.properties;
  // Where nobody waits any more, or nobody can be answered, nothing is done.
  const unwanted = !replyTo || Number.parseInt(headers?.['x-deadline'], 10) <= Date.now();
  const reply = unwanted ? null : await answer(message);
  // RabbitMQ closes the connection over a direct reply-to that is malformed, and would deliver the request again, for
  // ever. Any other is acknowledged after its reply: dying in between means another delivery, never a lost request.
  const early = replyTo?.startsWith('amq.rabbitmq.reply-to');
  try {
    if (early) channel.ack(message);
    if (reply) channel.publish('', replyTo, reply, { correlationId, contentType: 'application/json' });
    if (!early) channel.ack(message);
  } catch (error) {
    console.error('orders: a reply cannot be sent:', error.message);
    // Where the channel is gone, the request is delivered again. Else there will never be a reply to it.
    if (!early && !(error instanceof amqp.IllegalOperationError)) channel.reject(message, false);
  }
}

/** One connection's life: until it is lost, or until the process is to stop. */
async function session() {
  const url = new URL(AMQP_URL);
  url.searchParams.set('heartbeat', '10');
  const connection = await amqp.connect(url.href, { timeout: 10_000, clientProperties: { connection_name: 'orders' } });
  connection.on('error', (error) => console.error('orders: connection:', error.message));
  try {
    const channel = await connection.createChannel();
    const closed = once(channel, 'close'); // fails with the broker's reason, where it gives one
    closed.catch(() => {});
    await channel.assertExchange(EXCHANGE, 'topic', { durable: true });
    await channel.assertQueue(QUEUE, { durable: true, arguments: QUEUE_ARGUMENTS });
    for (const key of operations.keys()) await channel.bindQueue(QUEUE, EXCHANGE, key);
    await channel.prefetch(MAX_AT_ONCE);

    const underway = new Set();
    const { consumerTag } = await channel.consume(QUEUE, (message) => {
      // Somebody has deleted the queue: the next session declares it anew.
      if (message === null) return void channel.close().catch(() => {});
      const work = serve(channel, message).finally(() => underway.delete(work));
      underway.add(work);
    });
    console.log(`orders: ready, serving ${QUEUE}`);

    await Promise.race([closed, stopped]);
    if (stop.signal.aborted) {
      await channel.cancel(consumerTag);
      await Promise.all(underway);
      await channel.close(); // with it go the last replies and acknowledgements
    }
  } finally {
    await connection.close().catch(() => {}); // it may be closed already
  }
}

async function main() {
  let wait = MIN_WAIT;
  while (!stop.signal.aborted) {
    const began = Date.now();
    try {
      await session();
    } catch (error) {
      console.error('orders: no connection:', error.message);
    }
    if (Date.now() - began > MAX_WAIT) wait = MIN_WAIT; // all was well for a while
    // Jittered, so that many services do not come back in the same moment.
    await pause(wait * (0.5 + Math.random() / 2), undefined, { signal: stop.signal }).catch(() => {});
    wait = Math.min(2 * wait, MAX_WAIT);
  }
}

const stop = new AbortController();
const stopped = once(stop.signal, 'abort');
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    stop.abort();
    setTimeout(() => process.exit(1), STOP_LIMIT).unref();
  });
}
main();
