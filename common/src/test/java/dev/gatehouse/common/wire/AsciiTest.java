package dev.gatehouse.common.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AsciiTest {
    private static boolean isPrintable(int c) {
        return c >= 0x20 && c <= 0x7e;
    }

    @Test
    void eachByteIsFoundWhereverItStands() {
        for (int c = 0; c < 256; c++) {
            for (int place = 0; place < 16; place++) {
                byte[] bytes = new byte[16];
                Arrays.fill(bytes, (byte) '~');
                bytes[place] = (byte) c;
                assertThat(Ascii.skipPrintable(bytes, 0, 16))
                        .as("%d at %d", c, place)
                        .isEqualTo(isPrintable(c) ? 16 : place / 8 * 8);
            }
        }
    }

    @Property(tries = 2000)
    void nothingElseIsPassedOver(@ForAll byte[] bytes, @ForAll @IntRange(max = 9) int from) {
        int start = Math.min(from, bytes.length);
        int at = Ascii.skipPrintable(bytes, start, bytes.length);

        assertThat(at).isBetween(start, bytes.length);
        for (int i = start; i < at; i++) {
            assertThat(isPrintable(bytes[i] & 0xff)).isTrue();
        }
    }
}
