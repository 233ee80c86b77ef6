package dev.gatehouse.gateway.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Compresses the content of answers with gzip (RFC 9110, section 8.4.1.3) for clients that take it. */
final class Compression {
    private static final Header GZIP = HeaderValues.createCached(HeaderNames.CONTENT_ENCODING, "gzip");
    private static final Header VARY = HeaderValues.createCached(HeaderNames.VARY, "Accept-Encoding");
    private static final String WEAK = "W/";
    private static final Set<String> TYPES = Set.of(
            "application/json", "application/javascript", "text/javascript", "text/css", "text/html", "image/svg+xml");

    private Compression() {}

    /**
     * The answer as the client is to get it. What varies with the client says so, compressed or not. The entity tag becomes a weak one: the
     * content is the same, its bytes are not.
     *
     * @param acceptEncoding the values of that header, none where it was not sent
     */
    static Answer applied(Answer answer, List<String> acceptEncoding, CompressionConfig config) {
        if (!config.enabled() || answer.length() < config.minSize().bytes() || !isCompressible(answer)) {
            return answer;
        }
        List<Header> headers = new ArrayList<>(answer.headers());
        headers.add(VARY);
        boolean taken = AcceptEncoding.takesGzip(acceptEncoding);
        if (!answer.hasContent()) {
            // A cache brings what it has up to date with the headers that a 200 would have (RFC 9110, section 15.4.5).
            headers.replaceAll(header -> taken ? weakened(header) : header);
            return new Answer(answer.status(), answer.body(), answer.start(), answer.end(), headers);
        }
        Optional<byte[]> compressed = taken
                ? Optional.of(answer.gzip().map(GzipOnce::bytes).orElseGet(() -> compressed(answer)))
                        .filter(bytes -> bytes.length < answer.length())
                : Optional.empty();
        if (compressed.isEmpty()) {
            return new Answer(answer.status(), answer.body(), answer.start(), answer.end(), headers);
        }
        headers.add(GZIP);
        headers.replaceAll(Compression::weakened);
        return new Answer(answer.status(), compressed.get(), 0, compressed.get().length, headers);
    }

    private static boolean isCompressible(Answer answer) {
        String type = "application/json";
        for (Header header : answer.headers()) {
            if (header.headerName().equals(HeaderNames.CONTENT_ENCODING)) {
                return false;
            }
            if (header.headerName().equals(HeaderNames.CONTENT_TYPE)) {
                type = header.get();
            }
        }
        int semicolon = type.indexOf(';');
        return TYPES.contains(semicolon < 0 ? type : type.substring(0, semicolon));
    }

    private static Header weakened(Header header) {
        return header.headerName().equals(HeaderNames.ETAG) && !header.get().startsWith(WEAK)
                ? HeaderValues.create(HeaderNames.ETAG, WEAK + header.get())
                : header;
    }

    private static byte[] compressed(Answer answer) {
        return compressed(answer.body(), answer.start(), answer.length());
    }

    static byte[] compressed(byte[] content, int start, int length) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(512, length / 4));
        try (OutputStream gzip = new FastGzip(bytes)) {
            gzip.write(content, start, length);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written to", e);
        }
        return bytes.toByteArray();
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 8192);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
