package dev.gatehouse.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0, 10.255.255.255, 9.255.255.255, 11.0.0.0",
        "192.0.2.128/25, 192.0.2.128, 192.0.2.255, 192.0.2.127, 192.0.3.0",
        "192.0.2.9, 192.0.2.9, 192.0.2.9, 192.0.2.8, 192.0.2.10",
        "192.0.2.9/32, 192.0.2.9, 192.0.2.9, 192.0.2.8, ::192.0.2.9",
        "0.0.0.0/0, 0.0.0.0, 255.255.255.255, ::, 2001:db8::1",
        "::/0, ::, ffff::, 0.0.0.0, 192.0.2.9",
        "2001:db8::/32, 2001:db8::, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, 2001:db7:ffff::, 2001:db9::",
        "2001:db8:0:8000::/49, 2001:db8:0:8000::, 2001:db8:0:ffff::, 2001:db8:0:7fff::, 2001:db8:1::",
        "::1, ::1, ::1, ::, ::2",
        "::ffff:10.0.0.0/104, 10.0.0.0, ::ffff:10.255.255.255, 9.255.255.255, 11.0.0.0",
        "::ffff:192.0.2.9, 192.0.2.9, ::ffff:192.0.2.9, 192.0.2.8, 192.0.2.10",
    })
    void rangeHoldsItsFirstAndItsLastAddressAndNotThoseBeside(
            String range, String first, String last, String before, String after) {
        AddressRange parsed = AddressRange.parse(range).orElseThrow();
        assertThat(parsed.contains(InetAddress.ofLiteral(first))).isTrue();
        assertThat(parsed.contains(InetAddress.ofLiteral(last))).isTrue();
        assertThat(parsed.contains(InetAddress.ofLiteral(before))).isFalse();
        assertThat(parsed.contains(InetAddress.ofLiteral(after))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/08",
                "10.0.0.0/8/8",
                "10.0.0.0/255.0.0.0",
                "10.0.0.0/99999999999",
                "10.0.0.1/8",
                "10/8",
                "010.0.0.0/8",
                "10.0.0.0 /8",
                "2001:db8::/129",
                "2001:db8::1/32",
                "[2001:db8::]/32",
                "fe80::1%eth0",
                "::ffff:10.0.0.0/95",
                "::ffff:10.0.0.0/8",
                "localhost",
                "proxy.example/24",
                "*"
            })
    void textThatIsNoRangeIsRefused(String text) {
        assertThat(AddressRange.parse(text)).isEmpty();
    }

    @Test
    void rangeCannotBeMadeOfWhatIsNone() {
        InetAddress address = InetAddress.ofLiteral("10.0.0.1");
        assertThatThrownBy(() -> new AddressRange(address, 33)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AddressRange(address, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AddressRange(address, 31)).isInstanceOf(IllegalArgumentException.class);
    }
}
