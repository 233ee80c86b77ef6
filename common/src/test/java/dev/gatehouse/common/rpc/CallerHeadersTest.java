package dev.gatehouse.common.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.common.error.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerHeadersTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);

    @Test
    void aDeadlineInTheWrongUnitIsNoDeadlineForEver() {
        var headers = new CallerHeaders(Map.of(RpcHeaders.DEADLINE, Long.toString(Long.MAX_VALUE)));

        Deadline deadline = headers.deadline(Duration.ofSeconds(5), CLOCK);

        assertThat(deadline.remaining(CLOCK).toNanos())
                .isEqualTo(Duration.ofDays(1).toNanos());
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.9", "2001:db8::1", "fe80::1%eth0", "fe80::1%br-4f2a1c", "fe80:0:0:0:0:0:0:1%2"})
    void anAddressMayNameItsInterface(String address) {
        assertThat(new CallerHeaders(Map.of(RpcHeaders.CLIENT_IP, address)).clientIp())
                .contains(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"somewhere", "203.0.113.9\n", "fe80::1%", "fe80::1%a b", "1"})
    void whatIsNoAddressIsRefused(String address) {
        var headers = new CallerHeaders(Map.of(RpcHeaders.CLIENT_IP, address));

        assertThatThrownBy(headers::clientIp).isInstanceOf(ServiceException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {RpcHeaders.ROLES, RpcHeaders.SCOPES})
    void asManyWordsAsThereMayBeAreReadAndNotOneMore(String name) {
        String most = "a ".repeat(CallerHeaders.MAX_WORDS / 2 - 1) + "ab";

        assertThat(caller(name, most).isEmpty()).isTrue();
        assertThatThrownBy(() -> caller(name, most + "c")).isInstanceOf(ServiceException.class);
        assertThatThrownBy(() -> caller(name, "a ".repeat(50_000))).isInstanceOf(ServiceException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a ", " a", "a  b", "a\tb", "caf\u00e9"})
    void whatAreNoWordsIsRefused(String words) {
        assertThatThrownBy(() -> caller(RpcHeaders.ROLES, words)).isInstanceOf(ServiceException.class);
    }

    private static Optional<RpcContext.Caller> caller(String name, String words) {
        return new CallerHeaders(Map.of(name, words)).caller();
    }
}
