package dev.gatehouse.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.management.HotSpotDiagnosticMXBean;
import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.gateway.http.TestGateway;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Many clients that leave without a word, and what a gateway has left of them: nothing. */
class AbruptEndsTest {
    private static final Logger LOG = LoggerFactory.getLogger(AbruptEndsTest.class);
    /** As many as the build has time for; the property is for more. */
    private static final int CLIENTS = Integer.getInteger("gatehouse.test.abrupt-ends", 10_000);

    private static final int WARM_UP = 2_000;
    private static final int TOLERANCE_BYTES = 4 << 20;
    private static final SessionRegistry.Status NOBODY = new SessionRegistry.Status(0, 0, 0, 0, false);

    @TempDir
    Path directory;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private TestGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = TestGateway.start(directory, "- {name: t.any, rpc: core.test.rpc.any.v1}");
        WebSocketConfig defaults = WebSocketConfig.DEFAULT;
        gateway.webSocket = new WebSocketConfig(
                new WebSocketConfig.Door(true, List.of(), false, 15_000, 1_000),
                defaults.times(),
                defaults.bounds(),
                new WebSocketConfig.Resume(Duration.ZERO, 1, ByteSize.ofKiB(1)),
                defaults.topics());
    }

    @BeforeEach
    void listen() {
        ThresholdFilter troubles = new ThresholdFilter();
        troubles.setLevel("WARN");
        troubles.start();
        log.addFilter(troubles);
        log.start();
        gatewayLog().addAppender(log);
    }

    @AfterEach
    void stop() {
        gatewayLog().detachAppender(log);
        gateway.close();
    }

    @Test
    void nothingIsLeftOfThem() throws Exception {
        AbruptEnds clients = new AbruptEnds(gateway.port(), List.of(gateway.token()));
        clients.run(WARM_UP);
        long before = settledHeap();
        long begun = System.nanoTime();
        for (int gone = 0; gone < CLIENTS; gone += WARM_UP) {
            clients.run(Math.min(WARM_UP, CLIENTS - gone));
            forgetWhatTheTestNotes();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        long after = settledHeap();
        LOG.info("{} clients came and went in {}; heap {} KiB, then {} KiB", CLIENTS, took, before >> 10, after >> 10);
        assertThat(log.list).as("troubles that were logged").isEmpty();
        assertThat(after - before).isLessThan(TOLERANCE_BYTES);
    }

    /** Bytes of the heap in use when nobody is there any more. */
    private long settledHeap() throws IOException {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(gateway.sessions.status()).isEqualTo(NOBODY));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(sessionThreads()).isEmpty());
        assertThat(gateway.pushes.subscribers).isEmpty();
        forgetWhatTheTestNotes();
        // Twice, because the first ends what the second finds unreachable.
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static ch.qos.logback.classic.Logger gatewayLog() {
        return (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("dev.gatehouse.gateway");
    }

    private void forgetWhatTheTestNotes() {
        gateway.presence.clear();
        gateway.requests.clear();
    }

    private List<String> sessionThreads() throws IOException {
        Path dump = Files.createTempDirectory(directory, "threads").resolve("dump.txt");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
        return Files.readAllLines(dump).stream()
                .filter(line -> line.startsWith("#") && line.contains("\"ws-"))
                .toList();
    }
}
