package dev.gatehouse.benchmarks.pairs;

import dev.gatehouse.benchmarks.system.Ports;
import dev.gatehouse.benchmarks.system.ServerProcess;
import dev.gatehouse.benchmarks.system.Services;
import java.util.Map;

/**
 * A gateway of one build, as a process.
 *
 * @param startMillis until it was ready
 */
record Gateway(Build build, ServerProcess process, int port, double startMillis) implements AutoCloseable {
    private static final double NANOS_PER_MILLI = 1e6;

    /** Starts it and waits until it is ready. */
    static Gateway start(Build build, PairSystem system) {
        Services services =
                new Services(build.home(), build.files(), build.files().directory());
        int port = Ports.free();
        int admin = Ports.free();
        Map<String, String> settings = Map.of(
                "GATEHOUSE_AMQP_URI", system.broker().uri(),
                "GATEHOUSE_SERVER_PORT", Integer.toString(port),
                "GATEHOUSE_ADMIN_PORT", Integer.toString(admin));
        long begun = System.nanoTime();
        ServerProcess process = services.gateway(build.title(), settings);
        try {
            system.http().awaitReady(process, admin);
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
        return new Gateway(build, process, port, (System.nanoTime() - begun) / NANOS_PER_MILLI);
    }

    /** Without a slash at its end. */
    String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.close();
    }
}
