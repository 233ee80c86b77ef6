// A client of Gatehouse's WebSocket, for browsers and Node.js: one file, no dependencies, meant to be copied. It renews its token, connects again by
// the table of close codes, and resumes or subscribes anew. The protocol is in docs/WS_PROTOCOL.md.

const SUBPROTOCOL = 'gatehouse.v1';
const OPEN_LIMIT = 15_000; // ms from dialling to the answer to the first frame
const RENEWAL_PAUSE = 10_000; // ms between two renewals, at least, or half of the time that is left
const STABLE = 10_000; // ms that a connection has to last before the waits begin anew
const MAX_IN_FLIGHT = 32; // as the gateway's default; what is more waits here
const MAX_PENDING = 1_000; // commands that wait here
const MAX_REFUSALS = 3; // tokens refused in a row before it is no use
const MAX_ASKED_DELAY = 300_000; // ms: longer than that nobody is made to wait by a close reason

const NO_RECONNECT = new Set([1009, 4400, 4403, 4409, 4410]);
const NOT_RESUMABLE = new Set([4400, 4401, 4403, 4409, 4410]);
const SILENT = 4000; // of ours: the gateway is not heard any more

/** A failure, as the gateway tells it. `outcome` is 'not_executed' where it is safe to send the command again, 'unknown' where it may have been done. */
export class GatehouseError extends Error {
  /** @param {{error_code: string, message: string, details?: object[], request_id?: string, outcome?: string, retry_after?: number}} body */
  constructor(body) {
    super(body.message);
    this.name = 'GatehouseError';
    this.code = body.error_code;
    this.details = body.details ?? [];
    this.requestId = body.request_id;
    this.outcome = body.outcome;
    this.retryAfter = body.retry_after;
  }
}

/** How long to wait before try number `attempt`, from 0: exponential, with full jitter, so that clients do not come back all at once. */
export function backoff(attempt, { baseMs = 500, maxMs = 30_000 } = {}, random = Math.random) {
  return Math.round(random() * Math.min(maxMs, baseMs * 2 ** Math.min(attempt, 30)));
}

/** What to do after a close: `{reconnect, delayMs, freshToken, resumable}`. A code that is not in the table is a broken connection, such as 1006. */
export function afterClose(code, reason = '', attempt = 0, retry = {}, random = Math.random) {
  const decision = {
    reconnect: !NO_RECONNECT.has(code),
    delayMs: backoff(attempt, retry, random),
    freshToken: code === 4401,
    resumable: !NOT_RESUMABLE.has(code),
  };
  if (code === 1001) decision.delayMs = askedDelay(reason) ?? decision.delayMs;
  if (code === 4401 && attempt === 0) decision.delayMs = 0;
  if (code === 4429) decision.delayMs = 1_000 + backoff(attempt + 2, retry, random);
  return decision;
}

/** The delay that a draining gateway asks for: `{"reconnect_after_ms":1234}`. */
function askedDelay(reason) {
  try {
    const delay = JSON.parse(reason).reconnect_after_ms;
    return Number.isFinite(delay) && delay >= 0 ? Math.min(delay, MAX_ASKED_DELAY) : undefined;
  } catch {
    return undefined; // no such reason: a proxy's own 1001
  }
}

/**
 * One connection that outlives its sockets. Events of `on`: 'event' (each push), 'hello', 'resumed', 'resume_failed' and 'gap' (pushes may have been
 * missed: fetch the state), 'close' (code, reason, and what is done about it), 'state', 'error' (what concerns no call).
 */
export class GatehouseClient {
  #options;
  #listeners = new Map();
  #topics = new Map(); // topic -> {handlers, done}
  #pending = new Map(); // id -> what waits for a result, in the order of the calls
  #nextId = 1;
  #state = 'idle'; // idle, connecting, open, waiting (to connect again), closed
  #opening; // {promise, resolve, reject} of connect()
  #socket;
  #round = 0; // counts attempts: what belongs to an earlier one is ignored
  #timer; // of the state: the limit of connecting, or the wait
  #beat;
  #renewal; // to come
  #renewedAt = 0;
  #unanswered = 0; // pings since something was last heard
  #attempt = 0;
  #refusals = 0;
  #freshToken = false;
  #unexplained = false; // the last upgrade failed, and nobody said why
  #openedAt;
  #connection; // {id, seq, resumeMs, lostAt, hello}
  #resuming; // {old, early}: the connection to be resumed, and events that come before the answer

