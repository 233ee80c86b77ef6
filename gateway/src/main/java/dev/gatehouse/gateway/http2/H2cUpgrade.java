package dev.gatehouse.gateway.http2;

import dev.gatehouse.common.edge.ClientContext;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.http2.Http2Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes from HTTP/1.1 to HTTP/2 where a client asks for it (RFC 7540, section 3.2). A client that asks wrongly is answered over HTTP/1.1, and so
 * is one over TLS, where the protocol is agreed upon before. Thread-safe.
 */
final class H2cUpgrade implements Http1Upgrader {
    private static final HeaderName SETTINGS = HeaderNames.create("HTTP2-Settings");
    private static final int SETTING_BYTES = 6;
    private static final int MAX_SETTINGS = 32;

    private final Http2Upgrader upgrader;
    private final Http2Sessions sessions;

    H2cUpgrade(Http2Sessions sessions) {
        this.upgrader = Http2Upgrader.create(sessions.config());
        this.sessions = sessions;
    }

    @Override
    public String supportedProtocol() {
        return "h2c";
    }

    @Override
    public @Nullable ServerConnection upgrade(
            ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
        if (context.isSecure() || !(context instanceof ClientContext client) || !asksRightly(headers)) {
            return null;
        }
        // They are about the connection as it was (RFC 9113, section 8.2.2).
        WritableHeaders<?> ofRequest = WritableHeaders.create(headers);
        ofRequest.remove(HeaderNames.CONNECTION);
        ofRequest.remove(HeaderNames.UPGRADE);
        Http2Session session = sessions.create(client, below -> upgrader.upgrade(below, prologue, ofRequest));
        session.upgraded();
        return session;
    }

    private static boolean asksRightly(WritableHeaders<?> headers) {
        List<String> settings = headers.all(SETTINGS, List::of);
        if (settings.size() != 1 || headers.contains(HeaderNames.TRANSFER_ENCODING)) {
            return false;
        }
        try {
            int bytes = Base64.getUrlDecoder().decode(settings.getFirst()).length;
            return bytes % SETTING_BYTES == 0 && bytes / SETTING_BYTES <= MAX_SETTINGS;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
