package dev.gatehouse.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.BrokerFixture;
import dev.gatehouse.testkit.fuzz.FuzzPlan;
import dev.gatehouse.testkit.fuzz.FuzzReport;
import dev.gatehouse.testkit.fuzz.FuzzedGateway;
import dev.gatehouse.testkit.fuzz.Fuzzer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * One minute of inputs by the grammars of the fuzzer against a gateway with a heap of 512 MiB. A run is repeated with
 * {@code -Dgatehouse.fuzz.seed=SEED}, one input of it with {@code -Dgatehouse.fuzz.input=NUMBER} beside it.
 */
@Tag("edge")
class EdgeFuzzIT {
    private static final Duration TIME = Duration.ofMinutes(1);

    @RegisterExtension
    static final BrokerFixture BROKER = new BrokerFixture();

    @TempDir
    Path dir;

    @Test
    void whateverAClientSendsIsAnsweredAsItsGrammarSays() throws Exception {
        FuzzPlan plan = new FuzzPlan(
                property("seed").orElseGet(() -> new SecureRandom().nextInt(Integer.MAX_VALUE)),
                TIME,
                property("input"),
                false);
        try (FuzzedGateway gateway = FuzzedGateway.start(
                Path.of(".."), System.getProperty("java.class.path"), BROKER.uri(), dir.resolve("gateway"))) {
            FuzzReport report = Fuzzer.run(plan, gateway, finding -> {});
            System.out.println(report.text());
            assertThat(report.findings()).as(report.text()).isEmpty();
            assertThat(report.inputs().values()).allMatch(number -> plan.only().isPresent() || number > 0);
        }
    }

    private static OptionalLong property(String name) {
        return Optional.ofNullable(System.getProperty("gatehouse.fuzz." + name)).stream()
                .mapToLong(Long::parseLong)
                .findFirst();
    }
}