  /**
   * @param {object} options
   * @param {string} options.url such as wss://api.example.com/v1/connect
   * @param {(fresh: boolean) => Promise<string>} options.token gives an access token; fresh: a new one, the last was refused or ends. It rejects
   *     with a GatehouseError of a code auth.* where there is none to be had any more, which ends the client; after any other error it is asked again
   * @param {'subprotocol'|'frame'} [options.auth] how the token is sent: with the upgrade (the default), or as the first frame
   * @param {{baseMs?: number, maxMs?: number}} [options.retry] of the waits between attempts
   * @param {typeof WebSocket} [options.WebSocket] where there is no global one, such as that of the package ws
   */
  constructor({ url, token, auth = 'subprotocol', retry = {}, WebSocket = globalThis.WebSocket }) {
    if (!WebSocket) throw new TypeError('There is no WebSocket here: pass one, such as that of the package ws.');
    this.#options = { url, token, auth, retry, WebSocket };
  }

  get state() {
    return this.#state;
  }

  /** The id of the connection; undefined before the first hello. */
  get connectionId() {
    return this.#connection?.id;
  }

  /** Connects, and goes on trying until it is open or there is no use. @returns {Promise<object>} the first hello */
  connect() {
    if (this.#state === 'idle' || this.#state === 'closed') {
      this.#opening = {};
      this.#opening.promise = new Promise((resolve, reject) => Object.assign(this.#opening, { resolve, reject }));
      this.#attempt = this.#refusals = 0;
      this.#dial();
    }
    return this.#opening.promise;
  }

  /**
   * Sends a command and gives its result. Not yet sent, it waits for the connection; sent, and the connection lost, it rejects with rpc.unavailable and
   * the outcome 'unknown', unless it has a clientMsgId: then it is sent again, and is done once all the same.
   *
   * @param {{timeoutMs?: number, clientMsgId?: string}} [options]
   */
  command(domain, command, payload = {}, { timeoutMs, clientMsgId } = {}) {
    const frame = { type: 'command', domain, command, payload, timeout_ms: timeoutMs, client_msg_id: clientMsgId };
    return this.#request(frame, clientMsgId !== undefined, timeoutMs === undefined ? 30_000 : timeoutMs + 1_000);
  }

