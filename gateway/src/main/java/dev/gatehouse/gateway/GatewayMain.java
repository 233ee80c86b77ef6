package dev.gatehouse.gateway;

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

/** The gateway's process: {@code GatewayMain [--config FILE]}. */
public final class GatewayMain {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayMain.class);
    private static final Path DEFAULT_CONFIG = Path.of("etc", "gateway.yaml");

    private GatewayMain() {}

    public static void main(String[] args) throws InterruptedException {
        Logging.install();
        Container process = new Container("gateway-process");
        try {
            run(process, configFile(args));
        } catch (ConfigException | StartException e) {
            System.err.println(e.getMessage());
            end(process);
        } catch (RuntimeException e) {
            LOG.error("the gateway cannot start", e);
            end(process);
        }
        process.awaitClose();
    }

    private static void run(Container process, Path file) {
        ConfigReader reader = new ConfigReader(ConfigSources.ofProcess(file));
        GatewayProcessConfig config = GatewayProcessConfig.read(reader);
        reader.finish();
        Logging.apply(config.log());
        reader.effective().forEach(line -> LOG.info("{}", line));
        process.closeOnShutdown();
        Health health = new Health();
        process.start("admin", new AdminServer(config.admin(), health));
        GatewayContainer gateway = process.start("gateway", new GatewayContainer(config.gateway(), health));
        // Closed first: whoever asks learns that the process drains before any of its parts ends.
        process.own("readiness", health::markDraining);
        health.markStarted();
        LOG.info("the gateway serves HTTP on {}:{}", config.gateway().http().host(), gateway.port());
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
        throw new StartException("usage: gateway [--config FILE]");
    }
}
