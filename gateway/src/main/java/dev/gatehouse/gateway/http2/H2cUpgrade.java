package dev.gatehouse.gateway.http2;

import dev.gatehouse.common.edge.ClientContext;
import dev.gatehouse.common.edge.CurrentRequest;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.http.http2.Http2Exception;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.http2.Http2Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes from HTTP/1.1 to HTTP/2 where a client asks for it (RFC 7540, section 3.2). A client that asks wrongly is answered over HTTP/1.1, and so
 * is one over TLS, where the protocol is agreed upon before. Thread-safe.
 */
final class H2cUpgrade implements Http1Upgrader {
    private static final Logger LOG = LoggerFactory.getLogger(H2cUpgrade.class);
    private static final HeaderName SETTINGS = HeaderNames.create("HTTP2-Settings");
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
        if (context.isSecure() || !(context instanceof ClientContext client)) {
            return null;
        }
        Frame settings = settings(headers);
        if (settings == null) {
            return null;
        }
        // They are about the connection as it was (RFC 9113, section 8.2.2).
        WritableHeaders<?> ofRequest = WritableHeaders.create(headers);
        ofRequest.remove(HeaderNames.CONNECTION);
        ofRequest.remove(HeaderNames.UPGRADE);
        ofRequest.set(SETTINGS, encoded(settings.forHelidon()));
        Http2Session session = sessions.create(client, below -> upgrader.upgrade(below, prologue, ofRequest));
        session.upgraded(settings, CurrentRequest.get().head());
        return session;
    }

    /** The client's settings, as a frame; null if it asks wrongly. */
    private static @Nullable Frame settings(WritableHeaders<?> headers) {
        List<String> texts = headers.all(SETTINGS, List::of);
        if (texts.size() != 1 || headers.contains(HeaderNames.TRANSFER_ENCODING)) {
            return null;
        }
        try {
            byte[] payload = Base64.getUrlDecoder().decode(texts.getFirst());
            if (payload.length > MAX_SETTINGS * Frame.SETTING_BYTES) {
                return null;
            }
            Frame frame = Frame.withPayload(Frame.of(Frame.SETTINGS, 0), payload);
            FrameRules.check(frame);
            FrameRules.checkSettings(frame);
            return frame;
        } catch (IllegalArgumentException | Http2Exception e) {
            LOG.debug("a client asks for h2c wrongly: {}", e.toString());
            return null;
        }
    }

    private static String encoded(Frame settings) {
        byte[] payload = Arrays.copyOfRange(settings.bytes(), Frame.HEADER_BYTES, settings.bytes().length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(payload);
    }
}
