package dev.gatehouse.common.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import dev.gatehouse.common.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Hostile text on every way into the log. */
class LogRoutesTest {
    private static final String FORGED = "\n2026-01-31T12:00:00.123Z ERROR root [main] forged";
    private static final String HOSTILE = "begin" + HostileText.ALL + FORGED;
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger("dev.gatehouse.Test");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    private final LogEncoder encoder = new LogEncoder();

    static Stream<Map.Entry<String, Runnable>> routes() {
        Map<String, Runnable> routes = Map.ofEntries(
                Map.entry("message", () -> LOG.warn(HOSTILE)),
                Map.entry("argument", () -> LOG.warn("a {} b", HOSTILE)),
                Map.entry("argument of another type", () -> LOG.warn("a {} b", List.of(HOSTILE))),
                Map.entry("argument in an array", () -> LOG.warn("a {} b", (Object) new String[] {HOSTILE})),
                Map.entry("argument without a place", () -> LOG.warn("a", HOSTILE)),
                Map.entry(
                        "fluent argument",
                        () -> LOG.atWarn().addArgument(HOSTILE).log("a {} b")),
                Map.entry(
                        "fluent key and value",
                        () -> LOG.atWarn().addKeyValue(HOSTILE, HOSTILE).log("a")),
                Map.entry("exception", () -> LOG.warn("a", new IllegalStateException(HOSTILE))),
                Map.entry("exception in an argument", () -> LOG.warn("{} b", new IllegalStateException(HOSTILE), "c")),
                Map.entry("cause", () -> LOG.warn("a", new IllegalStateException(new RuntimeException(HOSTILE)))),
                Map.entry("suppressed", () -> LOG.warn("a", suppressing(new RuntimeException(HOSTILE)))),
                Map.entry("request id", () -> {
                    MDC.put(RequestContext.MDC_KEY, HOSTILE);
                    LOG.warn("a");
                }),
                Map.entry("another value of the context", () -> {
                    MDC.put("other", HOSTILE);
                    LOG.warn("a");
                }),
                Map.entry("logger", () -> LoggerFactory.getLogger(HOSTILE).warn("a")),
                Map.entry("thread", () -> inThread(HOSTILE, () -> LOG.warn("a"))),
                Map.entry(
                        "end of a thread",
                        () -> inThread("worker", () -> {
                            throw new IllegalStateException(HOSTILE);
                        })),
                Map.entry("java.util.logging message", () -> jul("a").warning(HOSTILE)),
                Map.entry("java.util.logging supplier", () -> jul("a").warning(() -> HOSTILE)),
                Map.entry("java.util.logging logger", () -> jul(HOSTILE).warning("a")),
                Map.entry(
                        "java.util.logging parameter",
                        () -> jul("a").log(java.util.logging.Level.WARNING, "a {0} b", HOSTILE)),
                Map.entry(
                        "java.util.logging exception",
                        () -> jul("a").log(java.util.logging.Level.WARNING, "a", new IllegalStateException(HOSTILE))),
                Map.entry("java.util.logging record", () -> jul("a").log(record())),
                Map.entry("System.Logger message", () -> system("b").log(System.Logger.Level.WARNING, HOSTILE)),
                Map.entry("System.Logger supplier", () -> system("b").log(System.Logger.Level.WARNING, () -> HOSTILE)),
                Map.entry("System.Logger logger", () -> system(HOSTILE).log(System.Logger.Level.WARNING, "a")),
                Map.entry(
                        "System.Logger parameter",
                        () -> system("b").log(System.Logger.Level.WARNING, "a {0} b", HOSTILE)),
                Map.entry(
                        "System.Logger exception",
                        () -> system("b").log(System.Logger.Level.WARNING, "a", new IllegalStateException(HOSTILE))));
        return routes.entrySet().stream();
    }

    @BeforeEach
    void start() {
        Logging.install();
        Logging.apply(new LogConfig(
                LogConfig.DEFAULT_FORMAT, LogConfig.DEFAULT_LEVEL, Map.of(), new LogRateLimits(1_000, 1_000, 1_000)));
        encoder.setContext(ROOT.getLoggerContext());
        encoder.start();
        appender.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
        appender.setEncoder(encoder);
        appender.setOutputStream(out);
        appender.start();
        ROOT.addAppender(appender);
    }

    @AfterEach
    void stop() {
        ROOT.detachAppender(appender);
        Logging.apply(LogConfig.defaults());
        MDC.clear();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void plainLogHasOneLineAndNothingHidden(Map.Entry<String, Runnable> route) {
        route.getValue().run();

        List<String> lines =
                new ArrayList<>(List.of(out.toString(StandardCharsets.UTF_8).split("\n", -1)));
        assertThat(lines.removeLast()).isEmpty();
        assertThat(lines.removeFirst())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z (WARN|ERROR) .*")
                .doesNotStartWith("2026-01-31")
                .matches(HostileText::isHarmless);
        assertThat(lines).allMatch(line -> line.startsWith("    ") && HostileText.isHarmless(line));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void jsonLogHasOneObjectAndNothingHidden(Map.Entry<String, Runnable> route) {
        encoder.setFormat("json");
        route.getValue().run();

        String line = out.toString(StandardCharsets.UTF_8);
        assertThat(line).endsWith("}\n").hasLineCount(1);
        assertThat(HostileText.isHarmless(line.strip())).isTrue();
        assertThat(Json.mapper().readTree(line).get("message").asString()).matches(HostileText::isHarmless);
    }

    private static java.util.logging.Logger jul(String name) {
        return java.util.logging.Logger.getLogger(name);
    }

    private static System.Logger system(String name) {
        return System.getLogger(name);
    }

    private static LogRecord record() {
        LogRecord record = new LogRecord(java.util.logging.Level.WARNING, HOSTILE);
        record.setLoggerName(HOSTILE);
        record.setSourceClassName(HOSTILE);
        record.setSourceMethodName(HOSTILE);
        return record;
    }

    private static Throwable suppressing(Throwable suppressed) {
        Throwable thrown = new IllegalStateException("a");
        thrown.addSuppressed(suppressed);
        return thrown;
    }

    private static void inThread(String name, Runnable work) {
        Thread thread = Thread.ofVirtual().name(name).start(work);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
