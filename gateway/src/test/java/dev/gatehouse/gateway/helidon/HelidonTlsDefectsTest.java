package dev.gatehouse.gateway.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.http.RawClient;
import dev.gatehouse.testkit.TestCertificate;
import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import io.helidon.common.tls.TlsConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with Helidon's TLS without NIO, and why TLS is put over accepted sockets by us. */
final class HelidonTlsDefectsTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 ";
    private static final Duration IDLE = Duration.ofMillis(300);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int READ_TIMEOUT_MILLIS = 15_000;

    @TempDir
    private static Path directory;

    private static TestCertificate certificate;
    private static SSLSocketFactory clients;

    @BeforeAll
    static void certificate() throws Exception {
        certificate = TestCertificate.make(directory, "server", "EC");
        clients = TestCertificate.trusting(certificate).getSocketFactory();
    }

    @HelidonDefect(
            workaround = "gateway.tls.ServerTlsSocketFactory",
            breaks = "whoever has no certificate gets in, and nothing says so")
    void aClientNeedsNoCertificateThoughOneIsRequired() throws Exception {
        WebServer server = start(tls().clientAuth(TlsClientAuth.REQUIRED));
        try (SSLSocket client = connect(server)) {
            assertThat(answer(client)).startsWith(OK);
        } finally {
            server.stop();
        }
    }

    @HelidonDefect(
            workaround = "gateway.tls.ServerTlsSocketFactory",
            breaks = "protocols and cipher suites cannot be chosen")
    void aProtocolIsSpokenThoughItIsNotEnabled() throws Exception {
        WebServer server = start(tls().addEnabledProtocol("TLSv1.3"));
        try (SSLSocket client = connect(server)) {
            client.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThat(answer(client)).startsWith(OK);
        } finally {
            server.stop();
        }
    }

    /** A connection in clear that came later has been closed for being idle when the handshake begins. */
    @HelidonDefect(workaround = "common.edge.Handshake", breaks = "a handshake may take for ever")
    void aClientThatDoesNotBeginItsHandshakeIsKept() throws Exception {
        WebServer server = start(tls());
        WebServer clear = start(Tls.builder().enabled(false));
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.port());
                RawClient idle = new RawClient(clear.port())) {
            idle.write(REQUEST);
            assertThat(idle.readToEnd()).startsWith(OK);
            try (SSLSocket client = (SSLSocket) clients.createSocket(slow, "127.0.0.1", server.port(), true)) {
                assertThat(answer(client)).startsWith(OK);
            }
        } finally {
            clear.stop();
            server.stop();
        }
    }

    private static SSLSocket connect(WebServer server) throws IOException {
        return (SSLSocket) clients.createSocket(InetAddress.getLoopbackAddress(), server.port());
    }

    private static String answer(SSLSocket client) throws IOException {
        client.setSoTimeout(READ_TIMEOUT_MILLIS);
        client.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
        return RawClient.readResponse(client.getInputStream());
    }

    private static TlsConfig.Builder tls() {
        return Tls.builder()
                .privateKey((PrivateKey) certificate.key())
                .privateKeyCertChain(List.of(certificate.certificate()))
                .trust(List.of(certificate.certificate()));
    }

    private static WebServer start(TlsConfig.Builder tls) {
        return WebServer.builder()
                .host("127.0.0.1")
                .shutdownHook(false)
                .useNio(false)
                .idleConnectionTimeout(IDLE)
                .idleConnectionPeriod(LOOK)
                .tls(tls.build())
                .routing(HttpRouting.builder().get("/", (request, response) -> response.send()))
                .build()
                .start();
    }
}
