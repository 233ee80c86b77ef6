package dev.gatehouse.standalone;

import dev.gatehouse.testkit.BrokerFixture;
import dev.gatehouse.testkit.TestCertificate;
import dev.gatehouse.testkit.edge.Attack;
import dev.gatehouse.testkit.edge.AttackFamily;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The attacks of {@link EdgeAttackIT} that go for frames and for time, over TLS. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("edge")
final class EdgeAttackTlsIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    /** Longer than the gateway waits for a client. */
    private static final Duration WAIT_LIMIT = Duration.ofSeconds(15);
    /** For a hundred handshakes, too. */
    private static final Duration SLOW_PROCESSOR_TIME = Duration.ofSeconds(4);

    private AttackedGateway gateway;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        TestCertificate certificate = TestCertificate.make(dir, "gateway", "EC");
        Path certificateFile = dir.resolve("tls.crt");
        Path keyFile = dir.resolve("tls.key");
        certificate.writeCertificate(certificateFile);
        certificate.writeKey(keyFile);
        Map<String, String> settings = Map.of(
                "tls.enabled", "true",
                "tls.certificate-file", certificateFile.toString(),
                "tls.private-key-file", keyFile.toString());
        gateway = new AttackedGateway(
                dir.resolve("gateway"), BROKER, settings, Optional.of(TestCertificate.trusting(certificate)));
    }

    @AfterAll
    void stop() throws IOException {
        if (gateway != null) {
            gateway.close();
        }
    }

    static Stream<Arguments> attacks() {
        return Stream.of(AttackFamily.HPACK, AttackFamily.FLOODS)
                .flatMap(family -> family.attacks().stream().map(attack -> Arguments.of(family, attack)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("attacks")
    void attackEndsAsItShouldAndIsNotFelt(AttackFamily family, Attack attack) throws Exception {
        gateway.withstand(attack);
    }

    @Test
    void slowClientsAreCutOffAndNotFelt() throws Exception {
        gateway.withstand(AttackFamily.SLOW.attacks(), WAIT_LIMIT, SLOW_PROCESSOR_TIME);
    }
}
