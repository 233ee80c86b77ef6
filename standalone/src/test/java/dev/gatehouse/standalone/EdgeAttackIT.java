package dev.gatehouse.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.BrokerFixture;
import dev.gatehouse.testkit.edge.Attack;
import dev.gatehouse.testkit.edge.AttackFamily;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
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

/** Attacks with raw bytes on a gateway that is a process of its own: each ends as the RFC says, costs little, and nobody else feels it. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("edge")
final class EdgeAttackIT {
    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    /** Longer than the gateway waits for a client. */
    private static final Duration WAIT_LIMIT = Duration.ofSeconds(15);

    private static final Duration SLOW_PROCESSOR_TIME = Duration.ofSeconds(2);

    private AttackedGateway gateway;

    @BeforeAll
    void start(@TempDir Path dir) throws IOException {
        gateway = new AttackedGateway(dir, BROKER, Map.of(), Optional.empty());
    }

    @AfterAll
    void stop() throws IOException {
        if (gateway != null) {
            gateway.close();
        }
    }

    static Stream<Arguments> attacks() {
        return Arrays.stream(AttackFamily.values())
                .filter(family -> family != AttackFamily.SLOW)
                .flatMap(family -> family.attacks().stream().map(attack -> Arguments.of(family, attack)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("attacks")
    void attackEndsAsItShouldAndIsNotFelt(AttackFamily family, Attack attack) throws Exception {
        if (family == AttackFamily.HEAVY) {
            gateway.withstand(List.of(attack), WAIT_LIMIT, AttackedGateway.MAX_PROCESSOR_TIME);
        } else {
            gateway.withstand(attack);
        }
    }

    @Test
    void slowClientsAreCutOffAndNotFelt() throws Exception {
        gateway.withstand(AttackFamily.SLOW.attacks(), WAIT_LIMIT, SLOW_PROCESSOR_TIME);
    }

    @Test
    void nothingThatAClientHasSentIsLogged() throws Exception {
        for (Attack attack : AttackFamily.CHUNKS.attacks()) {
            gateway.withstand(attack);
        }
        assertThat(gateway.printed()).doesNotContain(Attack.SECRET);
    }
}
