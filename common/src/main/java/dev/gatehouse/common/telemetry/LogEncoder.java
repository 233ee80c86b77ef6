package dev.gatehouse.common.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.gatehouse.common.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a log event as one line. Whatever a line is made of is escaped and cut, so that nothing that a client sends can look like
 * a line of its own, command a terminal, hide what is beside it, or fill the disk: see {@link LogText}, {@link LogMessage} and
 * {@link LogStackTrace}. In the plain form the lines of a stack trace follow, indented. Thread-safe.
 */
public final class LogEncoder extends EncoderBase<ILoggingEvent> {
    private static final int MAX_NAME_CHARS = 200;
    private static final int USUAL_CHARS = 160;
    private static final String INDENT = "    ";
    private static final byte[] NOTHING = {};

    private final LogTime time = new LogTime();
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
        String line = switch (format) {
            case PLAIN -> plain(event);
            case JSON -> json(event);
        };
        return line.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    private String plain(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(USUAL_CHARS);
        time.append(line, event.getTimeStamp());
        line.append(' ').append(event.getLevel()).append(' ');
        LogText.append(line, event.getLoggerName(), MAX_NAME_CHARS);
        line.append(" [");
        LogText.append(line, event.getThreadName(), MAX_NAME_CHARS);
        line.append("] ");
        String requestId = event.getMDCPropertyMap().get(RequestContext.MDC_KEY);
        if (requestId != null) {
            line.append('[');
            LogText.append(line, requestId, MAX_NAME_CHARS);
            line.append("] ");
        }
        LogMessage.append(line, event);
        line.append('\n');
        stackTrace(event).forEach(step -> line.append(INDENT).append(step).append('\n'));
        return line.toString();
    }

    private String json(ILoggingEvent event) {
        StringBuilder moment = new StringBuilder();
        time.append(moment, event.getTimeStamp());
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", moment.toString());
        fields.put("level", event.getLevel().toString());
        fields.put("logger", name(event.getLoggerName()));
        fields.put("thread", name(event.getThreadName()));
        String requestId = event.getMDCPropertyMap().get(RequestContext.MDC_KEY);
        if (requestId != null) {
            fields.put(RequestContext.MDC_KEY, name(requestId));
        }
        StringBuilder message = new StringBuilder(USUAL_CHARS);
        LogMessage.append(message, event);
        fields.put("message", message.toString());
        List<String> trace = stackTrace(event);
        if (!trace.isEmpty()) {
            fields.put("stack_trace", String.join("\n", trace));
        }
        return Json.mapper().writeValueAsString(fields) + "\n";
    }

    private static String name(String text) {
        if (LogText.isPlain(text, MAX_NAME_CHARS)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        LogText.append(escaped, text, MAX_NAME_CHARS);
        return escaped.toString();
    }

    private static List<String> stackTrace(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        return thrown == null ? List.of() : LogStackTrace.lines(thrown);
    }
}
