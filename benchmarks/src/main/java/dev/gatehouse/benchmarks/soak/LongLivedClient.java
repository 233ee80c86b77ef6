package dev.gatehouse.benchmarks.soak;

import java.util.Optional;
import java.util.Random;

/** Somebody whose one session is to last through everything. Confined to its thread. */
final class LongLivedClient implements Runnable {
    private static final long PAUSE_MILLIS = 400;

    private final World world;
    private final Random random;
    private Optional<Facts.Registered> account = Optional.empty();
    private Optional<ClientSession> session = Optional.empty();

    LongLivedClient(World world, Random random) {
        this.world = world;
        this.random = random;
    }

    @Override
    public void run() {
        if (account.isEmpty()) {
            account = Visitor.register(world);
        }
        if (session.isEmpty()) {
            session = account.flatMap(registered -> Visitor.login(world, registered));
        }
        session = session.filter(this::use);
        world.pause(PAUSE_MILLIS / 2 + random.nextLong(PAUSE_MILLIS));
    }

    private boolean use(ClientSession own) {
        own.secure();
        own.me();
        return own.refresh();
    }
}
