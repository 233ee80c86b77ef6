// What the client does about closes, lost connections and late answers, on a socket that these tests hold the other end of. Needs nothing but Node.js:
// node --test docs/examples/websocket/gatehouse.test.js

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { GatehouseClient, GatehouseError, afterClose, backoff } from './gatehouse.js';

const never = () => 1 - Number.EPSILON; // the longest of the waits
const atOnce = () => 0;

describe('backoff', () => {
  it('doubles up to its limit', () => {
    const waits = [0, 1, 2, 3, 20, 5_000].map((attempt) => backoff(attempt, { baseMs: 100, maxMs: 1_000 }, never));
    assert.deepEqual(waits, [100, 200, 400, 800, 1_000, 1_000]);
  });

  it('has full jitter', () => {
    assert.equal(backoff(9, {}, atOnce), 0);
    assert.equal(
      backoff(0, { baseMs: 1_000 }, () => 0.5),
      500,
    );
  });
});

describe('afterClose', () => {
  for (const code of [1009, 4400, 4403, 4409, 4410]) {
    it(`does not connect again after ${code}`, () => assert.equal(afterClose(code).reconnect, false));
  }

  for (const code of [1000, 1005, 1006, 1011, 4408, 4413]) {
    it(`connects again after ${code}, with the same token, after a wait`, () => {
      const next = afterClose(code, '', 1, { baseMs: 100 }, never);
      assert.deepEqual(next, { reconnect: true, delayMs: 200, freshToken: false, resumable: true });
    });
  }

  it('waits as long as a draining gateway asks', () => {
    assert.equal(afterClose(1001, '{"reconnect_after_ms":1234}', 0, {}, atOnce).delayMs, 1_234);
    assert.equal(afterClose(1001, '{"reconnect_after_ms":9e99}', 0, {}, atOnce).delayMs, 300_000);
    for (const reason of ['', 'going away', 'null', '{"reconnect_after_ms":"1"}', '{"reconnect_after_ms":-1}']) {
      assert.equal(afterClose(1001, reason, 0, { baseMs: 10 }, never).delayMs, 10);
    }
  });

  it('gets a new token after 4401, at once for the first time', () => {
    assert.deepEqual(afterClose(4401, '', 0, {}, never), {
      reconnect: true,
      delayMs: 0,
      freshToken: true,
      resumable: false,
    });
    assert.equal(afterClose(4401, '', 1, { baseMs: 100 }, never).delayMs, 200);
  });

  it('keeps away for a while after 4429', () => assert.ok(afterClose(4429, '', 0, {}, atOnce).delayMs >= 1_000));
});

/** A socket whose other end the test holds. */
class TestSocket extends EventTarget {
  static made = [];
  static waiting = [];
  readyState = 0;
  sent = [];

  constructor(url, protocols) {
    super();
    Object.assign(this, { url, protocols });
    TestSocket.made.push(this);
    TestSocket.waiting.shift()?.(this);
  }

  /** The next socket that the client makes. */
  static next() {
    return new Promise((resolve) => TestSocket.waiting.push(resolve));
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close(code, reason) {
    this.closedWith = { code, reason };
  }

  opens() {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
    return this;
  }

  gets(frame) {
    this.dispatchEvent(Object.assign(new Event('message'), { data: JSON.stringify(frame) }));
    return this;
  }

  hello(id, more = {}) {
    return this.opens().gets({ type: 'hello', v: 1, connection_id: id, heartbeat_sec: 25, resume_sec: 30, ...more });
  }

  closes(code, reason = '') {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason }));
  }
}

