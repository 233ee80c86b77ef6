package dev.gatehouse.common.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryRulesTest {
    @Test
    void waitsDoubleUpToTheirBoundAndEndAfterTheLastTry() {
        RetryRules rules = new RetryRules(6, Duration.ofSeconds(1), Duration.ofSeconds(5));
        assertThat(IntStream.rangeClosed(1, 7).mapToObj(rules::waitAfter))
                .containsExactly(
                        Optional.of(Duration.ofSeconds(1)),
                        Optional.of(Duration.ofSeconds(2)),
                        Optional.of(Duration.ofSeconds(4)),
                        Optional.of(Duration.ofSeconds(5)),
                        Optional.of(Duration.ofSeconds(5)),
                        Optional.empty(),
                        Optional.empty());
    }

    @Test
    void manyTriesDoNotOverflow() {
        RetryRules rules = new RetryRules(Integer.MAX_VALUE, Duration.ofMinutes(15), Duration.ofDays(100_000));
        assertThat(IntStream.of(1, 10, 31, 32, 64, 100, Integer.MAX_VALUE - 1)
                        .mapToObj(tries -> rules.waitAfter(tries).orElseThrow()))
                .isSorted()
                .allMatch(wait -> wait.compareTo(rules.min()) >= 0 && wait.compareTo(rules.max()) <= 0);
    }

    @Test
    void rulesThatMakeNoSenseAreRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new RetryRules(0, second, second)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetryRules(1, Duration.ZERO, second)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetryRules(1, second, second.minusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
