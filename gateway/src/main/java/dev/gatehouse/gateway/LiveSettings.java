package dev.gatehouse.gateway;

import dev.gatehouse.common.telemetry.LogConfig;
import dev.gatehouse.gateway.http.Tunables;

/** What the configuration and the route files make that may change while the gateway runs. Immutable. */
record LiveSettings(Tunables http, LogConfig log) {}
