package dev.gatehouse.gateway.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedOriginsTest {
    private static boolean allows(String listed, String origin) {
        return AllowedOrigins.of(List.of(listed)).allows(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com",
                "https://app.example.com:8443",
                "http://localhost",
                "http://localhost:3000",
                "http://127.0.0.1:8080",
                "http://[::1]:8080",
                "https://xn--bcher-kva.example",
                "https://my_app.example.com",
                "chrome-extension://abcdefghijklmnop",
                "capacitor://localhost",
                "null"
            })
    void anOriginThatIsListedIsAllowedAndNoOther(String origin) {
        assertThat(AllowedOrigins.isOne(origin)).isTrue();
        AllowedOrigins origins = AllowedOrigins.of(List.of(origin));
        assertThat(origins.allows(origin)).isTrue();
        assertThat(origins.exact()).containsExactly(origin);
        assertThat(origins.isEmpty()).isFalse();
        assertThat(origins.allows(origin + "x")).isFalse();
        assertThat(origins.allows(origin + "/")).isFalse();
        assertThat(origins.allows("x" + origin)).isFalse();
        assertThat(origins.allows("https://other.example")).isFalse();
        assertThat(origins.allows("")).isFalse();
        assertThat(origins.allows("*")).isFalse();
    }

    /** Once a list with a star refused every browser. */
    @ParameterizedTest
    @ValueSource(
            strings = {"https://a.example", "http://localhost:3000", "null", "chrome-extension://abcdefghijklmnop"})
    void theStarStandsForAllOrigins(String origin) {
        assertThat(AllowedOrigins.isOne("*")).isTrue();
        assertThat(allows("*", origin)).isTrue();
        assertThat(AllowedOrigins.of(List.of("https://b.example", "*")).allows(origin))
                .isTrue();
        assertThat(AllowedOrigins.of(List.of("*")).isEmpty()).isFalse();
        assertThat(AllowedOrigins.of(List.of("*")).exact()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://*.example.com, https://a.example.com, true",
        "https://*.example.com, https://a-b.example.com, true",
        "https://*.example.com, https://a_1.example.com, true",
        "https://*.example.com, https://example.com, false",
        "https://*.example.com, https://.example.com, false",
        "https://*.example.com, https://a.b.example.com, false",
        "https://*.example.com, https://-a.example.com, false",
        "https://*.example.com, https://A.example.com, false",
        "https://*.example.com, https://aexample.com, false",
        "https://*.example.com, https://a.example.com.evil.example, false",
        "https://*.example.com, https://evil.example/.example.com, false",
        "https://*.example.com, https://user@a.example.com, false",
        "https://*.example.com, https://a.example.com:8443, false",
        "https://*.example.com, http://a.example.com, false",
        "https://*.example.com, null, false",
        "https://*.example.com:8443, https://a.example.com:8443, true",
        "https://*.example.com:8443, https://a.example.com, false",
        "https://*.app.example.com, https://a.app.example.com, true",
        "https://*.app.example.com, https://app.example.com, false",
        "http://*.localhost, http://a.localhost, true",
        "http://*.localhost:3000, http://a.localhost:3000, true"
    })
    void aStarInANameStandsForOneLabel(String pattern, String origin, boolean allowed) {
        assertThat(AllowedOrigins.isOne(pattern)).isTrue();
        assertThat(allows(pattern, origin)).isEqualTo(allowed);
        assertThat(AllowedOrigins.of(List.of(pattern)).matchesWildcard(origin)).isEqualTo(allowed);
        assertThat(AllowedOrigins.of(List.of(pattern)).exact()).isEmpty();
        assertThat(AllowedOrigins.of(List.of(pattern)).isEmpty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "app.example.com",
                "https://",
                "https://App.example.com",
                "HTTPS://app.example.com",
                "https://app.example.com/",
                "https://app.example.com/path",
                "https://app.example.com:443",
                "http://app.example.com:80",
                "https://app.example.com:0",
                "https://app.example.com:65536",
                "https://app.example.com:",
                "https://user@app.example.com",
                "https://bücher.example",
                "https://a..example.com",
                "https://*",
                "https://*.com",
                "https://*.example.com/",
                "https://*.example.com:443",
                "https://a*.example.com",
                "https://a.*.example.com",
                "https://*.*.example.com",
                "*://app.example.com",
                "*.example.com",
                "**",
                " *",
                "NULL"
            })
    void whatNoBrowserSendsIsNotAnOrigin(String text) {
        assertThat(AllowedOrigins.isOne(text)).isFalse();
    }

    @Test
    void anEmptyListAllowsNothing() {
        AllowedOrigins none = AllowedOrigins.of(List.of());
        assertThat(none.isEmpty()).isTrue();
        assertThat(none.allows("https://app.example.com")).isFalse();
        assertThat(none.allows("null")).isFalse();
    }

    @Test
    void severalFormsStandSideBySide() {
        AllowedOrigins origins = AllowedOrigins.of(List.of("https://app.example.com", "https://*.example.org", "null"));
        assertThat(origins.allows("https://app.example.com")).isTrue();
        assertThat(origins.allows("https://a.example.org")).isTrue();
        assertThat(origins.allows("null")).isTrue();
        assertThat(origins.allows("https://example.org")).isFalse();
    }
}
