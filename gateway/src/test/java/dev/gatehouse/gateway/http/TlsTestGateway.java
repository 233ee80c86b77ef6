package dev.gatehouse.gateway.http;

import dev.gatehouse.common.reload.ReloadConfig;
import dev.gatehouse.gateway.tls.TlsConfig;
import dev.gatehouse.gateway.tls.TlsDoor;
import dev.gatehouse.testkit.TestCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * A {@link TestGateway} that speaks TLS.
 *
 * @param clients trust it
 */
public record TlsTestGateway(TestGateway gateway, SSLContext clients, TlsDoor door) implements AutoCloseable {
    public static TlsTestGateway start(Path directory, String routes) throws Exception {
        TestCertificate certificate = TestCertificate.make(directory, "tls", "EC");
        Path certificateFile = directory.resolve("tls.crt");
        Path keyFile = directory.resolve("tls.key");
        certificate.writeCertificate(certificateFile);
        certificate.writeKey(keyFile);
        TlsDoor door = new TlsDoor(
                TlsConfig.of(certificateFile, keyFile),
                new ReloadConfig(true, Duration.ofSeconds(1)),
                InstantSource.system());
        door.start();
        TestGateway gateway = TestGateway.start(
                TestGateway.config(Duration.ofSeconds(30)), EdgeConfig.DEFAULT, directory, routes, Optional.of(door));
        return new TlsTestGateway(gateway, TestCertificate.trusting(certificate), door);
    }

    @Override
    public void close() {
        gateway.close();
        door.close();
    }
}
