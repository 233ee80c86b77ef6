package dev.gatehouse.common.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.helidon.webserver.WebServer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingTest {
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void install() {
        Logging.install();
        Logging.install();
        lines.start();
        ROOT.addAppender(lines);
    }

    @AfterEach
    void restore() {
        ROOT.detachAppender(lines);
        Logging.apply(LogConfig.defaults());
    }

    @Test
    void javaUtilLoggingArrivesOnce() {
        java.util.logging.Logger.getLogger("dev.gatehouse.jul").warning("from jul");
        assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly("from jul");
    }

    @Test
    void systemLoggerArrivesOnce() {
        System.getLogger("dev.gatehouse.system").log(System.Logger.Level.INFO, "from system");
        assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly("from system");
    }

    @Test
    void webServerDoesNotTakeTheLogAway() {
        WebServer server = WebServer.builder()
                .host("127.0.0.1")
                .shutdownHook(false)
                .build()
                .start();
        server.stop();
        java.util.logging.Logger.getLogger("dev.gatehouse.jul").warning("still there");
        assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly("still there");
    }

    @Test
    void everyLineOfARequestHasItsId() {
        RequestContext.accept(Optional.of("r-1"), Optional.empty())
                .run(() ->
                        java.util.logging.Logger.getLogger("dev.gatehouse.jul").warning("inside"));
        LoggerFactory.getLogger("dev.gatehouse").info("outside");
        assertThat(lines.list)
                .extracting(event -> event.getMDCPropertyMap().get(RequestContext.MDC_KEY))
                .containsExactly("r-1", null);
    }

    @Test
    void levelIsApplied() {
        Logging.apply(
                new LogConfig(LogConfig.Format.PLAIN, org.slf4j.event.Level.ERROR, Map.of(), LogRateLimits.defaults()));
        LoggerFactory.getLogger("dev.gatehouse").warn("not logged");
        assertThat(ROOT.getLevel()).isEqualTo(Level.ERROR);
        assertThat(lines.list).isEmpty();
    }

    @Test
    void chatterOfLibrariesIsQuiet() {
        for (String name :
                new String[] {"io.helidon.webserver.ServerListener", "qpid.message", "com.zaxxer.hikari.pool"}) {
            LoggerFactory.getLogger(name).info("chatter");
        }
        assertThat(lines.list).isEmpty();
    }
}
