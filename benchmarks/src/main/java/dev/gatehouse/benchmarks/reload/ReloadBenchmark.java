package dev.gatehouse.benchmarks.reload;

import dev.gatehouse.benchmarks.peer.EchoService;
import dev.gatehouse.benchmarks.system.Backend;
import dev.gatehouse.benchmarks.system.BenchFiles;
import dev.gatehouse.benchmarks.system.Footprint;
import dev.gatehouse.benchmarks.system.HttpPeer;
import dev.gatehouse.benchmarks.system.LoadException;
import dev.gatehouse.benchmarks.system.Pauses;
import dev.gatehouse.benchmarks.system.Ports;
import dev.gatehouse.benchmarks.system.ServerProcess;
import dev.gatehouse.common.lifecycle.Container;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

/** Changes routes and schemas of a gateway again and again while requests go through it to a service and back. */
public final class ReloadBenchmark {
    private static final int WARM_UP_RELOADS = 50;
    private static final int WARM_UP_SECONDS = 10;
    private static final int SETTLE_MILLIS = 3_000;
    private static final Duration RELOAD_LIMIT = Duration.ofSeconds(30);
    private static final String ACCOUNT = "{\"username\":\"reload\",\"password\":\"a fence of old oak\"}";
    private static final String REGISTRATION =
            "{\"username\":\"reload\",\"email\":\"reload@example.com\",\"password\":\"a fence of old oak\"}";

    private final ReloadOptions options;
    private final BenchFiles files;
    private int version;

    private ReloadBenchmark(ReloadOptions options, BenchFiles files) {
        this.options = options;
        this.files = files;
    }

    /**
     * Runs it and prints the report. Returns whether nothing has failed and nothing has grown.
     *
     * @throws LoadException where something that it needs is not there, or fails
     */
    public static boolean run(ReloadOptions options) {
        try (Container container = new Container("bench-reload")) {
            container.closeOnShutdown();
            BenchFiles files = container.own("files", BenchFiles.make(options.home(), "bench"));
            ReloadReport report = new ReloadBenchmark(options, files).measure(container);
            System.out.println(report.text());
            return report.isGood();
        } catch (IOException e) {
            throw new LoadException("the reload benchmark has failed: " + e.getMessage(), e);
        }
    }

    private ReloadReport measure(Container container) throws IOException {
        int port = Ports.free();
        try (HttpPeer http = new HttpPeer()) {
            ServerProcess gateway = startSystem(container, port);
            String url = "http://127.0.0.1:" + port;
            http.post(url + "/v1/auth/register", REGISTRATION);
            String token = http.post(url + "/v1/auth/login", ACCOUNT)
                    .path("access_token")
                    .asString();
            byte[] echo = KeptConnection.request("POST", "/v1/bench/echo", token, EchoService.REQUEST);
            try (SteadyLoad warmUp = new SteadyLoad(port, echo, options.rate())) {
                warmUp.start();
                reload(port, WARM_UP_RELOADS);
                Pauses.millis(WARM_UP_SECONDS * 1_000L);
            }
            return measure(gateway, port, echo);
        }
    }

    private ReloadReport measure(ServerProcess gateway, int port, byte[] echo) throws IOException {
        Pauses.millis(SETTLE_MILLIS);
        Footprint before = Footprint.of(gateway, files.directory(), "before");
        SteadyLoad load = new SteadyLoad(port, echo, options.rate());
        long begun = System.nanoTime();
        Duration slowest;
        try (load) {
            load.start();
            slowest = reload(port, options.reloads());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        Pauses.millis(SETTLE_MILLIS);
        Footprint after = Footprint.of(gateway, files.directory(), "after");
        return new ReloadReport(
                options.reloads(),
                took,
                slowest,
                load.answered(),
                load.otherStatus(),
                load.lostConnections(),
                before,
                after);
    }

    private ServerProcess startSystem(Container container, int port) {
        Backend backend = Backend.start(options.home(), files, container);
        ServerProcess gateway = backend.gateway(port, Map.of("GATEHOUSE_RELOAD_INTERVAL", "PT0.05S"));
        backend.echo();
        return gateway;
    }

    /** Changes routes and a schema, and waits until a request is served by them, again and again. Returns the longest wait. */
    private Duration reload(int port, int times) throws IOException {
        Duration slowest = Duration.ZERO;
        try (KeptConnection connection = new KeptConnection(port)) {
            for (int i = 0; i < times; i++) {
                version++;
                write("schemas/bench-version.json", "{\"title\": \"version %d\"}".formatted(version));
                write("routes/bench-version.yaml", """
                        - name: bench.version
                          http: GET /v1/bench/version/%d
                          auth: none
                          request: schemas/bench-version.json
                          respond: {data: {version: %d}}
                        """.formatted(version, version));
                Duration took = awaitVersion(connection);
                slowest = took.compareTo(slowest) > 0 ? took : slowest;
            }
        }
        return slowest;
    }

    private Duration awaitVersion(KeptConnection connection) throws IOException {
        byte[] request = KeptConnection.request("GET", "/v1/bench/version/" + version, "none", "");
        long begun = System.nanoTime();
        Duration took = Duration.ZERO;
        while (connection.send(request) != 200) {
            Pauses.millis(5);
            took = Duration.ofNanos(System.nanoTime() - begun);
            if (took.compareTo(RELOAD_LIMIT) > 0) {
                throw new LoadException("version " + version + " has not been taken up within " + RELOAD_LIMIT);
            }
        }
        return took;
    }

    private void write(String name, String text) throws IOException {
        Path whole = Files.writeString(files.etc(name + ".new"), text);
        Files.move(whole, files.etc(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
