package dev.gatehouse.common.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.common.amqp.AmqpConfig;
import dev.gatehouse.common.config.ConfigException;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.config.ConfigSources;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RpcConfigTest {
    private static ConfigReader reader(Map<String, String> values) {
        return new ConfigReader(ConfigSources.ofMap("test", values, Path.of("")));
    }

    @Test
    void withoutKeysTheDefaultsHold() {
        ConfigReader reader = reader(Map.of());

        assertThat(RpcClientConfig.read(reader)).isEqualTo(RpcClientConfig.defaults());
        assertThat(RpcServerConfig.read(reader)).isEqualTo(RpcServerConfig.defaults());
        assertThat(AmqpConfig.read(reader)).isEqualTo(AmqpConfig.of(AmqpConfig.DEFAULT_URI));
        reader.finish();
    }

    @Test
    void everyValueOutOfItsBoundsIsAProblemAndNoPasswordIsTold() {
        ConfigReader reader = reader(Map.of(
                "rpc.timeout", "PT0S",
                "rpc.max-in-flight", "0",
                "rpc.max-reply", "1B",
                "rpc.queue-expires", "PT0S",
                "rpc.max-concurrent", "65536",
                "rpc.max-request", "1GiB",
                "amqp.uri", "amqp://user:hidden@host/two/segments",
                "amqp.heartbeat", "PT0.5S",
                "amqp.reconnect.min", "PT10S",
                "amqp.reconnect.max", "PT1S"));
        RpcClientConfig.read(reader);
        RpcServerConfig.read(reader);
        AmqpConfig.read(reader);

        assertThatThrownBy(reader::finish)
                .isInstanceOfSatisfying(
                        ConfigException.class, e -> assertThat(e.problems()).hasSize(9))
                .hasMessageNotContaining("hidden");
    }

    @Test
    void theConfigurationOfTheBrokerPrintsNoPassword() {
        AmqpConfig config = AmqpConfig.of(java.net.URI.create("amqp://user:hidden@host:5672/vhost"));

        assertThat(config.toString()).contains("host:5672/vhost").doesNotContain("hidden");
    }

    @Test
    void aDeadlineHasPassedFromItsMomentOn() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        Deadline deadline = Deadline.after(Duration.ofSeconds(1), InstantSource.fixed(now));

        assertThat(deadline.remaining(InstantSource.fixed(now))).isEqualTo(Duration.ofSeconds(1));
        assertThat(deadline.hasPassed(InstantSource.fixed(now.plusMillis(999)))).isFalse();
        assertThat(deadline.hasPassed(InstantSource.fixed(now.plusMillis(1000))))
                .isTrue();
        assertThat(deadline.remaining(InstantSource.fixed(now.plusSeconds(9)))).isEqualTo(Duration.ZERO);
    }
}