describe('GatehouseClient', () => {
  let client;
  let tokens;

  beforeEach(() => {
    TestSocket.made = [];
    TestSocket.waiting = [];
    tokens = [];
    client = created();
  });

  afterEach(() => client.close());

  function created(more = {}) {
    return new GatehouseClient({
      url: 'ws://gateway.test/v1/connect',
      token: async (fresh) => `token${tokens.push(fresh)}`,
      WebSocket: TestSocket,
      retry: { baseMs: 1, maxMs: 1 },
      ...more,
    });
  }

  async function connected(id = 'one', more = {}) {
    const next = TestSocket.next();
    const opened = client.connect();
    const socket = (await next).hello(id, more);
    await opened;
    return socket;
  }

  async function reconnected(socket, code, reason) {
    const next = TestSocket.next();
    socket.closes(code, reason);
    return next;
  }

  const happened = (name) => new Promise((resolve) => client.on(name, resolve));

  it('authenticates with the subprotocol, and resolves at hello', async () => {
    const next = TestSocket.next();
    const opened = client.connect();
    const socket = await next;
    assert.deepEqual(socket.protocols, ['gatehouse.v1', 'bearer.token1']);
    socket.hello('one', { account_id: 'ada' });
    assert.equal((await opened).account_id, 'ada');
    assert.equal(client.state, 'open');
    assert.equal(client.connectionId, 'one');
    assert.deepEqual(tokens, [false]);
  });

  it('authenticates with the first frame where it is told to', async () => {
    client = created({ auth: 'frame' });
    const socket = await connected();
    assert.deepEqual(socket.protocols, ['gatehouse.v1']);
    assert.deepEqual(socket.sent, [{ type: 'auth', access_token: 'token1' }]);
  });

  it('asks by the first frame when an upgrade failed and nobody said why', async () => {
    const first = TestSocket.next();
    client.connect();
    const second = await reconnected(await first, 1006);
    second.opens();
    assert.deepEqual(second.protocols, ['gatehouse.v1']);
    assert.deepEqual(second.sent, [{ type: 'auth', access_token: 'token2' }]);
  });

  it('gives up when new tokens are refused, too', async () => {
    let next = TestSocket.next();
    const opened = client.connect();
    for (let i = 0; i < 3; i++) {
      const socket = await next;
      next = TestSocket.next();
      socket.opens().closes(4401);
    }
    await assert.rejects(opened, { code: 'auth.invalid_token' });
    assert.deepEqual(tokens, [false, true, true]);
    assert.equal(client.state, 'closed');
  });

  it('gives up when there is no token to be had, and asks again after any other error', async () => {
    let asked = 0;
    client = created({
      token: async () => {
        if (asked++ === 0) throw new TypeError('fetch failed');
        throw new GatehouseError({ error_code: 'auth.refresh_invalid', message: 'Log in again.' });
      },
    });
    const errors = [];
    client.on('error', (error) => errors.push(error.message));
    await assert.rejects(client.connect(), { code: 'auth.refresh_invalid' });
    assert.deepEqual(errors, ['fetch failed']);
  });

  it('ties results and errors to their commands', async () => {
    const socket = await connected();
    const one = client.command('orders', 'get', { order_id: 1 }, { timeoutMs: 2_000 });
    const two = client.command('orders', 'get', { order_id: 2 });
    assert.deepEqual(socket.sent, [
      { type: 'command', id: 'c1', domain: 'orders', command: 'get', payload: { order_id: 1 }, timeout_ms: 2_000 },
      { type: 'command', id: 'c2', domain: 'orders', command: 'get', payload: { order_id: 2 } },
    ]);
    socket.gets({
      type: 'error',
      id: 'c2',
      error: { error_code: 'common.not_found', message: 'No.', request_id: 'r' },
    });
    socket.gets({ type: 'result', id: 'c1', payload: { status: 'placed' } });
    assert.deepEqual(await one, { status: 'placed' });
    await assert.rejects(two, { name: 'GatehouseError', code: 'common.not_found', requestId: 'r', details: [] });
  });

  it('holds back what is more than the gateway takes at a time', async () => {
    const socket = await connected();
    const all = Array.from({ length: 33 }, () => client.command('a', 'b'));
    assert.equal(socket.sent.length, 32);
    socket.gets({ type: 'result', id: 'c5', payload: {} });
    await all[4];
    assert.equal(socket.sent.at(-1).id, 'c33');
    all.forEach((one) => one.catch(() => {}));
  });

  it('rejects what may have been done when the connection is lost, and sends the rest once there is another', async () => {
    const socket = await connected();
    const plain = client.command('orders', 'create');
    const keyed = client.command('orders', 'create', {}, { clientMsgId: 'k1' });
    const next = reconnected(socket, 1006);
    await assert.rejects(plain, { code: 'rpc.unavailable', outcome: 'unknown' });
    const waiting = client.command('orders', 'get');
    const second = (await next).hello('two', { resume_sec: 0 });
    second.gets({ type: 'resume_failed', reason: 'unknown' });
    assert.deepEqual(
      second.sent.filter(({ type }) => type === 'command').map(({ id, client_msg_id }) => [id, client_msg_id]),
      [
        ['c2', 'k1'],
        ['c3', undefined],
      ],
    );
    second.gets({ type: 'result', id: 'c2', payload: { n: 1 }, replayed: true });
    second.gets({ type: 'result', id: 'c3', payload: { n: 2 } });
    assert.deepEqual([await keyed, await waiting], [{ n: 1 }, { n: 2 }]);
  });

  it('rejects a command that gets no result in time', async () => {
    await connected();
    await assert.rejects(client.command('a', 'b', {}, { timeoutMs: -990 }), {
      code: 'rpc.timeout',
      outcome: 'unknown',
    });
  });

  it('hands pushes of a topic to its handlers until they are taken back', async () => {
    const socket = await connected();
    const got = [];
    const subscribed = client.subscribe('public.a', (payload, event) => got.push([payload, event.event]));
    socket.gets({ type: 'result', id: 'c1', payload: { topic: 'public.a' } });
    await subscribed;
    socket.gets({ type: 'event', seq: 1, event: 'x', topic: 'public.a', payload: 1 });
    socket.gets({ type: 'event', seq: 2, event: 'x', topic: 'public.b', payload: 2 });
    socket.gets({ type: 'event', seq: 2, event: 'x', topic: 'public.a', payload: 3 }); // had already
    assert.deepEqual(got, [[1, 'x']]);
    const taken = client.unsubscribe('public.a');
    assert.deepEqual(socket.sent.at(-1), { type: 'unsubscribe', id: 'c2', topic: 'public.a' });
    socket.gets({ type: 'result', id: 'c2', payload: { topic: 'public.a' } });
    await taken;
    socket.gets({ type: 'event', seq: 3, event: 'x', topic: 'public.a', payload: 4 });
    assert.equal(got.length, 1);
  });

  it('forgets a topic that is refused', async () => {
    const socket = await connected();
    const subscribed = client.subscribe('secret', () => {});
    socket.gets({ type: 'error', id: 'c1', error: { error_code: 'auth.forbidden', message: 'No.' } });
    await assert.rejects(subscribed, { code: 'auth.forbidden' });
    const second = (await reconnected(socket, 1011)).hello('two');
    second.gets({ type: 'resume_failed', reason: 'unknown' });
    assert.deepEqual(
      second.sent.map(({ type }) => type),
      ['resume'],
    );
  });

  it('resumes, drops what came before that, and goes on where it was', async () => {
    const socket = await connected();
    const subscribed = client.subscribe('public.a', () => {});
    socket.gets({ type: 'result', id: 'c1', payload: {} });
    await subscribed;
    const seqs = [];
    client.on('event', ({ seq, payload }) => seqs.push([seq, payload]));
    socket.gets({ type: 'event', seq: 1, event: 'x', payload: 'a' });
    const second = (await reconnected(socket, 1006)).hello('two');
    assert.deepEqual(second.sent, [{ type: 'resume', connection_id: 'one', last_seq: 1 }]);
    second.gets({ type: 'event', seq: 1, event: 'x', payload: 'c' });
    second.gets({ type: 'resumed', connection_id: 'one', last_seq: 3, topics: ['public.a'] });
    second.gets({ type: 'event', seq: 2, event: 'x', payload: 'b' });
    second.gets({ type: 'event', seq: 3, event: 'x', payload: 'c' });
    assert.deepEqual(seqs, [
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ]);
    assert.equal(client.connectionId, 'one');
    assert.equal(second.sent.length, 1); // the subscription holds
  });

  it('subscribes anew when it cannot resume, and keeps what came before that', async () => {
    const socket = await connected();
    const subscribed = client.subscribe('public.a', () => {});
    socket.gets({ type: 'result', id: 'c1', payload: {} }).gets({ type: 'event', seq: 1, event: 'x', payload: 'a' });
    await subscribed;
    const payloads = [];
    client.on('event', ({ payload }) => payloads.push(payload));
    const failed = happened('resume_failed');
    const second = (await reconnected(socket, 1006)).hello('two');
    second.gets({ type: 'event', seq: 1, event: 'x', payload: 'b' }).gets({ type: 'resume_failed', reason: 'expired' });
    assert.equal((await failed).reason, 'expired');
    assert.deepEqual(second.sent.at(-1), { type: 'subscribe', id: 'c2', topic: 'public.a' });
    assert.deepEqual(payloads, ['b']);
    assert.equal(client.connectionId, 'two');
  });

  it('tries to resume the same connection again when it is lost over that', async () => {
    const socket = await connected();
    const second = (await reconnected(socket, 1006)).hello('two');
    const third = (await reconnected(second, 1006)).hello('three');
    assert.deepEqual(third.sent, [{ type: 'resume', connection_id: 'one', last_seq: 0 }]);
  });

  it('does not ask to resume what is not resumable', async () => {
    const second = (await reconnected(await connected('one', { resume_sec: 0 }), 1006)).hello('two');
    assert.deepEqual(second.sent, []);
    const third = (await reconnected(second, 4401)).hello('three');
    assert.deepEqual(third.sent, []);
  });

  it('renews its token in place', async () => {
    const socket = await connected();
    const hello = happened('hello');
    socket.gets({ type: 'token_expiring', expires_in: 60 });
    await new Promise(setImmediate);
    assert.deepEqual(socket.sent, [{ type: 'auth', access_token: 'token2' }]);
    assert.deepEqual(tokens, [false, true]);
    socket.gets({ type: 'hello', v: 1, connection_id: 'one', heartbeat_sec: 25, resume_sec: 30, expires_in: 900 });
    assert.equal((await hello).expires_in, 900);
    assert.equal(TestSocket.made.length, 1);
  });

  it('does not renew without a pause where tokens end as soon as they are new', async () => {
    const socket = await connected();
    const expiring = (seconds) => socket.gets({ type: 'token_expiring', expires_in: seconds });
    expiring(60);
    await new Promise(setImmediate);
    expiring(60);
    await new Promise(setImmediate);
    assert.deepEqual(tokens, [false, true]);
    const sent = new Promise((resolve) => (socket.send = (text) => resolve(JSON.parse(text))));
    expiring(0.02);
    assert.deepEqual(await sent, { type: 'auth', access_token: 'token3' });
  });

  it('gives a silent gateway up', async () => {
    const closed = happened('close');
    const next = TestSocket.next();
    client.connect();
    const socket = (await next).hello('one', { heartbeat_sec: 0.005 });
    assert.equal((await closed).code, 4000);
    assert.deepEqual(socket.sent, [{ type: 'ping' }, { type: 'ping' }]);
    assert.deepEqual(socket.closedWith, { code: 4000, reason: 'nothing heard for two heartbeats' });
  });

  it('keeps a gateway that answers', async () => {
    const next = TestSocket.next();
    client.connect();
    const socket = (await next).hello('one', { heartbeat_sec: 0.002 });
    await new Promise((resolve) => {
      socket.send = ({ length }) => (socket.gets({ type: 'pong' }), ++socket.pings === 10 && resolve(length));
      socket.pings = 0;
    });
    assert.equal(client.state, 'open');
  });

  it('tells of gaps and of errors that answer nothing', async () => {
    const socket = await connected();
    const [gap, error] = [happened('gap'), happened('error')];
    socket.gets({ type: 'gap' }).gets({ type: 'error', error: { error_code: 'validation.failed', message: 'No.' } });
    await gap;
    assert.equal((await error).code, 'validation.failed');
  });

  it('ends what is pending when it is closed', async () => {
    const socket = await connected();
    const pending = client.command('a', 'b');
    client.close();
    await assert.rejects(pending, { code: 'rpc.unavailable', outcome: 'unknown' });
    await assert.rejects(client.command('a', 'b'), { code: 'rpc.unavailable', outcome: 'not_executed' });
    assert.deepEqual(socket.closedWith, { code: 1000, reason: '' });
    assert.equal(client.state, 'closed');
  });

  it('survives a listener that throws, and one that closes it', async (context) => {
    context.mock.method(console, 'error', () => {});
    const socket = await connected();
    client.on('event', () => {
      throw new Error('a mistake');
    });
    client.on('close', () => client.close());
    socket.gets({ type: 'event', seq: 1, event: 'x', payload: 1 });
    assert.equal(console.error.mock.callCount(), 1);
    socket.closes(1006);
    assert.equal(client.state, 'closed');
  });
});
