// What the client of docs/examples/websocket is held to, in Node.js and in a browser.

const happens = (client, name, condition = () => true) =>
  new Promise((resolve) => client.on(name, (value) => condition(value) && resolve(value)));
const rejection = (promise) =>
  promise.then(
    () => ({ code: 'nothing' }),
    (error) => error,
  );

/** @param passed is told the name of each check that has passed; after that of 'subscribe' a push to the topic is expected */
export async function check({ GatehouseClient, WebSocket, url, token, nextToken, accountId, topic }, passed) {
  const client = (more) => new GatehouseClient({ url, token: async () => token, WebSocket, ...more });
  const holds = (condition, what) => {
    if (!condition) throw new Error(what);
  };

  for (const auth of ['subprotocol', 'frame']) {
    const one = client({ auth });
    const hello = await one.connect();
    holds(hello.v === 1 && hello.account_id === accountId, `hello: ${JSON.stringify(hello)}`);
    one.close();
    passed(`auth-${auth}`);
  }

  const refused = await rejection(client({ token: async () => 'none', retry: { baseMs: 1 } }).connect());
  holds(refused.code === 'auth.invalid_token', `a bad token: ${refused.code} ${refused.message}`);
  passed('auth-refused');

  let socket; // the last one
  let asked = 0;
  const main = client({
    token: async () => (asked++ === 0 ? token : nextToken),
    WebSocket: class extends WebSocket {
      constructor(...parts) {
        super(...parts);
        socket = this;
      }
    },
  });
  const hello = await main.connect();
  const renewed = happens(main, 'hello');
  const me = await main.command('auth', 'me');
  holds(me.account_id === accountId, `auth.me: ${JSON.stringify(me)}`);
  const unknown = await rejection(main.command('no', 'such'));
  holds(unknown.code === 'common.not_found', `an unknown command: ${unknown.code}`);
  passed('command');

  const forbidden = await rejection(main.subscribe('user.somebody-else.x', () => {}));
  holds(forbidden.code === 'auth.forbidden', `somebody else's topic: ${forbidden.code}`);
  let push;
  const pushed = new Promise((resolve) => (push = resolve));
  await main.subscribe(topic, (payload, event) => push({ payload, event: event.event }));
  passed('subscribe');
  const { event, payload } = await pushed;
  holds(event === 'tea.ready' && payload.text === 'Tea \u2615', `the push: ${event} ${JSON.stringify(payload)}`);
  passed('push');

  const again = await renewed; // the token lives a little longer than the gateway's warning
  holds(again.connection_id === hello.connection_id && asked === 2, `renewal: ${JSON.stringify(again)}`);
  passed('renewal');

  const resumed = happens(main, 'resumed');
  socket.close(4000, 'as if the network had broken');
  holds((await resumed).connection_id === hello.connection_id, 'another connection after the loss');
  holds((await main.command('auth', 'me')).account_id === accountId, 'auth.me after the loss');
  passed('resume');

  const closed = happens(main, 'state', (state) => state === 'closed');
  main.close();
  await closed;
  passed('close');
}