  /** Has the handler called with each push to a topic, as (payload, event), over all reconnects. Rejects where the topic is refused. */
  async subscribe(topic, handler) {
    let entry = this.#topics.get(topic);
    if (!entry) {
      entry = { handlers: new Set(), done: this.#request({ type: 'subscribe', topic }, true) };
      this.#topics.set(topic, entry);
    }
    entry.handlers.add(handler);
    try {
      await entry.done;
    } catch (error) {
      if (this.#topics.get(topic) === entry) this.#topics.delete(topic);
      throw error;
    }
  }

  /** Takes back a handler, or all of a topic. */
  async unsubscribe(topic, handler) {
    const entry = this.#topics.get(topic);
    if (!entry) return;
    if (handler) entry.handlers.delete(handler);
    if (handler && entry.handlers.size > 0) return;
    this.#topics.delete(topic);
    await this.#request({ type: 'unsubscribe', topic }, true);
  }

  /** @returns {() => void} takes the listener back */
  on(name, listener) {
    if (!this.#listeners.has(name)) this.#listeners.set(name, new Set());
    this.#listeners.get(name).add(listener);
    return () => this.#listeners.get(name).delete(listener);
  }

  /** Closes for good; what is pending rejects. */
  close(code = 1000, reason = '') {
    const socket = this.#release();
    if (this.#state !== 'closed' && this.#state !== 'idle')
      this.#finish(failure('rpc.unavailable', 'The client was closed.'));
    socket?.close(code, reason);
  }

  // --- the connection's life ---

  async #dial() {
    const round = ++this.#round;
    this.#enter('connecting');
    let socket;
    try {
      const token = await this.#options.token(this.#freshToken);
      if (round !== this.#round) return;
      this.#freshToken = false;
      // Browsers do not tell why an upgrade was refused. A token in the first frame is refused with a close code.
      const inFrame = this.#options.auth === 'frame' || this.#unexplained;
      const protocols = inFrame ? [SUBPROTOCOL] : [SUBPROTOCOL, `bearer.${token}`];
      socket = this.#socket = new this.#options.WebSocket(this.#options.url, protocols);
      if (inFrame)
        socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'auth', access_token: token })));
    } catch (error) {
      if (round !== this.#round) return;
      const hopeless = error instanceof GatehouseError ? error.code.startsWith('auth.') : error.name === 'SyntaxError';
      if (hopeless) return this.#finish(error);
      this.#emit('error', error);
      return this.#wait(backoff(this.#attempt++, this.#options.retry));
    }
    this.#unexplained = true;
    this.#timer = setTimeout(() => this.#drop('no hello'), OPEN_LIMIT);
    socket.addEventListener('message', ({ data }) => socket === this.#socket && this.#received(JSON.parse(data)));
    socket.addEventListener('close', ({ code, reason }) => socket === this.#socket && this.#lost(code, reason));
    socket.addEventListener('error', () => {}); // a close follows
  }

  #received(frame) {
    this.#unanswered = 0;
    switch (frame.type) {
      case 'hello':
        return this.#welcomed(frame);
      case 'resumed':
        this.#connection.id = frame.connection_id;
        this.#resuming = undefined; // the early events are among the missed ones, which come now
        this.#emit('resumed', frame);
        return this.#ready(new Set(frame.topics));
      case 'resume_failed':
        return this.#startedAnew(frame);
      case 'event':
        return this.#resuming ? this.#resuming.early.push(frame) : this.#pushed(frame);
      case 'result':
        return this.#settle(frame.id, (entry) => entry.resolve(frame.payload));
      case 'error':
        return this.#failed(frame);
      case 'token_expiring':
        return this.#expiring(frame);
      case 'gap':
        return this.#emit('gap', frame);
    }
  }

  #welcomed(hello) {
    this.#unexplained = false;
    this.#emit('hello', hello);
    if (this.#state === 'open' || this.#resuming) return; // the answer to a renewal
    this.#beat = setInterval(() => this.#heartbeat(), hello.heartbeat_sec * 1_000);
    const old = this.#connection;
    this.#connection = { id: hello.connection_id, seq: 0, resumeMs: (hello.resume_sec ?? 0) * 1_000, hello };
    if (!old || Date.now() - old.lostAt >= old.resumeMs) return this.#ready(new Set());
    this.#connection.seq = old.seq;
    this.#resuming = { old, early: [] };
    this.#send({ type: 'resume', connection_id: old.id, last_seq: old.seq });
  }

  #startedAnew(frame) {
    const early = this.#resuming?.early ?? [];
    this.#resuming = undefined;
    this.#connection.seq = 0;
    this.#emit('resume_failed', frame);
    this.#ready(new Set());
    early.forEach((event) => this.#pushed(event));
  }

  /** @param held the topics that the connection is subscribed to already */
  #ready(held) {
    clearTimeout(this.#timer);
    this.#refusals = 0;
    this.#openedAt = Date.now();
    this.#enter('open');
    const asked = new Set([...this.#pending.values()].map(({ frame }) => frame.topic));
    for (const topic of this.#topics.keys()) if (!held.has(topic) && !asked.has(topic)) this.#subscribeAgain(topic);
    for (const topic of held) {
      if (!this.#topics.has(topic) && !asked.has(topic))
        this.#request({ type: 'unsubscribe', topic }, true).catch(() => {});
    }
    this.#flush();
    this.#opening.resolve(this.#connection.hello);
  }

  #subscribeAgain(topic) {
    this.#request({ type: 'subscribe', topic }, true).catch((error) => {
      this.#topics.delete(topic); // no longer allowed
      this.#emit('error', error);
    });
  }

  #heartbeat() {
    // Counted in pings without an answer, not in time: timers of a tab in the background come late.
    if (this.#unanswered >= 2) return this.#drop('nothing heard for two heartbeats');
    this.#unanswered++;
    this.#send({ type: 'ping' });
  }

  #expiring({ expires_in: seconds }) {
    // Tokens that are short-lived from the start are not renewed without a pause.
    const wait = this.#renewedAt + Math.min(RENEWAL_PAUSE, seconds * 500) - Date.now();
    clearTimeout(this.#renewal);
    if (wait <= 0) this.#renew(this.#socket);
    else this.#renewal = setTimeout(() => this.#renew(this.#socket), wait);
  }

  async #renew(socket) {
    this.#renewedAt = Date.now();
    try {
      const token = await this.#options.token(true);
      if (socket === this.#socket) this.#send({ type: 'auth', access_token: token });
    } catch (error) {
      this.#emit('error', error); // the connection lasts until its token ends
    }
  }

  /** Gives a socket up without waiting for its other end, which may never answer. */
  #drop(reason) {
    const socket = this.#socket;
    this.#lost(SILENT, reason);
    socket.close(SILENT, reason);
  }

  #lost(code, reason) {
    this.#release();
    if (this.#state === 'open') {
      this.#connection.lostAt = Date.now();
      if (Date.now() - this.#openedAt >= STABLE) this.#attempt = 0;
    }
    if (this.#resuming) this.#connection = this.#resuming.old;
    this.#resuming = undefined;
    this.#state = 'waiting';
    const next = afterClose(code, reason, this.#attempt, this.#options.retry);
    if (!next.resumable) this.#connection = undefined;
    if (code === 4401 && ++this.#refusals >= MAX_REFUSALS) next.reconnect = false;
    this.#emit('close', { code, reason, ...next });
    if (this.#state !== 'waiting') return; // a listener has closed the client
    if (!next.reconnect) {
      const error = code === 4401 ? 'auth.invalid_token' : 'rpc.unavailable';
      return this.#finish(failure(error, `The gateway has closed the connection: ${code} ${reason}`));
    }
    for (const [id, entry] of this.#pending) {
      const isLost = entry.sent && !entry.again;
      entry.sent = false;
      if (isLost)
        this.#settle(id, () => entry.reject(failure('rpc.unavailable', 'The connection was lost.', 'unknown')));
    }
    this.#attempt++;
    this.#freshToken = next.freshToken;
    this.#wait(next.delayMs);
  }

  #wait(delayMs) {
    this.#enter('waiting');
    this.#timer = setTimeout(() => this.#dial(), delayMs);
  }

  #finish(error) {
    this.#round++;
    this.#connection = this.#resuming = undefined;
    this.#topics.clear();
    this.#enter('closed');
    for (const [id, entry] of this.#pending) {
      const outcome = entry.maybe ? 'unknown' : 'not_executed';
      this.#settle(id, () => entry.reject(failure(error.code ?? 'rpc.unavailable', error.message, outcome)));
    }
    this.#opening.promise.catch(() => {}); // whoever awaits it is told; nobody has to
    this.#opening.reject(error);
  }

  /** Has nothing more to do with the socket. */
  #release() {
    const socket = this.#socket;
    this.#socket = undefined;
    clearTimeout(this.#timer);
    clearInterval(this.#beat);
    clearTimeout(this.#renewal);
    this.#unanswered = 0;
    return socket;
  }

  // --- requests and events ---

  /** @param again whether it may be sent again after a lost connection */
  #request(frame, again, limitMs = 0) {
    if (this.#state === 'closed')
      return Promise.reject(failure('rpc.unavailable', 'The client is closed.', 'not_executed'));
    if (this.#pending.size >= MAX_PENDING) {
      return Promise.reject(failure('common.overloaded', 'Too much waits for the connection.', 'not_executed'));
    }
    const id = `c${this.#nextId++}`;
    return new Promise((resolve, reject) => {
      const entry = { frame: { ...frame, id }, again, sent: false, maybe: false, resolve, reject };
      if (limitMs > 0) entry.timer = setTimeout(() => this.#timedOut(id), limitMs);
      this.#pending.set(id, entry);
      if (this.#state === 'open') this.#flush();
    });
  }

  #flush() {
    let room = MAX_IN_FLIGHT - [...this.#pending.values()].filter((entry) => entry.sent).length;
    for (const entry of this.#pending.values()) {
      if (room <= 0) return;
      if (entry.sent) continue;
      entry.sent = entry.maybe = true;
      room--;
      this.#send(entry.frame);
    }
  }

  #settle(id, action) {
    const entry = this.#pending.get(id);
    if (!entry) return;
    clearTimeout(entry.timer);
    this.#pending.delete(id);
    action(entry);
    if (this.#state === 'open') this.#flush();
  }

  #timedOut(id) {
    this.#settle(id, ({ maybe, reject }) =>
      reject(failure('rpc.timeout', 'No result in time.', maybe ? 'unknown' : 'not_executed')),
    );
  }

  #failed({ id, error }) {
    if (id === undefined) this.#emit('error', new GatehouseError(error));
    else this.#settle(id, (entry) => entry.reject(new GatehouseError(error)));
  }

  #pushed(event) {
    if (event.seq <= this.#connection.seq) return; // had already
    this.#connection.seq = event.seq;
    this.#emit('event', event);
    for (const handler of this.#topics.get(event.topic)?.handlers ?? []) this.#call(handler, event.payload, event);
  }

  #send(frame) {
    if (this.#socket.readyState === 1) this.#socket.send(JSON.stringify(frame));
  }

  #enter(state) {
    this.#state = state;
    this.#emit('state', state);
  }

  #emit(name, value) {
    for (const listener of this.#listeners.get(name) ?? []) this.#call(listener, value);
  }

  #call(listener, ...values) {
    try {
      listener(...values);
    } catch (error) {
      console.error(error); // a listener's own mistake
    }
  }
}

function failure(code, message, outcome) {
  return new GatehouseError({ error_code: code, message, outcome });
}
