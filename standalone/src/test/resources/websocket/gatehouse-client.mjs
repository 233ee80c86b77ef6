// The client of docs/examples/websocket in Node.js, against a running gateway.

import { GatehouseClient } from './gatehouse.js';
import { check } from './gatehouse-checks.js';

const { GATEHOUSE_URL: url, GATEHOUSE_TOKEN: token, GATEHOUSE_NEXT_TOKEN: nextToken } = process.env;
const { GATEHOUSE_ACCOUNT_ID: accountId, GATEHOUSE_TOPIC: topic } = process.env;
const WebSocket = globalThis.WebSocket ?? (await import('ws')).WebSocket;

await check({ GatehouseClient, WebSocket, url, token, nextToken, accountId, topic }, (name) =>
  console.log(JSON.stringify({ check: name })),
);
