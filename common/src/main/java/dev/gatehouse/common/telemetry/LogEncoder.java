package dev.gatehouse.common.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.gatehouse.common.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Writes a log event as one line. In the plain form a line break or another control character inside a message is escaped and a stack
 * trace is indented, so that nothing that a client sends can look like a line of its own. Thread-safe.
 */
public final class LogEncoder extends EncoderBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Pattern LINE_BREAK = Pattern.compile("\\R");
    private static final byte[] NOTHING = {};

    private volatile LogConfig.Format format = LogConfig.DEFAULT_FORMAT;

    /** Called by Logback with the text in its configuration; what is not known is plain. */
    public void setFormat(String text) {
        use("json".equalsIgnoreCase(text) ? LogConfig.Format.JSON : LogConfig.Format.PLAIN);
    }

    void use(LogConfig.Format next) {
        format = next;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return switch (format) {
            case PLAIN -> plain(event).getBytes(StandardCharsets.UTF_8);
            case JSON -> json(event);
        };
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    private static String plain(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160)
                .append(time(event))
                .append(' ')
                .append(event.getLevel())
                .append(' ')
                .append(event.getLoggerName())
                .append(" [")
                .append(event.getThreadName())
                .append("] ");
        requestId(event).ifPresent(id -> line.append('[').append(id).append("] "));
        appendEscaped(line, event.getFormattedMessage());
        line.append('\n');
        stackTrace(event)
                .ifPresent(trace -> LINE_BREAK.splitAsStream(trace).forEach(step -> {
                    line.append("    ");
                    appendEscaped(line, step);
                    line.append('\n');
                }));
        return line.toString();
    }

    private static byte[] json(ILoggingEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", time(event));
        fields.put("level", event.getLevel().toString());
        fields.put("logger", event.getLoggerName());
        fields.put("thread", event.getThreadName());
        requestId(event).ifPresent(id -> fields.put(RequestContext.MDC_KEY, id));
        fields.put("message", event.getFormattedMessage());
        stackTrace(event).ifPresent(trace -> fields.put("stack_trace", trace));
        return (Json.mapper().writeValueAsString(fields) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String time(ILoggingEvent event) {
        return TIME.format(Instant.ofEpochMilli(event.getTimeStamp()));
    }

    private static Optional<String> requestId(ILoggingEvent event) {
        return Optional.ofNullable(event.getMDCPropertyMap().get(RequestContext.MDC_KEY));
    }

    private static Optional<String> stackTrace(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        return thrown == null ? Optional.empty() : Optional.of(ThrowableProxyUtil.asString(thrown));
    }

    private static void appendEscaped(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\t' -> line.append(c);
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                default -> {
                    if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                        line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
    }
}
