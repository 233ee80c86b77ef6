package dev.gatehouse.gateway.helidon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import dev.gatehouse.gateway.hpack.HelidonHeaders;
import dev.gatehouse.gateway.hpack.HpackException;
import dev.gatehouse.gateway.hpack.HpackLimits;
import dev.gatehouse.gateway.hpack.NettyDecoder;
import dev.gatehouse.gateway.http.RawHttp2Client;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/**
 * What is wrong with Helidon's header compression (RFC 7541), and why header blocks are decoded by us. What loops for ever does so in a process of its own,
 * which is ended afterwards.
 */
final class HelidonHpackDefectsTest {
    private static final String LARGER_THAN_THE_TABLE = "x".repeat(HpackLimits.DEFAULT_TABLE_BYTES + 1);
    private static final Duration LOOP = Duration.ofSeconds(1);
    private static final int BYSTANDER_MILLIS = 500;
    private static final int FEW = 500;
    private static final int TIMES_AS_MANY = 8;
    /** Index of {@code accept-encoding: gzip, deflate} in the static table, as a field of one octet. */
    private static final int FIELD = 0x90;
    /** SETTINGS_HEADER_TABLE_SIZE = 0. */
    private static final byte[] NO_TABLE = {0, 1, 0, 0, 0, 0};

    private static final HpackLimits DECODER_WITHOUT_A_TABLE = new HpackLimits(65_536, 1_000, 65_536, 0, 2);

    @HelidonDefect(workaround = "gateway.hpack.HpackDecoder", breaks = "RFC 7541, section 4.4")
    void aFieldLargerThanTheTableLoopsForEver() throws Exception {
        try (BareProcess server = BareProcess.start();
                RawHttp2Client client = new RawHttp2Client(server.port())) {
            ByteArrayOutputStream block = new ByteArrayOutputStream();
            block.writeBytes(RawHttp2Client.block("GET", BareServer.SMALL));
            block.writeBytes(RawHttp2Client.field("cookie", LARGER_THAN_THE_TABLE, true));
            client.frame(
                    RawHttp2Client.HEADERS,
                    RawHttp2Client.END_HEADERS | RawHttp2Client.END_STREAM,
                    1,
                    block.toByteArray());
            assertLoops(server);
        }
    }

    @HelidonDefect(workaround = "gateway.http.HttpExchange", breaks = "RFC 7541, section 4.4")
    void aHeaderOfAnAnswerThatIsLargerThanTheTableLoopsForEver() throws Exception {
        try (BareProcess server = BareProcess.start();
                RawHttp2Client client = new RawHttp2Client(server.port())) {
            client.get(1, BareServer.LARGE_HEADER);
            assertLoops(server);
        }
    }

    /** The server has one processor for all its connections, and one of them has it for good. */
    private static void assertLoops(BareProcess server) throws IOException {
        Duration before = server.processorTime();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> server.processorTime().minus(before).compareTo(LOOP) > 0);
        try (RawHttp2Client bystander = new RawHttp2Client(server.port())) {
            bystander.readTimeout(BYSTANDER_MILLIS);
            assertThatThrownBy(bystander::read).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @HelidonDefect(workaround = "gateway.hpack.HpackDecoder", breaks = "RFC 9113, section 10.5.1")
    void aFieldThatIsRepeatedTakesQuadraticMemory() {
        var _ = bytesToDecode(FEW);
        assertThat(bytesToDecode(TIMES_AS_MANY * FEW)).isGreaterThan(2L * TIMES_AS_MANY * bytesToDecode(FEW));
    }

    private static long bytesToDecode(int fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(RawHttp2Client.block("GET", "/"));
        block.writeBytes(repeated(FIELD, fields));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        var _ = new HelidonHeaders().read(block.toByteArray());
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static byte[] repeated(int octet, int times) {
        byte[] octets = new byte[times];
        Arrays.fill(octets, (byte) octet);
        return octets;
    }

    @HelidonDefect(workaround = "gateway.hpack.HpackRewriter", breaks = "RFC 7541, section 4.2")
    void aClientsBoundOfTheTableIsIgnored() throws Exception {
        try (BareServer server = BareServer.start();
                RawHttp2Client client = new RawHttp2Client(server.port(), NO_TABLE)) {
            NettyDecoder decoder = new NettyDecoder(DECODER_WITHOUT_A_TABLE);
            client.get(1, BareServer.SMALL);
            var _ = decoder.decode(client.await(RawHttp2Client.HEADERS, 1).payload());
            client.get(3, BareServer.SMALL);
            byte[] second = client.await(RawHttp2Client.HEADERS, 3).payload();
            assertThatThrownBy(() -> decoder.decode(second)).isInstanceOf(HpackException.class);
        }
    }
}
