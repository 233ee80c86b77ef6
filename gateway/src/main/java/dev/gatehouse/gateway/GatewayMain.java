package dev.gatehouse.gateway;

import dev.gatehouse.common.admin.ServiceProcess;
import dev.gatehouse.common.config.ConfigReader;
import java.nio.file.Path;

/** The gateway's process: {@code GatewayMain [--config FILE]}. */
public final class GatewayMain {
    private static final Path DEFAULT_CONFIG = Path.of("etc", "gateway.yaml");

    private GatewayMain() {}

    public static void main(String[] args) throws InterruptedException {
        new ServiceProcess("gateway", DEFAULT_CONFIG, GatewayMain::plan).run(args);
    }

    private static ServiceProcess.Plan plan(ConfigReader reader) {
        GatewayProcessConfig config = GatewayProcessConfig.read(reader);
        return new ServiceProcess.Plan(
                config.admin(),
                config.log(),
                config.gateway().door().http().shutdownGrace(),
                views -> new GatewayContainer(config.gateway(), reader, views));
    }
}
