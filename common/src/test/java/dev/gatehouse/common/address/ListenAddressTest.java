package dev.gatehouse.common.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1:80, http://127.0.0.1:80",
        "0.0.0.0, 0.0.0.0:80, http://127.0.0.1:80",
        "localhost, localhost:80, http://localhost:80",
        "gateway-1.example., gateway-1.example.:80, http://gateway-1.example.:80",
        "::1, [::1]:80, http://[::1]:80",
        "[::1], [::1]:80, http://[::1]:80",
        "::, [::]:80, http://127.0.0.1:80",
        "[::], [::]:80, http://127.0.0.1:80",
        "0:0:0:0:0:0:0:0, [0:0:0:0:0:0:0:0]:80, http://127.0.0.1:80",
        "fe80::1%eth0, [fe80::1%eth0]:80, http://[fe80::1%eth0]:80",
        "[fe80::1%eth0.1], [fe80::1%eth0.1]:80, http://[fe80::1%eth0.1]:80",
        "::ffff:127.0.0.1, [::ffff:127.0.0.1]:80, http://[::ffff:127.0.0.1]:80",
    })
    void hostThatCanBeListenedOnMakesATextAndAUrl(String text, String shown, String url) {
        ListenAddress address = new ListenAddress(ListenAddress.host(text).orElseThrow(), 80);
        assertThat(address).hasToString(shown);
        assertThat(address.url("http")).hasToString(url);
        assertThat(address.url("http").getHost()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a:80",
                "127.0.0.1:80",
                "127.0.0",
                "256.0.0.1",
                "1.2.3.4.5",
                "[::1",
                "::1]",
                "[127.0.0.1]",
                "[localhost]",
                "[]",
                ":",
                ":::1",
                "fe80::1%",
                "fe80::1%eth 0",
                "127.0.0.1%eth0",
                "http://localhost",
                "localhost/",
                "user@localhost",
                "-a",
                "a..b",
                "m\u00fcnchen",
                "a\n"
            })
    void anythingElseIsNoHost(String text) {
        assertThat(ListenAddress.host(text)).isEmpty();
    }

    @Test
    void nameIsAtMost253CharactersLong() {
        String labels = "a23456789.".repeat(25);
        assertThat(ListenAddress.host(labels + "abc")).isPresent();
        assertThat(ListenAddress.host(labels + "abcd")).isEmpty();
    }
}
