package dev.gatehouse.common.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.gatehouse.common.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
        assertThat(object.get("message").asString()).isEqualTo("say \"hi\"\n");
        assertThat(object.get("request_id").asString()).isEqualTo("r-1");
        assertThat(object.get("stack_trace").asString()).startsWith("java.lang.IllegalStateException: no");
    }

    private String encode(String message, @Nullable Throwable thrown, Map<String, String> context) {
        LoggingEvent event = new LoggingEvent(
                "", new LoggerContext().getLogger("dev.gatehouse.Test"), Level.INFO, message, thrown, new Object[0]);
        event.setInstant(Instant.parse("2026-01-31T12:00:00.123Z"));
        event.setThreadName("worker");
        event.setMDCPropertyMap(context);
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }
}
