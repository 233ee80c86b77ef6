package dev.gatehouse.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxies 10.0.0.0/8 and fd00::/8 are trusted, and 10.0.0.1 has connected. In the tables a line break is a slash. */
class ClientAddressTest {
    private static final InetAddress PEER = InetAddress.ofLiteral("10.0.0.1");
    private static final List<AddressRange> TRUSTED = List.of(
            AddressRange.parse("10.0.0.0/8").orElseThrow(),
            AddressRange.parse("fd00::/8").orElseThrow());
    private static final ProxyConfig X_FORWARDED_FOR = new ProxyConfig(TRUSTED, ForwardedHeader.X_FORWARDED_FOR);
    private static final ProxyConfig FORWARDED = new ProxyConfig(TRUSTED, ForwardedHeader.FORWARDED);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            192.0.2.9                                | 192.0.2.9
            6.6.6.6, 192.0.2.9                       | 192.0.2.9
            6.6.6.6, 192.0.2.9, 10.2.3.4             | 192.0.2.9
            6.6.6.6,192.0.2.9\t,\t10.2.3.4,10.2.3.5  | 192.0.2.9
            6.6.6.6 / 192.0.2.9 / 10.2.3.4           | 192.0.2.9
            6.6.6.6, 192.0.2.9 / 10.2.3.4, fd00::1   | 192.0.2.9
            192.0.2.9 / 6.6.6.6                      | 6.6.6.6
            10.9.9.9, 10.2.3.4                       | 10.9.9.9
            192.0.2.9:4711                           | 192.0.2.9
            192.0.2.9, 10.2.3.4:80                   | 192.0.2.9
            2001:db8::1                              | 2001:db8:0:0:0:0:0:1
            [2001:db8::1]                            | 2001:db8:0:0:0:0:0:1
            [2001:DB8::1]:443                        | 2001:db8:0:0:0:0:0:1
            ::ffff:192.0.2.9                         | 192.0.2.9
            192.0.2.9, ::ffff:10.2.3.4               | 192.0.2.9
            192.0.2.9, ::ffff:a02:304                | 192.0.2.9
            """)
    void addressBeforeTheTrustedHopsIsTheClient(String lines, String client) {
        assertThat(client(X_FORWARDED_FOR, HeaderNames.X_FORWARDED_FOR, lines)).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            unknown
            _hidden
            localhost
            192.0.2
            192.0.2.09
            192.0.2.256
            3221225993
            0xc0.0.2.9
            192.0.2.9:
            192.0.2.9:http
            192.0.2.9:123456
            192.0.2.9%1
            192.0.2.9 10.2.3.4
            192.0.2.9;10.2.3.4
            [192.0.2.9]
            "192.0.2.9"
            [2001:db8::1
            2001:db8::1]
            [2001:db8::1]443
            [2001:db8::1]:
            [[2001:db8::1]]
            2001:db8::1::2
            1:2:3:4:5:6:7
            1:2:3:4:5:6:7:8:9
            fe80::1%eth0
            02001:db8::1
            ::ffff:192.0.2.09
            for=192.0.2.9
            :
            .
            \u0661.2.3.4
            """)
    void wayEndsAtTheHopThatTellsNoAddress(String element) {
        assertThat(client(X_FORWARDED_FOR, HeaderNames.X_FORWARDED_FOR, "192.0.2.9, " + element))
                .isEqualTo("10.0.0.1");
        assertThat(client(X_FORWARDED_FOR, HeaderNames.X_FORWARDED_FOR, "192.0.2.9, " + element + ", 10.2.3.4"))
                .isEqualTo("10.2.3.4");
        assertThat(client(X_FORWARDED_FOR, HeaderNames.X_FORWARDED_FOR, "192.0.2.9 / " + element + " / 10.2.3.4"))
                .isEqualTo("10.2.3.4");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            for=192.0.2.9                                              | 192.0.2.9
            For="192.0.2.9"                                            | 192.0.2.9
            for="192.0.2.9:4711"                                       | 192.0.2.9
            for=192.0.2.9:4711                                         | 192.0.2.9
            for="192.0.2.9:_port"                                      | 192.0.2.9
            for="[2001:db8::1]"                                        | 2001:db8:0:0:0:0:0:1
            for="[2001:db8::1]:4711"                                   | 2001:db8:0:0:0:0:0:1
            for=[2001:db8::1]                                          | 2001:db8:0:0:0:0:0:1
            for=2001:db8::1                                            | 2001:db8:0:0:0:0:0:1
            for="[::ffff:192.0.2.9]"                                   | 192.0.2.9
            proto=https;for=192.0.2.9;by=10.2.3.4                      | 192.0.2.9
            proto=https; for=192.0.2.9 ;;by=_us;                       | 192.0.2.9
            for=192.0.2.9;host="a,b;for=6.6.6.6"                       | 192.0.2.9
            for=192.0.2.9;host="a\\",for=6.6.6.6"                       | 192.0.2.9
            for=6.6.6.6, for=192.0.2.9, for="10.2.3.4"                 | 192.0.2.9
            for=6.6.6.6 / for=192.0.2.9;host="," / for="[fd00::1]:80"  | 192.0.2.9
            for=6.6.6.6;host=", for="[2001:db8::1]"                    | 2001:db8:0:0:0:0:0:1
            host=", for=192.0.2.9, for="10.2.3.4"                      | 192.0.2.9
            ", for=192.0.2.9                                           | 192.0.2.9
            \\, for=192.0.2.9                                           | 192.0.2.9
            for=10.9.9.9, for=10.2.3.4                                 | 10.9.9.9
            """)
    void standardHeaderTellsTheSame(String lines, String client) {
        assertThat(client(FORWARDED, HeaderNames.FORWARDED, lines)).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            for=unknown
            for=_hidden
            for="_hidden"
            for=
            for=""
            for
            for =192.0.2.9
            for= 192.0.2.9
            for=192.0.2.9;for=6.6.6.6
            for=192.0.2.9;for=192.0.2.9
            by=192.0.2.9
            fore=192.0.2.9
            for=192.0.2.9;host="a
            for=192.0.2.9;host=a b
            for="192.0.2.9" "6.6.6.6"
            for="192.0.2.9
            for=192.0.2.9"
            for='192.0.2.9'
            for="192.0.2.\\9"
            for="[192.0.2.9]"
            for="[fe80::1%1]"
            for=<192.0.2.9>
            192.0.2.9
            ;
            =
            "
            """)
    void wayEndsAtTheElementThatTellsNoAddress(String element) {
        assertThat(client(FORWARDED, HeaderNames.FORWARDED, "for=192.0.2.9 / " + element))
                .isEqualTo("10.0.0.1");
        assertThat(client(FORWARDED, HeaderNames.FORWARDED, "for=192.0.2.9 / " + element + " / for=10.2.3.4"))
                .isEqualTo("10.2.3.4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", " , ", "192.0.2.9,", "192.0.2.9, ,", "192.0.2.9 / "})
    void emptyElementTellsNoAddress(String lines) {
        assertThat(client(X_FORWARDED_FOR, HeaderNames.X_FORWARDED_FOR, lines)).isEqualTo("10.0.0.1");
        assertThat(client(X_FORWARDED_FOR, HeaderNames.X_FORWARDED_FOR, lines + " / 10.2.3.4"))
                .isEqualTo("10.2.3.4");
    }

    @Test
    void withoutTheHeaderTheProxyIsTheClient() {
        assertThat(ClientAddress.of(PEER, X_FORWARDED_FOR, _ -> List.of())).isEqualTo(PEER);
    }

    @Test
    void otherHeaderMeansNothing() {
        assertThat(client(X_FORWARDED_FOR, HeaderNames.FORWARDED, "for=192.0.2.9"))
                .isEqualTo("10.0.0.1");
        assertThat(client(FORWARDED, HeaderNames.X_FORWARDED_FOR, "192.0.2.9")).isEqualTo("10.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.9", "9.255.255.255", "11.0.0.0", "2001:db8::1", "::a00:1"})
    void headerOfAPeerThatIsNotTrustedIsNotEvenLookedAt(String address) {
        InetAddress peer = InetAddress.ofLiteral(address);
        Function<HeaderName, List<String>> untouched = name -> {
            throw new AssertionError(name);
        };
        assertThat(ClientAddress.of(peer, X_FORWARDED_FOR, untouched)).isEqualTo(peer);
        assertThat(ClientAddress.of(PEER, ProxyConfig.NONE, untouched)).isEqualTo(PEER);
    }

    @Test
    void wayIsFollowedOverSoManyHopsAndNoMore() {
        String mostHops = String.join(", ", Collections.nCopies(ClientAddress.MAX_HOPS - 1, "10.2.3.4"));
        assertThat(client(X_FORWARDED_FOR, HeaderNames.X_FORWARDED_FOR, "192.0.2.9, " + mostHops))
                .isEqualTo("192.0.2.9");
        assertThat(client(X_FORWARDED_FOR, HeaderNames.X_FORWARDED_FOR, "192.0.2.9, 10.9.9.9, " + mostHops))
                .isEqualTo("10.9.9.9");
    }

    @Test
    void elementIsReadUpToALength() {
        String most = "for=192.0.2.9;host=" + "a".repeat(ForwardedElements.MAX_ELEMENT_LENGTH - 19);
        assertThat(client(FORWARDED, HeaderNames.FORWARDED, most)).isEqualTo("192.0.2.9");
        assertThat(client(FORWARDED, HeaderNames.FORWARDED, most + "a")).isEqualTo("10.0.0.1");
        assertThat(client(FORWARDED, HeaderNames.FORWARDED, "x".repeat(100_000) + ",for=192.0.2.9"))
                .isEqualTo("192.0.2.9");
    }

    private static String client(ProxyConfig proxies, HeaderName header, String lines) {
        List<String> all =
                Arrays.stream(lines.split("/", -1)).map(String::strip).toList();
        return ClientAddress.of(PEER, proxies, name -> name.equals(header) ? all : List.of())
                .getHostAddress();
    }
}
