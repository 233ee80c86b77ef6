// The npm package ws against a running gateway, frame by frame.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { WebSocket } from 'ws';

const { GATEHOUSE_URL: url, GATEHOUSE_TOKEN: token, GATEHOUSE_NEXT_TOKEN: nextToken } = process.env;
const { GATEHOUSE_ACCOUNT_ID: accountId, GATEHOUSE_TOPIC: topic } = process.env;
const passed = (check) => console.log(JSON.stringify({ check }));

class Peer {
  #frames = [];
  #waiting = [];

  constructor(protocols, options) {
    this.socket = new WebSocket(url, protocols, options);
    this.closed = once(this.socket, 'close').then(([code, reason]) => ({ code, reason: reason.toString() }));
    this.socket.on('message', (data, isBinary) => {
      assert.equal(isBinary, false);
      const frame = JSON.parse(data.toString());
      if (frame.type === 'token_expiring') return; // may come at any time
      const next = this.#waiting.shift();
      if (next) next(frame);
      else this.#frames.push(frame);
    });
  }

  send(frame) {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  next() {
    return this.#frames.length > 0 ? this.#frames.shift() : new Promise((resolve) => this.#waiting.push(resolve));
  }

  async hello() {
    const hello = await this.next();
    assert.equal(hello.type, 'hello');
    assert.equal(hello.v, 1);
    assert.equal(hello.account_id, accountId);
    assert.ok(hello.expires_in > 0 && hello.heartbeat_sec > 0);
    return hello;
  }

  async close() {
    this.socket.close(1000);
    assert.equal((await this.closed).code, 1000);
  }
}

async function withToken(check, protocols, options) {
  const peer = new Peer(protocols, options);
  await peer.hello();
  assert.equal(peer.socket.protocol, 'gatehouse.v1');
  await peer.close();
  passed(check);
}

async function refusedUpgrade(protocols, options, expected) {
  const socket = new WebSocket(url, protocols, options);
  const [, response] = await once(socket, 'unexpected-response');
  let body = '';
  for await (const part of response) body += part;
  assert.deepEqual([response.statusCode, JSON.parse(body).error_code], expected);
  socket.on('error', () => {});
  socket.terminate();
}

const bearer = { headers: { Authorization: `Bearer ${token}` } };
await withToken('auth-header', ['gatehouse.v1'], bearer);
await withToken('auth-subprotocol', ['gatehouse.v1', `bearer.${token}`]);

await refusedUpgrade(['gatehouse.v1', 'bearer.none'], {}, [401, 'auth.invalid_token']);
await refusedUpgrade(['gatehouse.v1'], { ...bearer, origin: 'https://evil.example' }, [403, 'auth.forbidden']);
passed('auth-refused');

const peer = new Peer(['gatehouse.v1']);
await once(peer.socket, 'open');
peer.send({ type: 'auth', access_token: token });
const hello = await peer.hello();
passed('auth-frame');

peer.send({ type: 'command', id: 'c1', domain: 'auth', command: 'me', payload: {}, timeout_ms: 2_000 });
const result = await peer.next();
assert.equal(result.type, 'result');
assert.equal(result.id, 'c1');
assert.equal(result.payload.account_id, accountId);
peer.send({ type: 'command', id: 'c2', domain: 'auth', command: 'me', payload: { nothing: 1 } });
const error = await peer.next();
assert.deepEqual([error.type, error.id, error.error.error_code], ['error', 'c2', 'validation.failed']);
passed('command');

peer.send({ type: 'subscribe', id: 's1', topic });
assert.deepEqual(await peer.next(), { type: 'result', id: 's1', payload: { topic } });
passed('subscribe');
const push = { event: 'tea.ready', topic, payload: { text: 'Tea \u2615' } };
assert.deepEqual(await peer.next(), { type: 'event', seq: 1, ...push });
passed('push');

peer.send({ type: 'ping', nonce: 'n1' });
assert.deepEqual(await peer.next(), { type: 'pong', nonce: 'n1' });
peer.socket.ping('p1');
assert.equal((await once(peer.socket, 'pong'))[0].toString(), 'p1');
passed('ping');

peer.send({ type: 'auth', access_token: nextToken });
assert.equal((await peer.hello()).connection_id, hello.connection_id);
passed('renewal');

peer.send('no JSON');
const last = await peer.closed;
assert.equal(last.code, 4400);
const second = new Peer(['gatehouse.v1'], bearer);
await second.hello();
await second.close();
passed('close');
