package dev.gatehouse.auth;

import dev.gatehouse.common.admin.ServiceProcess;
import dev.gatehouse.common.config.ConfigReader;
import java.nio.file.Path;

/** The auth service's process: {@code AuthMain [--config FILE]}. */
public final class AuthMain {
    private static final Path DEFAULT_CONFIG = Path.of("etc", "auth-service.yaml");

    private AuthMain() {}

    public static void main(String[] args) throws InterruptedException {
        new ServiceProcess("auth-service", DEFAULT_CONFIG, AuthMain::plan).run(args);
    }

    private static ServiceProcess.Plan plan(ConfigReader reader) {
        AuthProcessConfig config = AuthProcessConfig.read(reader);
        return new ServiceProcess.Plan(
                config.admin(),
                config.log(),
                config.auth().rpc().drainTimeout(),
                views -> new AuthContainer(config.auth(), views.health()));
    }
}
