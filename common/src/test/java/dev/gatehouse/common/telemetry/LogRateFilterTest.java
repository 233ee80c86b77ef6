package dev.gatehouse.common.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogRateFilterTest {
    private static final int LINES = 1_000;
    private static final Duration SOON = Duration.ofSeconds(10);

    private final LoggerContext context = new LoggerContext();
    private final List<ILoggingEvent> written = new CopyOnWriteArrayList<>();
    private final Logger logger = context.getLogger("dev.gatehouse.Test");

    @BeforeEach
    void start() {
        LogRateFilter filter = new LogRateFilter();
        filter.setContext(context);
        filter.use(new LogRateLimits(10, 10, 20));
        context.addTurboFilter(filter);
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                written.add(event);
            }
        };
        appender.setContext(context);
        appender.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(appender);
    }

    @Test
    void linesThatAreLeftOutAreToldWithoutAnotherLineComing() {
        for (int i = 0; i < LINES; i++) {
            logger.warn("request {} failed", i, new IOException("broken"));
        }
        await().atMost(SOON).until(() -> leftOut() + ordinary() == LINES);

        assertThat(ordinary()).isLessThan(LINES / 2);
        assertThat(written.getLast().getFormattedMessage())
                .matches("suppressed \\d+ lines like: request \\{} failed \\(java\\.io\\.IOException\\)");
        assertThat(written.getLast().getLevel()).isEqualTo(Level.WARN);
        assertThat(written.getLast().getLoggerName()).isEqualTo("dev.gatehouse.Test");
    }

    @Test
    void everyLineIsWrittenOrCountedWhoeverLogsIt() throws InterruptedException {
        List<Thread> threads = java.util.stream.IntStream.range(0, 8)
                .mapToObj(_ -> Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < LINES; i++) {
                        logger.info("line {}", i);
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        await().atMost(SOON).until(() -> leftOut() + ordinary() == 8 * LINES);
    }

    @Test
    void floodOfOnePlaceLeavesOthersAlone() {
        for (int i = 0; i < LINES; i++) {
            logger.info("noise {}", i);
        }
        logger.info("signal");
        logger.error("trouble");
        assertThat(written).extracting(ILoggingEvent::getFormattedMessage).contains("signal", "trouble");
    }

    @Test
    void accessLogsAreComplete() {
        for (int i = 0; i < LINES; i++) {
            context.getLogger("gateway.access").info("GET {} 200 5us", "orders.get");
            context.getLogger("rpc.access").info("core.orders.rpc.get.v1 ok 5us");
        }
        assertThat(written).hasSize(2 * LINES);
    }

    @Test
    void markedLinesAreAllWritten() {
        for (int i = 0; i < LINES; i++) {
            logger.error(Logging.NOT_RATE_LIMITED, "problem {}", i);
        }
        assertThat(written).hasSize(LINES);
    }

    @Test
    void linesOfWhatOthersSendAreWrittenOnceASecond() {
        long begun = System.nanoTime();
        for (int i = 0; i < LINES; i++) {
            logger.warn(Logging.ONCE_A_SECOND, "unreadable {}", i);
        }
        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        assertThat(ordinary()).isBetween(1L, seconds + 2);
        await().atMost(SOON).until(() -> leftOut() + ordinary() == LINES);
    }

    @Test
    void linesThatAreOffCostNothingOfTheAllowance() {
        for (int i = 0; i < LINES; i++) {
            logger.debug("line");
            assertThat(logger.isInfoEnabled()).isTrue();
        }
        logger.setLevel(Level.DEBUG);
        logger.debug("line");
        assertThat(written).hasSize(1);
    }

    @Test
    void textThatIsMadeBeforeItIsLoggedIsLimited() {
        for (int i = 0; i < LINES; i++) {
            logger.atWarn().log("request " + i);
        }
        assertThat(ordinary()).isLessThan(LINES / 2);
        await().atMost(SOON).until(() -> leftOut() + ordinary() == LINES);
    }

    private long ordinary() {
        return written.stream()
                .filter(event -> !event.getMessage().startsWith("suppressed"))
                .count();
    }

    private long leftOut() {
        return written.stream()
                .filter(event -> event.getMessage().startsWith("suppressed"))
                .mapToLong(event -> (Long) event.getArgumentArray()[0])
                .sum();
    }
}
