package dev.gatehouse.gateway.ws;

import dev.gatehouse.gateway.push.Pushes;
import java.util.function.Supplier;

/** What sessions are served with. All of it is thread-safe. */
record SessionServices(
        Supplier<WebSocketTunables> tunables,
        SessionTokens tokens,
        Commands commands,
        Pushes pushes,
        SessionRegistry registry,
        ConnectionListener listener,
        SessionFailures failures) {}
