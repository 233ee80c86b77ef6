package dev.gatehouse.cli.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.gatehouse.cli.UsageException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class HttpsCallTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final byte[] ANSWER = "{\"success\":true}".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path dir;

    private final CallBench bench = new CallBench();
    private HttpsServer server;
    private Path certificate;

    @BeforeEach
    void serve() throws Exception {
        KeyStore store = selfIssued();
        certificate = Files.writeString(
                dir.resolve("tls.crt"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(store.getCertificate("test").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
            exchange.close();
        });
        server.start();
        bench.variable(
                "GATEHOUSE_URL", "https://127.0.0.1:" + server.getAddress().getPort());
    }

    private KeyStore selfIssued() throws Exception {
        Path file = dir.resolve("test.p12");
        String command =
                "-genkeypair -alias test -keyalg EC -dname CN=test -ext san=ip:127.0.0.1 -storetype PKCS12 -storepass "
                        + String.valueOf(PASSWORD) + " -keystore " + file;
        Process keytool = new ProcessBuilder(
                        (Path.of(System.getProperty("java.home"), "bin", "keytool") + " " + command).split(" "))
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(50, TimeUnit.SECONDS)).isTrue();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void certificateThatNobodyKnowsIsRefusedWithAHint() {
        CallBench.Run run = bench.run("GET", "/x");
        assertThat(run.status()).isEqualTo(CallCommand.UNREACHED);
        assertThat(run.err()).contains("no TLS: ", "--cacert FILE");
    }

    @Test
    void certificateIsTrustedWhereAnOptionOrTheEnvironmentNamesIt() {
        assertThat(bench.run("GET", "/x", "--cacert", certificate.toString()).status())
                .isZero();
        bench.variable("GATEHOUSE_CACERT", certificate.toString());
        assertThat(bench.run("GET", "/x").status()).isZero();
    }

    @Test
    void fileThatHoldsNoCertificateIsTold() throws Exception {
        Path empty = Files.createFile(dir.resolve("empty.crt"));
        Path noPem = Files.writeString(dir.resolve("no.crt"), "no certificate");
        for (Path bad : new Path[] {dir.resolve("none.crt"), empty, noPem}) {
            assertThatThrownBy(() -> bench.run("GET", "/x", "--cacert", bad.toString()))
                    .isInstanceOf(UsageException.class)
                    .hasMessageStartingWith(bad + ": ");
        }
    }
}
