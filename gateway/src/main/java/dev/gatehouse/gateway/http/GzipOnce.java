package dev.gatehouse.gateway.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/** Content that never changes, compressed when somebody first takes it so. Thread-safe. */
final class GzipOnce {
    private final byte[] content;

    @GuardedBy("this")
    private byte[] gzip = {};

    /** @param content not copied, and not to be changed */
    GzipOnce(byte[] content) {
        this.content = content;
    }

    /** Not to be changed. */
    synchronized byte[] bytes() {
        if (gzip.length == 0) {
            gzip = Compression.compressed(content, 0, content.length);
        }
        return gzip;
    }
}
