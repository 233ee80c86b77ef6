package dev.gatehouse.benchmarks.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The RabbitMQ virtual host that is used: the one that {@value #ENVIRONMENT} names, or one of the benchmark's own on this machine, which
 * is deleted at the end.
 *
 * @param uri where it is
 * @param ownVirtualHost what is to be deleted
 */
public record BenchBroker(String uri, Optional<String> ownVirtualHost) implements AutoCloseable {
    public static final String ENVIRONMENT = "GATEHOUSE_BENCH_AMQP_URI";
    private static final String LOCAL = "amqp://guest:guest@127.0.0.1:5672/";

    public static BenchBroker open() {
        Optional<String> given = Optional.ofNullable(System.getenv(ENVIRONMENT)).filter(uri -> !uri.isBlank());
        if (given.isPresent()) {
            return new BenchBroker(given.get(), Optional.empty());
        }
        String name = "gatehouse-bench-" + ProcessHandle.current().pid();
        BenchBroker broker = new BenchBroker(LOCAL + name, Optional.of(name));
        try {
            rabbitmqctl("add_vhost", name);
            rabbitmqctl("set_permissions", "-p", name, "guest", ".*", ".*", ".*");
            return broker;
        } catch (LoadException e) {
            broker.close();
            throw e;
        }
    }

    @Override
    public void close() {
        ownVirtualHost.ifPresent(name -> rabbitmqctl("delete_vhost", name));
    }

    /** Its URI with the credentials, which belong nowhere else. Never the credentials. */
    @Override
    public String toString() {
        return ownVirtualHost.orElse("the virtual host of " + ENVIRONMENT);
    }

    private static void rabbitmqctl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("rabbitmqctl", "-q"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new LoadException(unusable("rabbitmqctl says: " + output.strip()));
            }
        } catch (IOException e) {
            throw new LoadException(unusable("rabbitmqctl cannot be run"), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("interrupted", e);
        }
    }

    private static String unusable(String why) {
        return "a RabbitMQ is needed, and this machine's cannot be used: " + why + "\nSet " + ENVIRONMENT
                + " to an amqp:// URI with a virtual host of its own, or install rabbitmq-server and run this as root.";
    }
}
