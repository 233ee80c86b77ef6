package dev.gatehouse.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0B",
        "512, 512, 512B",
        "512B, 512, 512B",
        "64KiB, 65536, 64KiB",
        "64 kib, 65536, 64KiB",
        "1536KiB, 1572864, 1536KiB",
        "19MiB, 19922944, 19MiB",
        "2GiB, 2147483648, 2GiB",
        "1024KiB, 1048576, 1MiB"
    })
    void textStandsForANumberOfBytes(String text, long bytes, String shortest) {
        assertThat(ByteSize.parse(text)).hasValue(new ByteSize(bytes));
        assertThat(new ByteSize(bytes)).hasToString(shortest);
        assertThat(ByteSize.parse(shortest)).hasValue(new ByteSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "KiB", "-1", "1.5MiB", "64KB", "64K", "9999999999999999", "999999999999999GiB", "1 2"})
    void otherTextStandsForNone(String text) {
        assertThat(ByteSize.parse(text)).isEmpty();
    }

    @Test
    void sizeIsNeverNegative() {
        assertThatThrownBy(() -> new ByteSize(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sizeThatIsTooLargeForAnArrayIsRefused() {
        assertThat(ByteSize.ofMiB(1).toInt()).isEqualTo(1_048_576);
        assertThatThrownBy(() -> ByteSize.ofMiB(2048).toInt()).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void secretPrintsAsStars() {
        assertThat(new Secret("geheim")).hasToString("***").isEqualTo(new Secret("geheim"));
        assertThat("password " + new Secret("geheim")).doesNotContain("geheim");
    }
}
