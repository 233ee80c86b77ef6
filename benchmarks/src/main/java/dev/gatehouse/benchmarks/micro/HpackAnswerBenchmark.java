package dev.gatehouse.benchmarks.micro;

import dev.gatehouse.gateway.hpack.HpackRewriter;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.http.http2.Http2Headers;
import io.helidon.http.http2.Http2Headers.DynamicTable;
import io.helidon.http.http2.Http2HuffmanEncoder;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The header block of an answer as Helidon writes it, on its way to a client that has room for Helidon's table, or less. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HpackAnswerBenchmark {
    private static final int ANSWERS = 1 << 12;

    /** Whether the request id, which is different each time, goes into the table. */
    @Param({"true", "false"})
    private boolean indexed;

    private final byte[][] blocks = new byte[ANSWERS][];
    private HpackRewriter roomy = new HpackRewriter();
    private HpackRewriter small = new HpackRewriter();
    private int next;

    @Setup
    public void encode() {
        DynamicTable table = DynamicTable.create(4_096);
        for (int i = 0; i < ANSWERS; i++) {
            BufferData block = BufferData.growing(512);
            answer().write(table, Http2HuffmanEncoder.create(), block);
            blocks[i] = block.readBytes();
        }
    }

    private Http2Headers answer() {
        WritableHeaders<?> headers = WritableHeaders.create();
        headers.add(HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/json"));
        headers.add(HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-store"));
        headers.add(HeaderValues.create(HeaderNames.create("X-Content-Type-Options"), "nosniff"));
        headers.add(HeaderValues.create(HeaderNames.create("Referrer-Policy"), "no-referrer"));
        headers.add(HeaderValues.create(HeaderNames.CONTENT_LENGTH, true, false, "1234"));
        headers.add(HeaderValues.create(HeaderNames.DATE, true, false, "Sun, 29 Nov 2026 21:28:28 GMT"));
        headers.add(HeaderValues.create(
                HeaderNames.create("X-Request-ID"),
                !indexed,
                false,
                UUID.randomUUID().toString()));
        return Http2Headers.create(headers).status(Status.OK_200);
    }

    /** The blocks follow each other on one connection; the last one is followed by a new connection. */
    private byte[] next() {
        next = (next + 1) % ANSWERS;
        if (next == 0) {
            roomy = new HpackRewriter();
            small = new HpackRewriter();
            small.peerTable(0);
        }
        return blocks[next];
    }

    @Setup(Level.Iteration)
    public void begin() {
        next = ANSWERS - 1;
    }

    @Benchmark
    public Optional<byte[]> passesToARoomyTable() {
        byte[] block = next();
        return roomy.rewrite(block, 0, block.length);
    }

    @Benchmark
    public Optional<byte[]> isWrittenAnewForASmallTable() {
        byte[] block = next();
        return small.rewrite(block, 0, block.length);
    }
}
