package dev.gatehouse.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The options of every JVM that the launcher starts. */
final class JvmOptionsTest {
    private static final Path FILE = Path.of("..", "etc", "jvm.options");

    /** RFC 9113, section 9.2.1: HTTP/2 over TLS 1.2 must not renegotiate; each time costs the gateway 5 ms of processor. */
    @Test
    void clientsMayNotRenegotiate() throws IOException {
        assertThat(Files.readAllLines(FILE)).contains("-Djdk.tls.rejectClientInitiatedRenegotiation=true");
    }
}
