package dev.gatehouse.common.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The process's logging: everything, whether logged by SLF4J, java.util.logging or System.Logger, goes through Logback to standard
 * output. Thread-safe.
 */
public final class Logging {
    /** Marks a line that is written however many there are: one of a list that its writer bounds, such as the problems of a file. */
    public static final Marker NOT_RATE_LIMITED = MarkerFactory.getMarker("NOT_RATE_LIMITED");

    /**
     * Marks a line that is written once a second and counted otherwise: of what somebody else has sent, and may send as often as he likes.
     */
    public static final Marker ONCE_A_SECOND = MarkerFactory.getMarker("ONCE_A_SECOND");

    private static final Logger LOG = LoggerFactory.getLogger(Logging.class);

    /** The loggers that have a level of the configuration, with the one that they had before; guarded by the class. */
    private static final Map<String, Optional<Level>> CHANGED = new HashMap<>();

    private Logging() {}

    /**
     * Sends java.util.logging to SLF4J, and what ends a thread unforeseen, too; System.Logger gets there by itself. May be called more
     * than once.
     */
    public static void install() {
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, thrown) -> LOG.error("thread {} has ended unforeseen", thread.getName(), thrown));
        if (!SLF4JBridgeHandler.isInstalled()) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
    }

    /** Uses what is configured from now on; a logger that has no level of its own any more gets back the one it had. */
    public static synchronized void apply(LogConfig config) {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext context) {
            setLevels(context, config);
            for (TurboFilter filter : context.getTurboFilterList()) {
                if (filter instanceof LogRateFilter rate) {
                    rate.use(config.rateLimits());
                }
            }
            Iterator<Appender<ILoggingEvent>> appenders =
                    context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
            while (appenders.hasNext()) {
                if (appenders.next() instanceof OutputStreamAppender<ILoggingEvent> stream
                        && stream.getEncoder() instanceof LogEncoder encoder) {
                    encoder.use(config.format());
                }
            }
        }
    }

    private static void setLevels(LoggerContext context, LogConfig config) {
        context.getLogger(Logger.ROOT_LOGGER_NAME)
                .setLevel(Level.toLevel(config.level().name()));
        CHANGED.forEach((name, before) -> context.getLogger(name).setLevel(before.orElse(null)));
        CHANGED.clear();
        config.levels().forEach((name, level) -> {
            ch.qos.logback.classic.Logger logger = context.getLogger(name);
            CHANGED.put(name, Optional.ofNullable(logger.getLevel()));
            logger.setLevel(Level.toLevel(level.name()));
        });
    }
}
