package dev.gatehouse.gateway.ws;

import dev.gatehouse.gateway.proxy.ProxyConfig;
import dev.gatehouse.gateway.route.RouteTable;

/** What may change while sessions live. Immutable. */
public record WebSocketTunables(WebSocketConfig config, ProxyConfig proxies, RouteTable routes) {}
