package dev.gatehouse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A RabbitMQ node of a test class's own, with its own name, port and data, which can be stopped, killed, started again, and put in alarm. It needs
 * RabbitMQ to be installed: tests that use it carry the tag {@code rabbitmq}, and run where a real broker is configured. Confined to one
 * thread.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final BrokerNode NODE = new BrokerNode();
 * }</pre>
 */
public final class BrokerNode implements TestBroker, BeforeAllCallback, AfterAllCallback {
    private static final Path PROGRAMS = Path.of("/usr/lib/rabbitmq/bin");
    private static final long LIMIT_SECONDS = 60;
    private static final long POLL_MILLIS = 100;

    private final Path dir = SharedServers.temporaryDirectory("rabbitmq");
    private final int port = freePort();
    private final String name = "gatehouse-" + dir.getFileName().toString().replaceAll("[^0-9]", "") + "@localhost";
    private final boolean managed;
    private final int managementPort = freePort();
    private @Nullable Process server;

    /** A node without plugins. */
    public BrokerNode() {
        this(false);
    }

    private BrokerNode(boolean managed) {
        this.managed = managed;
    }

    /** A node with the management plugin. */
    public static BrokerNode withManagement() {
        return new BrokerNode(true);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Files.writeString(dir.resolve("rabbitmq.conf"), """
                listeners.tcp.local = 127.0.0.1:%d
                disk_free_limit.absolute = 1MB
                log.console = true
                log.file = false
                %s
                """.formatted(port, managed ? managementListener() : ""));
        Files.writeString(dir.resolve("rabbitmq-env.conf"), "");
        Files.writeString(dir.resolve("enabled_plugins"), managed ? "[rabbitmq_management]." : "[].");
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (server != null && server.isAlive()) {
            kill();
        }
        SharedServers.deleteRecursively(dir);
    }

    @Override
    public URI uri() {
        return URI.create("amqp://guest:guest@127.0.0.1:" + port);
    }

    private String managementListener() {
        return "management.tcp.ip = 127.0.0.1\nmanagement.tcp.port = " + managementPort;
    }

    /** The management API, of a node that has it. */
    public URI managementUri() {
        if (!managed) {
            throw new IllegalStateException("the node has no management plugin");
        }
        return URI.create("http://127.0.0.1:" + managementPort);
    }

    /** Starts the node again, with what it has kept on disk. */
    public void start() {
        Process started = launch("rabbitmq-server", List.of(), "server.log");
        server = started;
        awaitReady(started);
    }

    /** Stops the node in good order: it tells its clients. */
    public void stop() {
        end(ProcessHandle::destroy);
    }

    /** Kills the node, as a crash does: its connections break without a word. */
    public void kill() {
        end(ProcessHandle::destroyForcibly);
    }

    /** Makes the node short of memory, so that it takes no more messages. */
    public void beginMemoryAlarm() {
        control("set_vm_memory_high_watermark", "absolute", "1");
    }

    public void endMemoryAlarm() {
        control("set_vm_memory_high_watermark", "0.6");
    }

    /** Closes all connections from the node's side, as an administrator would. */
    public void closeConnections() {
        control("close_all_connections", "by the test");
    }

    private void end(Consumer<ProcessHandle> signal) {
        Process running = server;
        if (running == null) {
            throw new IllegalStateException("the node is not started");
        }
        // The server's own children end with it, and are only to be waited for.
        List<ProcessHandle> tree = new ArrayList<>(running.descendants().toList());
        tree.stream()
                .filter(process -> process.info().command().orElse("").contains("beam"))
                .forEach(signal);
        tree.add(running.toHandle());
        for (ProcessHandle process : tree) {
            try {
                process.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException("a process of the node does not end: " + process.pid(), e);
            }
        }
    }

    /** Runs {@code rabbitmqctl} with these arguments, for users and rights; throws where it fails. */
    public void control(String... arguments) {
        Process control = launch("rabbitmqctl", List.of(arguments), "control.log");
        try {
            if (!control.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || control.exitValue() != 0) {
                throw new IllegalStateException("rabbitmqctl failed: " + output("control.log"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process launch(String program, List<String> arguments, String output) {
        Path path = PROGRAMS.resolve(program);
        if (!Files.isExecutable(path)) {
            throw new IllegalStateException("these tests need RabbitMQ to be installed: there is no " + path);
        }
        List<String> command = new ArrayList<>(List.of(path.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(dir.resolve(output).toFile());
        builder.environment().putAll(environment());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> environment() {
        return Map.ofEntries(
                Map.entry("HOME", dir.toString()),
                Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                Map.entry("ERL_FLAGS", "-kernel inet_dist_use_interface {127,0,0,1}"),
                Map.entry("RABBITMQ_NODENAME", name),
                Map.entry(
                        "RABBITMQ_CONF_ENV_FILE",
                        dir.resolve("rabbitmq-env.conf").toString()),
                Map.entry("RABBITMQ_CONFIG_FILE", dir.resolve("rabbitmq.conf").toString()),
                Map.entry(
                        "RABBITMQ_ENABLED_PLUGINS_FILE",
                        dir.resolve("enabled_plugins").toString()),
                Map.entry("RABBITMQ_MNESIA_BASE", dir.resolve("data").toString()),
                Map.entry("RABBITMQ_LOG_BASE", dir.toString()),
                Map.entry("RABBITMQ_PID_FILE", dir.resolve("pid").toString()),
                Map.entry("RABBITMQ_DIST_PORT", Integer.toString(freePort())),
                Map.entry("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "+S 1:1 +sbwt none"));
    }

    private void awaitReady(Process started) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        try {
            while (!accepts()) {
                if (started.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS) || System.nanoTime() > until) {
                    throw new IllegalStateException("the node does not start: " + output("server.log"));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean accepts() {
        try (var connection = connect("testkit-look")) {
            return connection.isOpen() && (!managed || listens(managementPort));
        } catch (IllegalStateException | IOException e) {
            // Not yet.
            return false;
        }
    }

    private static boolean listens(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        }
    }

    private String output(String file) {
        try {
            return Files.readString(dir.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
