package dev.gatehouse.common.edge;

import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import java.util.List;
import java.util.stream.Stream;
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
        if (!isAskedFor(headers)) {
            return null;
        }
        ServerConnection upgraded = upgrader.upgrade(context, prologue, headers);
        if (upgraded != null) {
            slowClients.end();
            if (context instanceof ClientContext client) {
                client.upgradedTo(upgraded);
            }
        }
        return upgraded;
    }

    /** {@code Upgrade} counts only if {@code Connection} names it (RFC 9110, section 7.8): a proxy may have handed it on without knowing it. */
    private static boolean isAskedFor(WritableHeaders<?> headers) {
        return headers.all(HeaderNames.CONNECTION, List::of).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .anyMatch(option -> option.strip().equalsIgnoreCase(HeaderNames.UPGRADE.defaultCase()));
    }
}
