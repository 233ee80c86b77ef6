package dev.gatehouse.common.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;
import org.slf4j.helpers.MessageFormatter;

/**
 * The message of an event, with each of its arguments within a bound. Of an argument that has several lines only the first is taken: what
 * follows is mostly a dump of what a client has sent.
 */
final class LogMessage {
    /** The most characters of a message that are logged. */
    static final int MAX_MESSAGE_CHARS = 4_000;

    /** The most characters of one argument that are logged, and of the message of an exception. */
    static final int MAX_PART_CHARS = 1_000;

    private LogMessage() {}

    /** Appends the message, escaped and within its bounds. */
    static void append(StringBuilder line, ILoggingEvent event) {
        Object[] arguments = event.getArgumentArray();
        if (arguments == null || arguments.length == 0) {
            LogText.append(line, String.valueOf(event.getMessage()), MAX_MESSAGE_CHARS);
            return;
        }
        String formatted = hasLongText(arguments) ? "" : String.valueOf(event.getFormattedMessage());
        if (!formatted.isEmpty() && LogText.isPlain(formatted, MAX_PART_CHARS)) {
            line.append(formatted);
        } else {
            LogText.append(line, withFirstLines(event.getMessage(), arguments), MAX_MESSAGE_CHARS);
        }
    }

    /** Looked for first, so that no long message is made only to be cut. */
    private static boolean hasLongText(Object[] arguments) {
        for (Object argument : arguments) {
            if (argument instanceof CharSequence text && text.length() > MAX_PART_CHARS) {
                return true;
            }
        }
        return false;
    }

    private static String withFirstLines(String pattern, Object[] arguments) {
        Object[] cut = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            // SLF4J's formatter, because it shows what is in an array, and bears a toString() that throws.
            String text = String.valueOf(MessageFormatter.arrayFormat("{}", new Object[] {arguments[i]})
                    .getMessage());
            cut[i] = LogText.firstLine(text, MAX_PART_CHARS);
        }
        return String.valueOf(MessageFormatter.arrayFormat(pattern, cut).getMessage());
    }
}
