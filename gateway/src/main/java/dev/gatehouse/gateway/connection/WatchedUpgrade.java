package dev.gatehouse.gateway.connection;

import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import org.jspecify.annotations.Nullable;

/** An upgrade after which the client is not held to the times of HTTP requests any more. Thread-safe. */
record WatchedUpgrade(Http1Upgrader upgrader, SlowClients slowClients) implements Http1Upgrader {
    @Override
    public String supportedProtocol() {
        return upgrader.supportedProtocol();
    }

    @Override
    public @Nullable ServerConnection upgrade(
            ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
        ServerConnection upgraded = upgrader.upgrade(context, prologue, headers);
        if (upgraded != null) {
            slowClients.end();
            if (context instanceof ClientContext client) {
                client.connection().upgradedTo(upgraded);
            }
        }
        return upgraded;
    }
}
