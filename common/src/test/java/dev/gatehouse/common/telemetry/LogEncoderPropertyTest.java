package dev.gatehouse.common.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.gatehouse.common.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What holds for a line of the log, whatever it is made of. */
class LogEncoderPropertyTest {
    private static final Pattern EVENT =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z [A-Z]+ .*");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(u([0-9a-f]{4})|[nrt\\\\])");
    private static final int MAX_LINE = 64 * 1024;

    private final LogEncoder encoder = new LogEncoder();
    private final LoggerContext context = new LoggerContext();

    @Provide
    static Arbitrary<String> hostile() {
        return HostileText.any();
    }

    @Property
    void plainEventIsOneLineThatHidesNothing(
            @ForAll("hostile") String message, @ForAll("hostile") String argument, @ForAll("hostile") String other) {
        String written = encode(event(message + "{}", argument, other, null));

        assertThat(written).endsWith("\n");
        assertThat(written.indexOf('\n')).isEqualTo(written.length() - 1);
        assertThat(written.substring(0, written.length() - 1))
                .matches(EVENT)
                .satisfies(line -> assertThat(HostileText.isHarmless(line)).isTrue());
    }

    @Property
    void stackTraceIsIndentedAndHidesNothing(@ForAll("hostile") String message, @ForAll("hostile") String cause) {
        Throwable thrown = new IllegalStateException(message, new RuntimeException(cause));
        thrown.addSuppressed(new RuntimeException(cause));
        List<String> lines = List.of(encode(event("failed", "", "", thrown)).split("\n", -1));

        assertThat(lines.getFirst()).matches(EVENT);
        assertThat(lines.getLast()).isEmpty();
        assertThat(lines.subList(1, lines.size() - 1)).isNotEmpty().allSatisfy(line -> {
            assertThat(line).startsWith("    ");
            assertThat(HostileText.isHarmless(line)).as(line).isTrue();
        });
    }

    @Property
    void jsonEventIsOneObjectThatHidesNothing(
            @ForAll("hostile") String message, @ForAll("hostile") String argument, @ForAll("hostile") String other) {
        encoder.setFormat("json");
        String written = encode(event(message + "{}", argument, other, new IllegalStateException(message)));

        assertThat(written.indexOf('\n')).isEqualTo(written.length() - 1);
        assertThat(HostileText.isHarmless(written.strip())).isTrue();
        JsonNode object = Json.mapper().readTree(written);
        for (String field : List.of("logger", "thread", "request_id", "message")) {
            assertThat(HostileText.isHarmless(object.get(field).asString()))
                    .as(field)
                    .isTrue();
        }
        assertThat(object.get("stack_trace").asString().lines())
                .allSatisfy(line -> assertThat(HostileText.isHarmless(line)).isTrue());
    }

    @Property
    void whatIsNotCutCanBeReadBack(@ForAll("hostile") String message) {
        String written = encode(event(message, null, "x", null));
        String shown = written.substring(written.indexOf("[x] [x] ") + 8, written.length() - 1);

        assertThat(unescaped(shown)).isEqualTo(message);
    }

    @Property(tries = 100)
    void lineIsBoundedHoweverLongItsPartsAre(@ForAll("hostile") String part, @ForAll boolean json) {
        encoder.setFormat(json ? "json" : "plain");
        String lengthy = (part + "\u202e").repeat(10_000);
        Throwable thrown = chain(lengthy, 50);

        assertThat(encode(event(lengthy, lengthy, lengthy, thrown))).hasSizeLessThan(4 * MAX_LINE);
        assertThat(encode(event(lengthy, lengthy, lengthy, null))).hasSizeLessThan(MAX_LINE);
    }

    private static Throwable chain(String message, int length) {
        Throwable thrown = new IllegalStateException(message);
        for (int i = 1; i < length; i++) {
            thrown = new IllegalStateException(message, thrown);
            thrown.addSuppressed(new IllegalStateException(message));
        }
        return thrown;
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text).replaceAll(escape -> {
            String character = switch (escape.group(1).charAt(0)) {
                case 'n' -> "\n";
                case 'r' -> "\r";
                case 't' -> "\t";
                case 'u' -> String.valueOf((char) Integer.parseInt(escape.group(2), 16));
                default -> "\\";
            };
            return java.util.regex.Matcher.quoteReplacement(character);
        });
    }

    /** The other text is the name of the thread, of the logger, and of the request. */
    private LoggingEvent event(String message, @Nullable String argument, String other, @Nullable Throwable thrown) {
        LoggingEvent event = new LoggingEvent(
                "",
                context.getLogger("x"),
                Level.INFO,
                message,
                thrown,
                argument == null ? null : new Object[] {argument});
        event.setLoggerName(other);
        event.setThreadName(other);
        event.setMDCPropertyMap(Map.of(RequestContext.MDC_KEY, other));
        return event;
    }

    private String encode(LoggingEvent event) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(encoder.encode(event)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("no UTF-8", e);
        }
    }
}
