// Where the access tokens of the examples come from: a login, and then its refresh token.

import { GatehouseError } from './gatehouse.js';

/** Logs in. @returns the `token` of a GatehouseClient, for which each refresh token is used once */
export async function login(api, username, password) {
  let grant = await post(`${api}/v1/auth/login`, { username, password });
  let refreshing;
  return async function token(fresh) {
    if (fresh) {
      refreshing ??= post(`${api}/v1/auth/refresh`, { refresh_token: grant.refresh_token }).finally(() => {
        refreshing = undefined;
      });
      grant = await refreshing;
    }
    return grant.access_token;
  };
}

export async function register(api, username, password) {
  return post(`${api}/v1/auth/register`, { username, email: `${username}@example.com`, password });
}

async function post(url, body) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!answer.success) throw new GatehouseError(answer);
  return answer.data;
}
