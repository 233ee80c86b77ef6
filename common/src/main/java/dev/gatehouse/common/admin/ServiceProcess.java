package dev.gatehouse.common.admin;

import dev.gatehouse.common.config.ConfigException;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.config.ConfigSources;
import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.common.lifecycle.Container;
import dev.gatehouse.common.lifecycle.StartException;
import dev.gatehouse.common.telemetry.LogConfig;
import dev.gatehouse.common.telemetry.Logging;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of one service, {@code <name> [--config FILE]}: reads its configuration, opens the admin socket, starts the service, and
 * closes both in reverse order when the JVM is asked to end. What an operator has to mend is told in one message on stderr, with exit code 1.
 */
public final class ServiceProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceProcess.class);

    private final String name;
    private final Path defaultFile;
    private final Function<ConfigReader, Plan> read;
    private final Container parts;

    /**
     * What a configuration asks for.
     *
     * @param grace how long clients are given to finish when the process is asked to end
     * @param service makes the service, which adds what it needs to the process's health, and its own views
     */
    public record Plan(AdminConfig admin, LogConfig log, Duration grace, Function<AdminViews, Component> service) {}

    /**
     * @param defaultFile the configuration file where the arguments name none
     */
    public ServiceProcess(String name, Path defaultFile, Function<ConfigReader, Plan> read) {
        this.name = name;
        this.defaultFile = defaultFile;
        this.read = read;
        this.parts = new Container(name + "-process");
    }

    /** Returns when the process has been asked to end and everything is closed. */
    public void run(String... arguments) throws InterruptedException {
        Logging.install();
        try {
            ConfigReader reader = new ConfigReader(ConfigSources.ofProcess(configFile(List.of(arguments))));
            parts.closeOnShutdown();
            start(reader);
        } catch (ConfigException | StartException e) {
            System.err.println(e.getMessage());
            fail();
        } catch (RuntimeException e) {
            LOG.error("the {} cannot start", name, e);
            fail();
        }
        parts.awaitClose();
    }

    void start(ConfigReader reader) {
        Plan plan = read.apply(reader);
        reader.finish();
        reader.warnOfMisspeltVariables();
        Logging.apply(plan.log());
        parts.setGrace(plan.grace());
        reader.effective().forEach(line -> LOG.info(Logging.NOT_RATE_LIMITED, "{}", line));
        parts.own("end", () -> LOG.info("the {} has stopped", name));
        Health health = new Health();
        AdminViews views = new AdminViews(health);
        parts.start("admin", new AdminServer(plan.admin(), views));
        parts.start(name, plan.service().apply(views));
        // Closed first: whoever asks learns that the process drains before any of its parts ends.
        parts.own("readiness", health::markDraining);
        health.markStarted();
        LOG.info("the {} has started", name);
    }

    void close() {
        parts.close();
    }

    private void fail() {
        parts.close();
        System.exit(1);
    }

    private Path configFile(List<String> arguments) {
        if (arguments.isEmpty()) {
            return defaultFile;
        }
        if (arguments.size() == 2 && arguments.getFirst().equals("--config")) {
            return Path.of(arguments.getLast());
        }
        throw new StartException("usage: " + name + " [--config FILE]");
    }
}
