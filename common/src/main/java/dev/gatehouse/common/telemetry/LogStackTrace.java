package dev.gatehouse.common.telemetry;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines that a log has for an exception and its causes: of each its class and the first line of its message, and the calls that led
 * to it, both within bounds. All of them are escaped.
 */
final class LogStackTrace {
    /** The most calls that are shown of one exception. */
    static final int MAX_FRAMES = 16;

    /** The most exceptions of a chain of causes that are shown: the first ones and the last. */
    static final int MAX_CAUSES = 4;

    /** The most suppressed exceptions of one exception that are shown, without their calls. */
    static final int MAX_SUPPRESSED = 2;

    /** The most lines: for each exception itself, its suppressed ones, its calls, and how many of these are left out. */
    static final int MAX_LINES = MAX_CAUSES * (1 + MAX_SUPPRESSED + 1 + MAX_FRAMES + 1) + 1;

    private static final int MAX_FRAME_CHARS = 300;
    private static final String CALL = "    ";

    private final List<String> lines = new ArrayList<>();

    private LogStackTrace() {}

    static List<String> lines(IThrowableProxy thrown) {
        LogStackTrace trace = new LogStackTrace();
        List<IThrowableProxy> chain = chain(thrown);
        for (int i = 0; i < chain.size(); i++) {
            boolean last = i == chain.size() - 1;
            if (i < MAX_CAUSES - 1 || last) {
                trace.add(i == 0 ? "" : "Caused by: ", chain.get(i));
            } else if (i == MAX_CAUSES - 1) {
                trace.lines.add("... " + (chain.size() - MAX_CAUSES) + " more causes");
            }
        }
        return trace.lines;
    }

    /** Ends where Logback has found a circle. */
    private static List<IThrowableProxy> chain(IThrowableProxy thrown) {
        List<IThrowableProxy> chain = new ArrayList<>();
        for (IThrowableProxy next = thrown; next != null; next = next.getCause()) {
            chain.add(next);
        }
        return chain;
    }

    private void add(String role, IThrowableProxy thrown) {
        lines.add(heading(role, thrown));
        IThrowableProxy[] suppressed = thrown.getSuppressed();
        int shown = Math.min(suppressed.length, MAX_SUPPRESSED);
        for (int i = 0; i < shown; i++) {
            lines.add(heading(CALL + "Suppressed: ", suppressed[i]));
        }
        addMore(suppressed.length - shown, "more suppressed");
        addCalls(thrown);
    }

    private void addCalls(IThrowableProxy thrown) {
        StackTraceElementProxy[] calls = thrown.getStackTraceElementProxyArray();
        int shown = Math.min(MAX_FRAMES, calls.length - thrown.getCommonFrames());
        for (int i = 0; i < shown; i++) {
            StringBuilder line = new StringBuilder(CALL);
            LogText.append(line, calls[i].getSTEAsString(), MAX_FRAME_CHARS);
            lines.add(line.toString());
        }
        addMore(calls.length - shown, "more");
    }

    private void addMore(int count, String what) {
        if (count > 0) {
            lines.add(CALL + "... " + count + " " + what);
        }
    }

    private static String heading(String role, IThrowableProxy thrown) {
        StringBuilder line = new StringBuilder(role).append(thrown.getClassName());
        if (thrown.getMessage() != null) {
            line.append(": ");
            LogText.append(
                    line,
                    LogText.firstLine(thrown.getMessage(), LogMessage.MAX_PART_CHARS),
                    LogMessage.MAX_MESSAGE_CHARS);
        }
        return line.toString();
    }
}
