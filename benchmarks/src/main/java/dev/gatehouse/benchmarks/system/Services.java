package dev.gatehouse.benchmarks.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Starts the two services from what has been built, with the configuration of a run.
 *
 * @param home the directory of Gatehouse
 * @param logs where their output goes
 */
public record Services(Path home, BenchFiles files, Path logs) {
    /**
     * Starts an auth service.
     *
     * @param name of its log
     * @param settings environment variables: broker, database, admin port
     */
    public ServerProcess authService(String name, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(
                "GATEHOUSE_KEYS_MASTER_KEY_FILE",
                files.directory().resolve("master.key").toString());
        return start(name, "auth-service", "dev.gatehouse.auth.AuthMain", all);
    }

    /** Starts a gateway, with environment variables for broker and ports. */
    public ServerProcess gateway(Map<String, String> settings) {
        return gateway("gateway", settings);
    }

    /** As {@link #gateway(Map)}, with the name of its log. */
    public ServerProcess gateway(String name, Map<String, String> settings) {
        return start(name, "gateway", "dev.gatehouse.gateway.GatewayMain", settings);
    }

    private ServerProcess start(String name, String module, String main, Map<String, String> settings) {
        return ServerProcess.start(
                name,
                logs.resolve(name + ".log"),
                home,
                jar(module),
                List.of(main, "--config", files.etc(module + ".yaml").toString()),
                settings);
    }

    /** The jar of a module, which names all that it needs. */
    public Path jar(String module) {
        Path target = home.resolve(module).resolve("target");
        try (Stream<Path> built = Files.list(target)) {
            return built.filter(file -> file.getFileName().toString().matches("gatehouse-" + module + "-.*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new LoadException("there is no jar in " + target));
        } catch (IOException e) {
            throw new LoadException("there is no " + target + ": build first", e);
        }
    }
}
