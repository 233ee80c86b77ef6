package dev.gatehouse.gateway.hpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http2.Http2Exception;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Compares the decoder with Netty's, on blocks that are well-formed and on blocks that may be anything. */
class HpackOracleTest {
    private static final int TABLE_BYTES = 300;
    private static final HpackLimits LIMITS = new HpackLimits(4_000, 1_000, 4_000, TABLE_BYTES, 2);

    /** Octets at which kinds and lengths change. */
    private static final int[] TELLING = {0x00, 0x0f, 0x1f, 0x20, 0x3f, 0x40, 0x7f, 0x80, 0xff};

    @Property(tries = 1_000)
    void wellFormedBlocksGiveTheSameFields(@ForAll long seed) throws Http2Exception {
        RandomEncoder encoder = new RandomEncoder(new Random(seed), TABLE_BYTES);
        HpackDecoder decoder = new HpackDecoder(LIMITS);
        NettyDecoder netty = new NettyDecoder(LIMITS);
        for (int i = 0; i < 20; i++) {
            byte[] block = encoder.next();
            HeaderBlock decoded = Blocks.decode(decoder, block);

            if (decoded instanceof HeaderBlock.Complete(List<HeaderField> fields)) {
                assertThat(fields).isEqualTo(encoder.fields());
            }
            assertThat(comparable(decoded)).isEqualTo(comparable(netty.decode(block)));
        }
    }

    /**
     * The verdicts differ in one case only: Netty takes as many table size updates in a block as there are. A million connections with up to five
     * blocks each had no other difference.
     */
    @Property(tries = 3_000)
    void changedBlocksGetTheSameVerdict(@ForAll long seed) throws Http2Exception {
        Random random = new Random(seed);
        RandomEncoder encoder = new RandomEncoder(random, TABLE_BYTES);
        HpackDecoder decoder = new HpackDecoder(LIMITS);
        NettyDecoder netty = new NettyDecoder(LIMITS);
        for (int i = 0; i < 5; i++) {
            byte[] block = random.nextInt(3) == 0 ? changed(encoder.next(), random) : encoder.next();
            String verdict;
            try {
                verdict = comparable(Blocks.decode(decoder, block));
            } catch (HpackException e) {
                if (!String.valueOf(e.getMessage()).contains("too many dynamic table size updates")) {
                    assertThatThrownBy(() -> netty.decode(block))
                            .as(() -> HexFormat.of().formatHex(block))
                            .isInstanceOf(HpackException.class);
                }
                return;
            }
            assertThat(verdict).as(() -> HexFormat.of().formatHex(block)).isEqualTo(comparable(netty.decode(block)));
        }
    }

    private static byte[] changed(byte[] block, Random random) {
        byte[] changed = block.clone();
        for (int count = 1 + random.nextInt(3); count > 0 && changed.length > 0; count--) {
            int at = random.nextInt(changed.length);
            switch (random.nextInt(4)) {
                case 0 -> changed[at] = (byte) TELLING[random.nextInt(TELLING.length)];
                case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> changed = Arrays.copyOf(changed, at);
                default -> {
                    byte[] rest = Arrays.copyOfRange(changed, at, changed.length);
                    int more = 1 + random.nextInt(6);
                    changed = Arrays.copyOf(changed, changed.length + more);
                    for (int i = 0; i < more; i++) {
                        changed[at + i] = (byte)
                                (random.nextBoolean() ? TELLING[random.nextInt(TELLING.length)] : random.nextInt(256));
                    }
                    System.arraycopy(rest, 0, changed, at + more, rest.length);
                }
            }
        }
        return changed;
    }

    private static String comparable(HeaderBlock block) {
        return switch (block) {
            case HeaderBlock.Complete complete -> {
                StringBuilder text = new StringBuilder("complete ");
                complete.fields()
                        .forEach(field -> text.append(field.name())
                                .append('=')
                                .append(field.value())
                                .append('\n'));
                yield text.toString();
            }
            case HeaderBlock.TooLarge tooLarge -> "too large";
        };
    }
}
