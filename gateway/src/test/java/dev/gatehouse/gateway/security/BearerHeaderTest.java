package dev.gatehouse.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerHeaderTest {
    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc.def-_~+/==", "bearer abc.def-_~+/==", "BEARER   abc.def-_~+/=="})
    void schemeIsCaseInsensitive(String header) {
        assertThat(BearerHeader.parse(List.of(header))).isEqualTo(new BearerHeader.Token("abc.def-_~+/=="));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer a b",
                "Bearer a,b",
                "Bearer =",
                "Basic YTpi",
                "abc",
                "Bearer\tabc"
            })
    void anythingElseIsMalformed(String header) {
        assertThat(BearerHeader.parse(List.of(header))).isInstanceOf(BearerHeader.Malformed.class);
    }

    @Test
    void twoHeadersAreMalformed() {
        assertThat(BearerHeader.parse(List.of("Bearer a", "Bearer a"))).isInstanceOf(BearerHeader.Malformed.class);
    }

    @Test
    void endlessTokenIsMalformed() {
        assertThat(BearerHeader.parse(List.of("Bearer " + "a".repeat(BearerHeader.MAX_TOKEN_LENGTH + 1))))
                .isInstanceOf(BearerHeader.Malformed.class);
    }

    @Test
    void noHeaderIsAbsent() {
        assertThat(BearerHeader.parse(List.of())).isInstanceOf(BearerHeader.Absent.class);
    }

    @Test
    void tokenIsNotPrinted() {
        assertThat(BearerHeader.parse(List.of("Bearer abc")).toString()).doesNotContain("abc");
    }
}
