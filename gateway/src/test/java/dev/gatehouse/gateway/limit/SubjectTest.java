package dev.gatehouse.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.limit.RateLimit.Per;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubjectTest {
    private static final Optional<String> ADA = Optional.of("ada");

    @Test
    void anAccountIsOneSubjectWhereverItIs() {
        assertThat(Subject.of(Per.ACCOUNT, ADA, address("192.0.2.1")))
                .isEqualTo(Subject.of(Per.ACCOUNT, ADA, address("192.0.2.2")))
                .isNotEqualTo(Subject.of(Per.ACCOUNT, Optional.of("bob"), address("192.0.2.1")));
    }

    @Test
    void whoHasNoAccountIsCountedByAddress() {
        assertThat(Subject.of(Per.ACCOUNT, Optional.empty(), address("192.0.2.1")))
                .isEqualTo(Subject.of(Per.IP, ADA, address("192.0.2.1")))
                .isNotEqualTo(Subject.of(Per.IP, ADA, address("192.0.2.2")));
    }

    @Test
    void aNetworkOf64BitsIsOneSubject() {
        assertThat(Subject.of(Per.IP, ADA, address("2001:db8:0:1::1")))
                .isEqualTo(Subject.of(Per.IP, ADA, address("2001:db8:0:1:ffff::2")))
                .isNotEqualTo(Subject.of(Per.IP, ADA, address("2001:db8:0:2::1")));
    }

    @Test
    void anIpv4AddressInIpv6IsItself() {
        assertThat(Subject.of(Per.IP, ADA, address("::ffff:192.0.2.1")))
                .isEqualTo(Subject.of(Per.IP, ADA, address("192.0.2.1")));
    }

    @Test
    void everybodyIsOneSubjectOfARoute() {
        assertThat(Subject.of(Per.ROUTE, ADA, address("192.0.2.1")))
                .isEqualTo(Subject.of(Per.ROUTE, Optional.empty(), Optional.empty()));
    }

    private static Optional<InetAddress> address(String text) {
        return Optional.of(InetAddress.ofLiteral(text));
    }
}
