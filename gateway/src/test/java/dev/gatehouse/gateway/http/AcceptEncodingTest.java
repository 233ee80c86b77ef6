package dev.gatehouse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptEncodingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "GZIP",
                "x-gzip",
                "br, gzip;q=0.001",
                "*",
                "br;q=1.0, *;q=0.5",
                "identity;q=0.5, gzip;q=0.5",
                "identity;q=0, gzip",
                " gzip ; q=1.000 "
            })
    void gzipIsTaken(String value) {
        assertThat(AcceptEncoding.takesGzip(List.of(value))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "br",
                "identity",
                "gzip;q=0",
                "gzip;q=0.000",
                "*, gzip;q=0",
                "*;q=0",
                "identity, gzip;q=0.9",
                "gzip;q=1.001",
                "gzip;q=",
                "gzip;level=1",
                "gzippo"
            })
    void gzipIsNotTaken(String value) {
        assertThat(AcceptEncoding.takesGzip(List.of(value))).isFalse();
    }

    @Test
    void severalLinesAreOneList() {
        assertThat(AcceptEncoding.takesGzip(List.of("br", "gzip"))).isTrue();
        assertThat(AcceptEncoding.takesGzip(List.of())).isFalse();
    }

    @Property
    void nothingIsTooOddToBeRead(@ForAll List<String> values) {
        assertThat(AcceptEncoding.takesGzip(values)).isIn(true, false);
    }
}
