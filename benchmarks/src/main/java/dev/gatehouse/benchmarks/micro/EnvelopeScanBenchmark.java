package dev.gatehouse.benchmarks.micro;

import dev.gatehouse.common.rpc.EnvelopeScanner;
import dev.gatehouse.common.rpc.ReplyEnvelope;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The scan of a reply's envelope: a small one, and one of 16 KiB. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EnvelopeScanBenchmark {
    private static final int LARGE_BYTES = 16 * 1024;
    private static final String ITEM =
            "{\"id\":\"0198a1de-7b1c\",\"name\":\"a line of an order\",\"count\":3,\"price\":12.5}";

    private final byte[] small = envelope(1);
    private final byte[] large = envelope(LARGE_BYTES / (ITEM.length() + 1));

    public EnvelopeScanBenchmark() {
        if (!(EnvelopeScanner.scan(large) instanceof ReplyEnvelope.Success)) {
            throw new IllegalStateException("not an envelope");
        }
    }

    private static byte[] envelope(int items) {
        String list = (ITEM + ",").repeat(items - 1) + ITEM;
        return ("{\"success\":true,\"data\":{\"items\":[" + list + "]}}").getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public Object small() {
        return EnvelopeScanner.scan(small);
    }

    @Benchmark
    public Object of16KiB() {
        return EnvelopeScanner.scan(large);
    }
}
