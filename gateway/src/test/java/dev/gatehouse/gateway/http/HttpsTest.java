package dev.gatehouse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gatehouse.common.config.ConfigException;
import dev.gatehouse.common.reload.ReloadConfig;
import dev.gatehouse.gateway.proxy.ProxyConfig;
import dev.gatehouse.gateway.tls.ClientAuth;
import dev.gatehouse.gateway.tls.TlsConfig;
import dev.gatehouse.gateway.tls.TlsDoor;
import dev.gatehouse.testkit.TestCertificate;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpsTest {
    private static final String ROUTES = """
            - {name: t.fixed, http: GET /fixed, auth: none, respond: {data: {n: 1}}}
            """;
    private static final String REQUEST = "GET /fixed HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int CONNECTIONS = 3;

    private TestCertificate first;
    private TestCertificate second;
    private TestCertificate expired;
    private Path certificateFile;
    private Path keyFile;
    private Path directory;
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    void makeCertificates(@TempDir Path made) throws Exception {
        first = TestCertificate.make(made, "first", "EC");
        second = TestCertificate.make(made, "second", "RSA");
        expired = TestCertificate.make(made, "expired", "EC", "-startdate", "-10d", "-validity", "5");
    }

    @BeforeEach
    void writeFiles(@TempDir Path given) throws Exception {
        directory = given;
        certificateFile = given.resolve("tls.crt");
        keyFile = given.resolve("tls.key");
        first.writeCertificate(certificateFile);
        first.writeKey(keyFile);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        open.clear();
    }

    @Test
    void requestsAreServedOverTls() throws Exception {
        Started started = start(TlsConfig.of(certificateFile, keyFile));
        for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
            try (SSLSocket client = started.connect(TestCertificate.trusting(first))) {
                client.setEnabledProtocols(new String[] {protocol});
                assertThat(answer(client)).startsWith("HTTP/1.1 200");
                assertThat(client.getSession().getProtocol()).isEqualTo(protocol);
            }
        }
        assertThat(started.door.status().subject()).isEqualTo("CN=first");
    }

    @Test
    void http2IsAgreedUponInTheHandshake() throws Exception {
        Started started = start(TlsConfig.of(certificateFile, keyFile));
        assertHttp2(started, TestCertificate.trusting(first));
    }

    /** A client's certificate is no header of its requests: the JDK's client, for one, begins in a way that does not go with it. */
    @Test
    void http2IsSpokenWithClientsThatShowACertificate() throws Exception {
        Path caFile = directory.resolve("clients.crt");
        second.writeCertificate(caFile);
        Started started = start(TlsConfig.of(certificateFile, keyFile).withClients(ClientAuth.REQUIRED, caFile));
        assertHttp2(started, second.asClient(first));
    }

    private static void assertHttp2(Started started, SSLContext context) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
            URI url = URI.create("https://127.0.0.1:" + started.gateway.server.port() + "/fixed");
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(url).timeout(SOON).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        }
    }

    @Test
    void sessionsAreHeldOverTls() throws Exception {
        Started started = start(TlsConfig.of(certificateFile, keyFile));
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> pong = new CompletableFuture<>();
        WebSocket.Listener listener = new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                if (!first.complete(text.toString())) {
                    pong.complete(text.toString());
                }
                return WebSocket.Listener.super.onText(socket, text, last);
            }
        };
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(TestCertificate.trusting(this.first))
                .build()) {
            WebSocket socket = client.newWebSocketBuilder()
                    .subprotocols("gatehouse.v1", "bearer." + started.gateway.token())
                    .buildAsync(URI.create("wss://127.0.0.1:" + started.gateway.port() + "/v1/connect"), listener)
                    .join();
            assertThat(first.get(10, TimeUnit.SECONDS)).startsWith("{\"type\":\"hello\"");
            socket.sendText("{\"type\":\"ping\",\"nonce\":\"" + "x".repeat(60) + "\"}", true)
                    .join();
            assertThat(pong.get(10, TimeUnit.SECONDS)).contains("\"pong\"");
            socket.abort();
        }
    }

    @Test
    void certificateThatExpiresSoonIsWarnedOfOnce() throws Exception {
        Instant until = first.certificate().getNotAfter().toInstant();
        ListAppender<ILoggingEvent> warnings = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger("dev.gatehouse.gateway.tls.ExpiryWarning");
        open.add(() -> logger.detachAppender(warnings));
        warnings.start();
        logger.addAppender(warnings);
        start(TlsConfig.of(certificateFile, keyFile), InstantSource.fixed(until.minus(Duration.ofDays(15))));
        assertThat(warnings.list).isEmpty();
        start(TlsConfig.of(certificateFile, keyFile), InstantSource.fixed(until.minus(Duration.ofDays(13))));
        assertThat(warnings.list)
                .singleElement()
                .satisfies(event ->
                        assertThat(event.getFormattedMessage()).contains("expires soon, at " + until, "CN=first"));
    }

    @Test
    void connectionsThatAreOpenLiveThroughANewCertificate() throws Exception {
        Started started = start(TlsConfig.of(certificateFile, keyFile));
        SSLContext context = TestCertificate.trusting(first, second);
        try (SSLSocket kept = started.connect(context)) {
            assertThat(answer(kept)).startsWith("HTTP/1.1 200");
            second.writeCertificate(certificateFile);
            second.writeKey(keyFile);
            await().atMost(SOON).until(() -> {
                assertThat(answer(kept)).startsWith("HTTP/1.1 200");
                // The context remembers its session, which a server that resumed it would tie to the first certificate.
                return started.serial(context).equals(second.certificate().getSerialNumber());
            });
            assertThat(answer(kept)).startsWith("HTTP/1.1 200");
        }
        assertThat(started.door.status().version()).isEqualTo(2);
        assertThat(started.door.status().serial())
                .isEqualTo(second.certificate().getSerialNumber().toString(16));
    }

    @Test
    void filesThatDoNotGoTogetherAreRefusedAndTheOldStay() throws Exception {
        Started started = start(TlsConfig.of(certificateFile, keyFile));
        TestCertificate other = TestCertificate.make(directory, "other", "EC");
        other.writeKey(keyFile);
        started.awaitRefusal(keyFile + ": the key does not belong to the certificate");
        expired.writeCertificate(certificateFile);
        expired.writeKey(keyFile);
        started.awaitRefusal(certificateFile + ": the certificate has expired, at ");
        Files.delete(keyFile);
        started.awaitRefusal(keyFile + ": there is no such file");
        assertThat(started.serial(TestCertificate.trusting(first)))
                .isEqualTo(first.certificate().getSerialNumber());
        assertThat(started.door.status().version()).isEqualTo(1);
    }

    @Test
    void keyOfAnotherFormStopsTheStartAndSaysHowToConvertIt() throws Exception {
        Files.writeString(
                keyFile, TestCertificate.pem("EC PRIVATE KEY", first.key().getEncoded()));
        assertThatThrownBy(() -> start(TlsConfig.of(certificateFile, keyFile)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(keyFile + ": holds a key of another form (BEGIN EC PRIVATE KEY)")
                .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
    }

    @Test
    void certificateThatHasExpiredDoesNotStopTheStart() throws Exception {
        expired.writeCertificate(certificateFile);
        expired.writeKey(keyFile);
        assertThat(start(TlsConfig.of(certificateFile, keyFile)).door.status().subject())
                .isEqualTo("CN=expired");
    }

    @Test
    void clientsNeedACertificateWhereOneIsRequired() throws Exception {
        Path caFile = directory.resolve("clients.crt");
        second.writeCertificate(caFile);
        Started started = start(TlsConfig.of(certificateFile, keyFile).withClients(ClientAuth.REQUIRED, caFile));
        try (SSLSocket known = started.connect(second.asClient(first))) {
            assertThat(answer(known)).startsWith("HTTP/1.1 200");
        }
        for (SSLContext stranger : List.of(TestCertificate.trusting(first), first.asClient(first))) {
            try (SSLSocket refused = started.connect(stranger)) {
                assertThatThrownBy(() -> answer(refused)).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void clientsMayHaveNoCertificateButNotABadOneWhereItIsOptional() throws Exception {
        Path caFile = directory.resolve("clients.crt");
        second.writeCertificate(caFile);
        Started started = start(TlsConfig.of(certificateFile, keyFile).withClients(ClientAuth.OPTIONAL, caFile));
        for (SSLContext welcome : List.of(second.asClient(first), TestCertificate.trusting(first))) {
            try (SSLSocket client = started.connect(welcome)) {
                assertThat(answer(client)).startsWith("HTTP/1.1 200");
            }
        }
        TestCertificate stranger = TestCertificate.make(directory, "stranger", "RSA");
        try (SSLSocket refused = started.connect(stranger.asInsistentClient(first))) {
            assertThatThrownBy(() -> answer(refused)).isInstanceOf(IOException.class);
        }
    }

    /** As Kubernetes renews the files of a secret: they are links by way of a link to a directory, which is replaced at once. */
    @Test
    void certificateBehindLinksIsRenewedWithThem() throws Exception {
        Path secret = Files.createDirectory(directory.resolve("secret"));
        Files.createSymbolicLink(secret.resolve("..data"), version(secret, "..1", first));
        for (String name : List.of("tls.crt", "tls.key")) {
            Files.createSymbolicLink(secret.resolve(name), Path.of("..data", name));
        }
        Started started = start(TlsConfig.of(secret.resolve("tls.crt"), secret.resolve("tls.key")));
        SSLContext context = TestCertificate.trusting(first, second);
        assertThat(started.serial(context)).isEqualTo(first.certificate().getSerialNumber());
        Files.createSymbolicLink(secret.resolve("..next"), version(secret, "..2", second));
        Files.move(secret.resolve("..next"), secret.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        await().atMost(SOON)
                .until(() -> started.serial(context).equals(second.certificate().getSerialNumber()));
        assertThat(started.door.status().version()).isEqualTo(2);
        assertThat(started.door.status().refused()).isEmpty();
    }

    /** The name of a directory with a certificate and its key. */
    private static Path version(Path secret, String name, TestCertificate certificate) throws Exception {
        Path made = Files.createDirectory(secret.resolve(name));
        certificate.writeCertificate(made.resolve("tls.crt"));
        certificate.writeKey(made.resolve("tls.key"));
        return made.getFileName();
    }

    @Test
    void clientThatDoesNotFinishItsHandshakeIsCutOff() throws Exception {
        Started started = startWithShortHandshakes();
        for (String sent : List.of("", "16030100", "160301020001000100")) {
            try (Socket silent = started.connectPlain()) {
                silent.getOutputStream().write(HexFormat.of().parseHex(sent));
                long begun = System.nanoTime();
                assertThat(silent.getInputStream().readAllBytes()).hasSizeLessThan(100);
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofSeconds(2), SOON);
            }
        }
    }

    @Test
    void connectionIsNotCutOffForTheTimeOfItsHandshake() throws Exception {
        Started started = startWithShortHandshakes();
        try (SSLSocket kept = started.connect(TestCertificate.trusting(first));
                Socket silent = started.connectPlain()) {
            assertThat(answer(kept)).startsWith("HTTP/1.1 200");
            // The silent one came later, so that the other's time is over, too.
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(answer(kept)).startsWith("HTTP/1.1 200");
        }
    }

    /** RFC 9113, section 9.2.1. Each costs the server a signature. */
    @Test
    void clientsMayNotRenegotiate() throws Exception {
        Started started = start(TlsConfig.of(certificateFile, keyFile));
        try (SSLSocket client = started.connect(TestCertificate.trusting(first))) {
            client.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThat(answer(client)).startsWith("HTTP/1.1 200");
            assertThatThrownBy(() -> {
                        client.startHandshake();
                        answer(client);
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    /** RFC 9113, section 9.2.2, forbids them for HTTP/2. */
    @Test
    void cipherSuitesWithoutForwardSecrecyOrAuthenticatedEncryptionAreRefused() throws Exception {
        second.writeCertificate(certificateFile);
        second.writeKey(keyFile);
        Started started = start(TlsConfig.of(certificateFile, keyFile));
        for (String suite : List.of(
                "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
                "TLS_RSA_WITH_AES_128_GCM_SHA256")) {
            assertThatThrownBy(() -> answer(started, suite)).as(suite).isInstanceOf(IOException.class);
        }
        assertThat(answer(started, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")).startsWith("HTTP/1.1 200");
    }

    private String answer(Started started, String suite) throws Exception {
        try (SSLSocket client = started.connect(TestCertificate.trusting(second))) {
            client.setEnabledProtocols(new String[] {"TLSv1.2"});
            client.setEnabledCipherSuites(new String[] {suite});
            return answer(client);
        }
    }

    @Test
    void clearHttpIsRefusedAtOnce() throws Exception {
        Started started = start(TlsConfig.of(certificateFile, keyFile));
        try (Socket clear = started.connectPlain()) {
            clear.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            assertThat(clear.getInputStream().readAllBytes()).hasSizeLessThan(100);
        }
    }

    @Test
    void handshakesThatFailUseUpNoConnections() throws Exception {
        Started started = start(TlsConfig.of(certificateFile, keyFile));
        for (int i = 0; i < 3 * CONNECTIONS; i++) {
            try (Socket clear = started.connectPlain()) {
                clear.getOutputStream().write("no TLS\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                clear.getInputStream().readAllBytes();
            }
            started.connectPlain().close();
            started.serial(TestCertificate.trusting(first));
        }
        List<SSLSocket> held = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            SSLSocket client = started.connect(TestCertificate.trusting(first));
            open.add(client);
            held.add(client);
            assertThat(answer(client)).startsWith("HTTP/1.1 200");
        }
        // One more takes the place of the one that has been idle longest.
        try (SSLSocket oneMore = started.connect(TestCertificate.trusting(first))) {
            assertThat(answer(oneMore)).startsWith("HTTP/1.1 200");
            assertThat(isServed(held.getFirst())).isFalse();
            assertThat(isServed(held.getLast())).isTrue();
        }
    }

    private static boolean isServed(SSLSocket client) {
        try {
            return answer(client).startsWith("HTTP/1.1 200");
        } catch (IOException e) {
            return false;
        }
    }

    private Started start(TlsConfig config) throws IOException {
        return start(config, InstantSource.system());
    }

    private Started start(TlsConfig config, InstantSource clock) throws IOException {
        return start(config, clock, EdgeConfig.DEFAULT_REQUEST_TIMEOUT);
    }

    private Started startWithShortHandshakes() throws IOException {
        return start(TlsConfig.of(certificateFile, keyFile), InstantSource.system(), HANDSHAKE_TIMEOUT);
    }

    private Started start(TlsConfig config, InstantSource clock, Duration requestTimeout) throws IOException {
        TlsDoor door = new TlsDoor(config, new ReloadConfig(true, Duration.ofMillis(50)), clock);
        open.add(door);
        door.start();
        TestGateway gateway = TestGateway.start(
                httpConfig(),
                new EdgeConfig(
                        EdgeConfig.DEFAULT_CONCURRENT_REQUESTS, requestTimeout, ProxyConfig.NONE, AnswerConfig.DEFAULT),
                directory,
                ROUTES,
                Optional.of(door));
        open.add(gateway);
        return new Started(door, gateway);
    }

    private static HttpConfig httpConfig() {
        HttpConfig config = TestGateway.config(Duration.ofSeconds(30));
        HttpConfig.Limits limits = config.limits();
        return new HttpConfig(
                config.host(),
                config.port(),
                new HttpConfig.Limits(limits.requestLine(), limits.headers(), limits.maxBody(), CONNECTIONS),
                config.http2(),
                config.clientMemory(),
                config.idleTimeout(),
                config.shutdownGrace());
    }

    private static String answer(SSLSocket client) throws IOException {
        client.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
        return RawClient.readResponse(client.getInputStream());
    }

    private record Started(TlsDoor door, TestGateway gateway) {
        SSLSocket connect(SSLContext context) throws IOException {
            SSLSocket client = (SSLSocket)
                    context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), gateway.server.port());
            client.setSoTimeout((int) SOON.toMillis());
            return client;
        }

        Socket connectPlain() throws IOException {
            Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.server.port());
            client.setSoTimeout((int) SOON.toMillis());
            return client;
        }

        /** Of the certificate that a new connection is shown. */
        BigInteger serial(SSLContext context) throws IOException {
            try (SSLSocket client = connect(context)) {
                assertThat(answer(client)).startsWith("HTTP/1.1 200");
                X509Certificate shown = (X509Certificate) client.getSession().getPeerCertificates()[0];
                return shown.getSerialNumber();
            }
        }

        void awaitRefusal(String problem) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(door.status().refused())
                            .hasValueSatisfying(refusal ->
                                    assertThat(refusal.problems()).anyMatch(told -> told.startsWith(problem))));
        }
    }
}
