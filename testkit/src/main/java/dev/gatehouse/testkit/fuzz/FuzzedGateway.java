package dev.gatehouse.testkit.fuzz;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A gateway as a process of its own, with the services that it needs behind it. Thread-safe. */
public final class FuzzedGateway implements AutoCloseable {
    private static final String MAIN = "dev.gatehouse.gateway.GatewayMain";
    private static final String HEAP = "-Xmx512m";
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Pattern SERVES = Pattern.compile("the gateway serves HTTP on 127\\.0\\.0\\.1:([0-9]+)");
    private static final Pattern ADMIN = Pattern.compile("the admin socket is on 127\\.0\\.0\\.1:([0-9]+)");
    private static final Pattern STARTED = Pattern.compile("(the gateway has started)");

    private final Process process;
    private final Path directory;
    private final FuzzServices services;
    private final TestIssuer issuer;

    private FuzzedGateway(Process process, Path directory, FuzzServices services, TestIssuer issuer) {
        this.process = process;
        this.directory = directory;
        this.services = services;
        this.issuer = issuer;
    }

    /**
     * Starts it, with a heap of 512 MiB, and returns once it is ready.
     *
     * @param home the directory of Gatehouse, whose configuration it gets
     * @param classPath with the gateway
     * @param broker where it finds its services
     * @param directory for files of its own; there is {@code output.txt} in it afterwards
     * @throws IOException if it cannot be started
     * @throws IllegalStateException if it does not become ready within 90 s
     */
    public static FuzzedGateway start(Path home, String classPath, URI broker, Path directory)
            throws IOException, InterruptedException {
        copy(home.resolve("etc"), directory);
        Files.writeString(directory.resolve("routes").resolve("fuzz.yaml"), FuzzRoutes.TEXT);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + directory.resolve("jvm.options"),
                HEAP,
                // It lives for minutes, and shares the machine with its clients.
                "-XX:TieredStopAtLevel=1",
                "-Dgatehouse.amqp.uri=" + broker));
        FuzzRoutes.SETTINGS.forEach((key, value) -> command.add("-Dgatehouse." + key + "=" + value));
        command.addAll(List.of(
                "-cp",
                classPath,
                MAIN,
                "--config",
                directory.resolve("gateway.yaml").toString()));
        TestIssuer issuer = new TestIssuer();
        FuzzServices services = FuzzServices.start(broker, issuer);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output(directory).toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("GATEHOUSE_"));
        FuzzedGateway gateway = new FuzzedGateway(launched(builder, services), directory, services, issuer);
        try {
            gateway.awaitReady();
            return gateway;
        } catch (IllegalStateException | IOException | InterruptedException e) {
            gateway.close();
            throw e;
        }
    }

    private static Process launched(ProcessBuilder builder, FuzzServices services) throws IOException {
        try {
            return builder.start();
        } catch (IOException e) {
            services.close();
            throw e;
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path path : tree.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                Files.createDirectories(target.getParent());
                Files.copy(path, target);
            }
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        long until = System.nanoTime() + START_LIMIT.toNanos();
        while (!STARTED.matcher(printed()).find() || admin("/health/ready") != 200) {
            if (!process.isAlive() || System.nanoTime() > until) {
                throw new IllegalStateException("the gateway is not ready; it has printed:\n" + printed());
            }
            Thread.sleep(POLL);
        }
    }

    private int admin(String path) throws IOException, InterruptedException {
        return AdminPage.read(port(ADMIN), path).status();
    }

    /** What its admin socket says of its connections. */
    String connections() throws IOException, InterruptedException {
        return AdminPage.read(port(ADMIN), "/connections").body();
    }

    FuzzTarget target() throws IOException {
        return new FuzzTarget(port(SERVES), issuer);
    }

    private int port(Pattern line) throws IOException {
        Matcher found = line.matcher(printed());
        if (!found.find()) {
            throw new IllegalStateException("the gateway has not printed " + line);
        }
        return Integer.parseInt(found.group(1));
    }

    /** All that it has printed. */
    String printed() throws IOException {
        return Files.readString(output(directory));
    }

    private static Path output(Path directory) {
        return directory.resolve("output.txt");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    Path directory() {
        return directory;
    }

    /** Kills it: one that hangs does not end otherwise. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        services.close();
    }
}
