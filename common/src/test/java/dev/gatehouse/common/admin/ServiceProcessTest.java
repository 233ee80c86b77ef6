package dev.gatehouse.common.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.gatehouse.common.config.ConfigException;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.config.ConfigSources;
import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.common.telemetry.LogConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceProcessTest {
    private final List<String> story = new CopyOnWriteArrayList<>();
    private final Logger log = (Logger) org.slf4j.LoggerFactory.getLogger(ServiceProcess.class);
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent line) {
            if (line.getFormattedMessage().startsWith("the ")) {
                story.add(line.getFormattedMessage());
            }
        }
    };

    @BeforeEach
    void listen() {
        appender.start();
        log.setLevel(Level.INFO);
        log.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(appender);
        log.setLevel(null);
    }

    @Test
    void aProcessIsReadyOnceItsServiceIsAndDrainsBeforeItCloses() {
        ServiceProcess process = process();

        process.start(reader(Map.of("admin.port", "0")));
        process.close();

        assertThat(story)
                .containsExactly(
                        "service starts",
                        "the thing has started",
                        "service closes, ready false",
                        "the thing has stopped");
    }

    @Test
    void aWrongKeyKeepsTheServiceFromStarting() {
        ServiceProcess process = process();

        assertThatThrownBy(() -> process.start(reader(Map.of("admin.prot", "0"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("admin.prot");
        process.close();

        assertThat(story).isEmpty();
    }

    private ServiceProcess process() {
        return new ServiceProcess(
                "thing",
                Path.of("etc", "thing.yaml"),
                reader -> new ServiceProcess.Plan(
                        AdminConfig.read(reader, 0), LogConfig.read(reader), Duration.ofSeconds(1), Thing::new));
    }

    private static ConfigReader reader(Map<String, String> values) {
        return new ConfigReader(ConfigSources.ofMap("test", values, Path.of("")));
    }

    private final class Thing implements Component {
        private final Health health;

        Thing(AdminViews views) {
            this.health = views.health();
        }

        @Override
        public void start() {
            story.add("service starts");
        }

        @Override
        public void close() {
            story.add("service closes, ready " + health.isReady());
        }
    }
}
