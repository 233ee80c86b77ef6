package dev.gatehouse.auth;

import dev.gatehouse.common.admin.AdminServer;
import dev.gatehouse.common.admin.Health;
import dev.gatehouse.common.config.ConfigException;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.config.ConfigSources;
import dev.gatehouse.common.lifecycle.Container;
import dev.gatehouse.common.lifecycle.StartException;
import dev.gatehouse.common.telemetry.Logging;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The auth service's process: {@code AuthMain [--config FILE]}. */
public final class AuthMain {
    private static final Logger LOG = LoggerFactory.getLogger(AuthMain.class);
    private static final Path DEFAULT_CONFIG = Path.of("etc", "auth-service.yaml");

    private AuthMain() {}

    public static void main(String[] args) throws InterruptedException {
        Logging.install();
        Container process = new Container("auth-service-process");
        try {
            run(process, configFile(args));
        } catch (ConfigException | StartException e) {
            System.err.println(e.getMessage());
            end(process);
        } catch (RuntimeException e) {
            LOG.error("the auth service cannot start", e);
            end(process);
        }
        process.awaitClose();
    }

    private static void run(Container process, Path file) {
        ConfigReader reader = new ConfigReader(ConfigSources.ofProcess(file));
        AuthProcessConfig config = AuthProcessConfig.read(reader);
        reader.finish();
        Logging.apply(config.log());
        reader.effective().forEach(line -> LOG.info("{}", line));
        process.closeOnShutdown();
        Health health = new Health();
        process.start("admin", new AdminServer(config.admin(), health));
        process.start("auth-service", new AuthContainer(config.auth(), health));
        // Closed first: whoever asks learns that the process drains before any of its parts ends.
        process.own("readiness", health::markDraining);
        health.markStarted();
        LOG.info("the auth service has started");
    }

    private static void end(Container process) {
        process.close();
        System.exit(1);
    }

    private static Path configFile(String[] args) {
        if (args.length == 0) {
            return DEFAULT_CONFIG;
        }
        if (args.length == 2 && args[0].equals("--config")) {
            return Path.of(args[1]);
        }
        throw new StartException("usage: auth-service [--config FILE]");
    }
}
