package dev.gatehouse.common.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.gatehouse.common.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LogEncoderTest {
    private final LogEncoder encoder = new LogEncoder();

    @Test
    void plainLineHasTimeLevelLoggerThreadRequestIdAndMessage() {
        assertThat(encode("hello", null, Map.of("request_id", "r-1")))
                .isEqualTo("2026-01-31T12:00:00.123Z INFO dev.gatehouse.Test [worker] [r-1] hello\n");
    }

    @Test
    void plainLineOutsideOfARequestHasNoRequestId() {
        assertThat(encode("hello", null, Map.of()))
                .isEqualTo("2026-01-31T12:00:00.123Z INFO dev.gatehouse.Test [worker] hello\n");
    }

    @Test
    void messageCannotForgeALine() {
        String forged = "x\n2026-01-31T12:00:00.123Z ERROR root [main] owned\r\u001b[31m\u0085\u2028end";
        assertThat(encode(forged, null, Map.of()))
                .endsWith("x\\n2026-01-31T12:00:00.123Z ERROR root [main] owned\\r\\u001b[31m\\u0085\\u2028end\n")
                .hasLineCount(1);
    }

    @Test
    void messageOfAnExceptionCannotForgeALine() {
        String line = encode("failed", new IllegalStateException("x\n2026-01-31T12:00:00.123Z ERROR owned"), Map.of());
        assertThat(line.lines().skip(1)).isNotEmpty().allMatch(step -> step.startsWith("    "));
        assertThat(line).contains("java.lang.IllegalStateException: x");
    }

    @Test
    void jsonLineIsOneObject() {
        encoder.setFormat("json");
        String line = encode("say \"hi\"\n", new IllegalStateException("no"), Map.of("request_id", "r-1"));

        assertThat(line).endsWith("}\n").hasLineCount(1);
        JsonNode object = Json.mapper().readTree(line);
        assertThat(object.propertyNames())
                .containsExactly("time", "level", "logger", "thread", "request_id", "message", "stack_trace");
        assertThat(object.get("message").asString()).isEqualTo("say \"hi\"\\n");
        assertThat(object.get("request_id").asString()).isEqualTo("r-1");
        assertThat(object.get("stack_trace").asString()).startsWith("java.lang.IllegalStateException: no");
    }

    @Test
    void textOfOtherLanguagesStaysReadableAndWhatReordersItDoesNot() {
        assertThat(encode("\u043f\u0430\u0440\u043e\u043b\u044c \u00fc\u00e9 \u5bc6\u7801 \u20ac", null, Map.of()))
                .endsWith("] \u043f\u0430\u0440\u043e\u043b\u044c \u00fc\u00e9 \u5bc6\u7801 \u20ac\n");
        assertThat(encode("\u05d0 1 = 2", null, Map.of())).endsWith("] \\u05d0 1 = 2\n");
    }

    @Test
    void dumpOfWhatAClientHasSentIsNotLogged() {
        String dump = "Found CR without LF:\n00000000  7b 22 70 61 73 73 77 6f  {\"passwo\n00000008  72 64 22  rd\"";
        assertThat(encode("failed", new IllegalArgumentException(dump), Map.of()))
                .contains("IllegalArgumentException: Found CR without LF: ...[68 more characters]\n")
                .doesNotContain("passwo", "70 61");
        assertThat(encode("failed: {}", null, Map.of(), dump))
                .endsWith("failed: Found CR without LF: ...[68 more characters]\n");
        assertThat(encode("failed: {}", null, Map.of(), new IllegalArgumentException(dump)))
                .doesNotContain("passwo", "70 61");
    }

    @Test
    void whatFollowsALongArgumentIsStillThere() {
        assertThat(encode("{} came from {}", null, Map.of(), "x".repeat(5_000), "192.0.2.1"))
                .endsWith("x ...[4000 more characters] came from 192.0.2.1\n");
        assertThat(encode("{} came from {}", null, Map.of(), List.of("x".repeat(5_000)), "192.0.2.1"))
                .endsWith("x ...[4002 more characters] came from 192.0.2.1\n");
    }

    @Test
    void longMessageIsCut() {
        assertThat(encode("x".repeat(5_000), null, Map.of())).endsWith("x ...[1000 more characters]\n");
    }

    @Test
    void messageMayBeMissing() {
        assertThat(encode(null, null, Map.of())).endsWith("[worker] null\n");
        assertThat(encode(null, null, Map.of(), "x")).endsWith("[worker] null\n");
        assertThat(encode("{}", null, Map.of(), (Object) null)).endsWith("[worker] null\n");
    }

    @Test
    void arrayIsShown() {
        assertThat(encode("{} {}", null, Map.of(), new String[] {"a", "b\n"}, new int[] {1}))
                .endsWith("] [a, b ...[2 more characters] [1]\n");
    }

    @Test
    void deepStackTraceIsCut() {
        Throwable deep = deep(500);
        assertThat(encode("failed", deep, Map.of()).lines()).hasSize(1 + 1 + 16 + 1);
        assertThat(encode("failed", deep, Map.of()).lines().toList().getLast()).matches("\\s+\\.\\.\\. \\d+ more");
    }

    @Test
    void longChainOfCausesIsCutAndItsLastOneShown() {
        Throwable thrown = new IllegalStateException("the root");
        for (int i = 0; i < 20; i++) {
            thrown = new IllegalStateException("cause " + i, thrown);
        }
        assertThat(encode("failed", thrown, Map.of()))
                .contains(
                        "cause 19",
                        "cause 18",
                        "cause 17",
                        "... 17 more causes",
                        "Caused by: java.lang.IllegalStateException: the root")
                .doesNotContain("cause 16");
        assertThat(encode("failed", thrown, Map.of()).lines()).hasSizeLessThanOrEqualTo(1 + LogStackTrace.MAX_LINES);
    }

    @Test
    void circleOfCausesEnds() {
        IllegalStateException first = new IllegalStateException("first");
        first.initCause(new IllegalStateException("second", first));
        assertThat(encode("failed", first, Map.of()).lines()).hasSizeLessThanOrEqualTo(1 + LogStackTrace.MAX_LINES);
    }

    @Test
    void suppressedExceptionsAreNamed() {
        IllegalStateException thrown = new IllegalStateException("first");
        for (int i = 0; i < 5; i++) {
            thrown.addSuppressed(new IllegalArgumentException("suppressed " + i));
        }
        assertThat(encode("failed", thrown, Map.of()))
                .contains("Suppressed: java.lang.IllegalArgumentException: suppressed 0", "... 3 more suppressed")
                .doesNotContain("suppressed 2");
    }

    private static Throwable deep(int calls) {
        return calls == 0 ? new IllegalStateException("deep") : deep(calls - 1);
    }

    private String encode(
            @Nullable String message,
            @Nullable Throwable thrown,
            Map<String, String> context,
            @Nullable Object... arguments) {
        LoggingEvent event = new LoggingEvent(
                "", new LoggerContext().getLogger("dev.gatehouse.Test"), Level.INFO, message, thrown, arguments);
        event.setInstant(Instant.parse("2026-01-31T12:00:00.123Z"));
        event.setThreadName("worker");
        event.setMDCPropertyMap(context);
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }
}
