package dev.gatehouse.gateway.http;

import dev.gatehouse.common.edge.CurrentRequest;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.wire.BodyRefusedException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpMediaType;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The body of a request, read within a bound. Confined to the connection's thread, over HTTP/2 to the stream's. */
final class RequestBody {
    private static final byte[] NONE = {};
    private static final String JSON = "application/json";
    /** How much of a refused body is read and thrown away, so that the client gets to see the answer. */
    static final int MAX_DISCARDED_BYTES = 8 << 20;

    private static final int PIECE_BYTES = 8 * 1024;

    private final ServerRequest request;
    private final CurrentRequest wire;
    private final RequestHold hold;
    /** Helidon gives it away once. */
    private @Nullable InputStream opened;

    RequestBody(ServerRequest request, CurrentRequest wire, RequestHold hold) {
        this.request = request;
        this.wire = wire;
        this.hold = hold;
    }

    /** The whole body, to be read once. A length that is told and too large is refused before anything is read. */
    byte[] read(int maxBytes) {
        if (!isThere()) {
            return NONE;
        }
        OptionalLong length = request.headers().contentLength();
        if (length.isPresent() && length.getAsLong() > maxBytes) {
            throw ServiceException.of(ErrorCode.PAYLOAD_TOO_LARGE);
        }
        boolean json = isJson();
        requireNoCoding();
        if (!wire.isBodyHere()) {
            hold.requireToWait();
        }
        // Not closed: closing reads to the end, which a bound on the length is meant to prevent.
        InputStream in = content();
        try {
            byte[] body = pieces(in, maxBytes);
            if (length.isPresent() && body.length != length.getAsLong()) {
                // Only over HTTP/2, where the frames tell the length once more.
                throw BodyRefusedException.malformed("the body is not as long as its content-length says");
            }
            if (!json && body.length > 0) {
                throw unsupported();
            }
            return body;
        } catch (ServiceException | BodyRefusedException | CloseConnectionException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The client has left, or given up the stream, in the middle of the body: Helidon has many ways to say so.
            throw new CloseConnectionException("the body cannot be read", e);
        }
    }

    /** Over HTTP/2 a body may be there that turns out to be empty. */
    boolean isThere() {
        return request.content().hasEntity();
    }

    private InputStream content() {
        InputStream in = opened;
        if (in == null) {
            in = request.content().inputStream();
            opened = in;
        }
        return in;
    }

    /** Whether some of it may still come. */
    boolean isUnread() {
        return isThere() && !request.content().consumed();
    }

    /** Reads what is left of a refused body, up to a bound. Returns whether all of it has been read. */
    boolean discard() {
        if (request.headers().contains(HeaderNames.EXPECT) || !(wire.isBodyHere() || hold.mayWait())) {
            return false;
        }
        try {
            InputStream in = content();
            byte[] buffer = new byte[8192];
            int total = 0;
            int count = in.read(buffer);
            while (count >= 0 && total <= MAX_DISCARDED_BYTES) {
                total += count;
                count = in.read(buffer);
            }
            return count < 0;
        } catch (IOException | RuntimeException e) {
            // The answer is out: whatever is wrong with the rest of the body, all it does is end the connection.
            return false;
        }
    }

    /** All of it, piece by piece as it comes, so that nothing is kept for bytes that a client only announces. */
    private byte[] pieces(InputStream in, int maxBytes) throws IOException {
        byte[] body = in.readNBytes(Math.min(PIECE_BYTES, maxBytes) + 1);
        if (body.length <= Math.min(PIECE_BYTES, maxBytes)) {
            return body;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream(2 * PIECE_BYTES);
        while (body.length > 0) {
            if (all.size() + body.length > maxBytes) {
                throw ServiceException.of(ErrorCode.PAYLOAD_TOO_LARGE);
            }
            hold.require(body.length);
            all.writeBytes(body);
            body = in.readNBytes(PIECE_BYTES);
        }
        return all.toByteArray();
    }

    /** Whether the body is said to be JSON. Over HTTP/2 a request without a body looks like one with a body until it is read. */
    private boolean isJson() {
        String type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
        if (type.equals(JSON) || isJson(type)) {
            return true;
        }
        if (!type.isEmpty()) {
            throw unsupported();
        }
        return false;
    }

    private static ServiceException unsupported() {
        return ServiceException.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The body must be application/json in UTF-8.");
    }

    private void requireNoCoding() {
        for (String coding : request.headers().all(HeaderNames.CONTENT_ENCODING, List::of)) {
            if (!coding.equalsIgnoreCase("identity")) {
                throw ServiceException.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The body must not be compressed.");
            }
        }
    }

    private static boolean isJson(String text) {
        try {
            HttpMediaType type = HttpMediaType.create(text);
            return type.mediaType().text().equalsIgnoreCase(JSON)
                    && type.charset()
                            .map(StandardCharsets.UTF_8.name()::equalsIgnoreCase)
                            .orElse(true);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
