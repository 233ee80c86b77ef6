package dev.gatehouse.gateway;

import dev.gatehouse.common.telemetry.LogConfig;
import dev.gatehouse.gateway.http.Tunables;
import dev.gatehouse.gateway.ws.WebSocketTunables;

/** What the configuration and the route files make that may change while the gateway runs. Immutable. */
record LiveSettings(Tunables http, WebSocketTunables webSockets, LogConfig log) {}
