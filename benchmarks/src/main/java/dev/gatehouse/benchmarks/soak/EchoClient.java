package dev.gatehouse.benchmarks.soak;

import java.util.Map;
import java.util.UUID;

/** Somebody who calls the echo service, patiently or not. Confined to its thread. */
final class EchoClient implements Runnable {
    /** Beyond the time that the gateway gives a slow request. */
    static final int TOO_LATE_MILLIS = 800;

    private static final long PAUSE_MILLIS = 60;

    private final World world;
    private final Kind kind;
    private final int delayMillis;

    EchoClient(World world, Kind kind, int delayMillis) {
        this.world = world;
        this.kind = kind;
        this.delayMillis = delayMillis;
    }

    @Override
    public void run() {
        String id = UUID.randomUUID().toString();
        Answer answer = world.client().post(kind, Map.of("id", id, "delay_ms", delayMillis));
        world.facts().echoed(id, answer);
        world.expectSuccess(answer);
        if (answer.isSuccess()) {
            String got = answer.data().path("id").asString("");
            world.violations().require(got.equals(id), Rule.RIGHT_REPLY, id + " got " + got + ": " + answer);
        }
        world.pause(PAUSE_MILLIS);
    }
}
