package dev.gatehouse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each case of the public conformance suite for HTTP/2, and those that it lacks, played against the gateway: all of them at once, each on a connection of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Http2ConformanceTest {
    private static final String ROUTES = """
            - {name: t.free, http: POST /free, rpc: core.t.rpc.free.v1, auth: none}
            - {name: t.get, http: GET /get, rpc: core.t.rpc.get.v1, auth: none}
            - {name: t.held, http: GET /held, rpc: core.t.rpc.held.v1, auth: none}
            - {name: t.held.post, http: POST /held, rpc: core.t.rpc.held.v1, auth: none}
            """;

    private final CountDownLatch over = new CountDownLatch(1);
    private final Map<Http2Case, String> faults = new HashMap<>();

    @BeforeAll
    void playAll(@TempDir Path directory) throws Exception {
        try (TestGateway gateway = TestGateway.start(directory, ROUTES);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            gateway.answer(request -> {
                if (request.routingKey().contains("held")) {
                    awaitTheEnd();
                }
                return TestGateway.bytes("{\"success\":true,\"data\":{}}");
            });
            Map<Http2Case, Future<String>> played = new HashMap<>();
            cases().forEach(row -> played.put(row, threads.submit(() -> fault(gateway.port(), row))));
            for (Map.Entry<Http2Case, Future<String>> one : played.entrySet()) {
                faults.put(one.getKey(), outcome(one.getValue()));
            }
            over.countDown();
        }
    }

    private static String outcome(Future<String> played) throws InterruptedException {
        try {
            return played.get();
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause());
        }
    }

    @AfterAll
    void letGo() {
        over.countDown();
    }

    private void awaitTheEnd() {
        try {
            over.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            // The client has given the request up.
            Thread.currentThread().interrupt();
        }
    }

    static List<Http2Case> cases() {
        return Http2Case.all();
    }

    @Test
    void theTableHasEveryCaseOnce() {
        assertThat(cases()).extracting(Http2Case::id).doesNotHaveDuplicates();
        assertThat(cases()).filteredOn(row -> !row.id().startsWith("own/")).hasSize(147);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void endsAsExpected(Http2Case row) {
        assertThat(faults.get(row)).isEmpty();
    }

    /** What is wrong with the end of a case; empty if nothing is. */
    private static String fault(int port, Http2Case row) throws IOException {
        if (row.isBare()) {
            return faultOverHttp1(port, row);
        }
        try (Http2Dialogue dialogue = new Http2Dialogue(new RawHttp2Client(port))) {
            dialogue.play(row.steps());
            try {
                return dialogue.endsIn(row.expected()) && dialogue.hasRightAftermath(row.expected())
                        ? ""
                        : report(row, dialogue);
            } catch (SocketTimeoutException e) {
                return report(row, dialogue) + ", and no more";
            }
        }
    }

    private static String faultOverHttp1(int port, Http2Case row) throws IOException {
        assertThat(row.expected()).containsExactly(Http2Ending.Simple.BAD_REQUEST_OVER_HTTP1);
        try (RawHttp2Client client = RawHttp2Client.bare(port)) {
            for (String step : row.steps()) {
                client.write(FrameText.payload(step.substring("bare ".length())));
            }
            String answer = client.readToEnd();
            return answer.startsWith("HTTP/1.1 400 ") ? "" : row + ": " + answer;
        }
    }

    private static String report(Http2Case row, Http2Dialogue dialogue) {
        return row + ": expected "
                + row.expected().stream().map(Http2Ending::text).toList() + ", but came " + dialogue.heard();
    }
}
