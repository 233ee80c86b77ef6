package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.benchmarks.system.LoadException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** The clients of the soak, each on a virtual thread of its own. Confined to the soak's thread, but for its end. */
final class Clients implements AutoCloseable {
    private static final int SHORT_LIVED = 14;
    private static final int LONG_LIVED = 8;
    private static final int ECHOING = 5;
    private static final int IMPATIENT = 2;
    private static final Duration END_LIMIT = Duration.ofSeconds(60);

    private final World world;
    private final List<Thread> threads = new ArrayList<>();

    private Clients(World world) {
        this.world = world;
    }

    static Clients start(World world, Random random) {
        Clients clients = new Clients(world);
        clients.start(SHORT_LIVED, "short-lived", () -> new ShortLivedClient(world, new Random(random.nextLong())));
        clients.start(LONG_LIVED, "long-lived", () -> new LongLivedClient(world, new Random(random.nextLong())));
        clients.start(ECHOING, "echoing", () -> new EchoClient(world, Kind.ECHO, 0));
        clients.start(IMPATIENT, "impatient", () -> new EchoClient(world, Kind.SLOW, EchoClient.TOO_LATE_MILLIS));
        return clients;
    }

    private void start(int number, String name, Supplier<Runnable> makes) {
        for (int i = 1; i <= number; i++) {
            Runnable client = makes.get();
            threads.add(Thread.ofVirtual().name("soak-" + name + "-" + i).start(() -> {
                while (world.isOpen()) {
                    client.run();
                }
            }));
        }
    }

    /** Lets every client end what it does. */
    @Override
    public void close() {
        world.close();
        long until = System.nanoTime() + END_LIMIT.toNanos();
        try {
            for (Thread thread : threads) {
                if (!thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())))) {
                    throw new LoadException(thread.getName() + " does not end");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("interrupted", e);
        }
    }
}
