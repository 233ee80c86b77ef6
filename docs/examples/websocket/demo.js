// Connects, subscribes, and prints what is pushed; each line typed is a command, such as: auth.me, or orders.get {"order_id": "..."}
//
//     node docs/examples/websocket/demo.js [TOPIC...]

import { createInterface } from 'node:readline';
import { GatehouseClient } from './gatehouse.js';
import { login, register } from './tokens.js';

const API = process.env.GATEHOUSE_API ?? 'http://127.0.0.1:8080';
const USERNAME = process.env.GATEHOUSE_USERNAME ?? 'ada';
const PASSWORD = process.env.GATEHOUSE_PASSWORD ?? 'a long walk by the sea';

const client = new GatehouseClient({
  url: `${API.replace(/^http/, 'ws')}/v1/connect`,
  token: await login(API, USERNAME, PASSWORD).catch(async () => {
    await register(API, USERNAME, PASSWORD);
    return login(API, USERNAME, PASSWORD);
  }),
  WebSocket: globalThis.WebSocket ?? (await import('ws')).WebSocket, // there is a global one from Node.js 22 on
});

client.on('state', (state) => console.log('*', state));
client.on('close', ({ code, reason, reconnect, delayMs }) =>
  console.log('* closed:', code, reason, reconnect ? `again in ${delayMs} ms` : 'for good'),
);
client.on('resume_failed', ({ reason }) => console.log('* not resumed:', reason, '- fetch the state anew'));
client.on('gap', () => console.log('* pushes may have been missed - fetch the state anew'));
client.on('error', (error) => console.log('* error:', error.code ?? '', error.message));
client.on('event', ({ event, topic, payload }) => console.log('<', event, topic ?? '', JSON.stringify(payload)));

const hello = await client.connect();
console.log('* connected as', hello.account_id);
const asked = process.argv.slice(2);
for (const topic of asked.length > 0 ? asked : ['public.chat', `user.${hello.account_id}.inbox`]) {
  await client.subscribe(topic, () => {}); // printed by the listener above
  console.log('* subscribed to', topic);
}

const lines = createInterface({ input: process.stdin });
lines.on('line', async (line) => {
  const [, domain, command, payload] = line.match(/^\s*([\w-]+)\.([\w.-]+)\s*(.*)$/) ?? [];
  if (!domain) return console.log('* DOMAIN.COMMAND JSON');
  try {
    console.log('>', JSON.stringify(await client.command(domain, command, payload ? JSON.parse(payload) : {})));
  } catch (error) {
    console.log('> error:', error.code ?? error.name, error.message, JSON.stringify(error.details ?? []));
  }
});
lines.on('close', () => client.close());
