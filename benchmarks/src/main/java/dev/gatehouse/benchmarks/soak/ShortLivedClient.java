package dev.gatehouse.benchmarks.soak;

import java.util.Random;

/** Somebody who registers, logs in, looks around, and mostly logs out. Confined to its thread. */
final class ShortLivedClient implements Runnable {
    private static final long PAUSE_MILLIS = 120;
    private static final int MOST_STEPS = 12;
    private static final int STAYING_OF_TEN = 2;

    private final World world;
    private final Random random;

    ShortLivedClient(World world, Random random) {
        this.world = world;
        this.random = random;
    }

    @Override
    public void run() {
        Visitor.register(world)
                .flatMap(account -> Visitor.login(world, account))
                .ifPresent(this::lookAround);
        pause();
    }

    private void lookAround(ClientSession session) {
        for (int left = random.nextInt(MOST_STEPS) + 1; left > 0; left--) {
            pause();
            if (!step(session)) {
                return;
            }
        }
        if (random.nextInt(10) >= STAYING_OF_TEN && session.logout()) {
            world.probes().look(session);
        }
    }

    /** Returns whether the session goes on. */
    private boolean step(ClientSession session) {
        switch (random.nextInt(4)) {
            case 0 -> session.me();
            case 1 -> session.validate();
            case 2 -> session.secure();
            default -> {
                return session.refresh();
            }
        }
        return true;
    }

    private void pause() {
        world.pause(PAUSE_MILLIS / 2 + random.nextLong(PAUSE_MILLIS));
    }
}
