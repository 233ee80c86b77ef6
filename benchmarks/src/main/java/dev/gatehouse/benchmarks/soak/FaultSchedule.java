package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.benchmarks.system.Pauses;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** One fault after the other, in an order that the seed decides: every kind once, then every kind once more. Confined to the soak's thread. */
final class FaultSchedule {
    private final FaultInjector injector;
    private final SoakOptions options;
    private final Random random;
    private final Deque<Fault> next = new ArrayDeque<>();
    private final List<InjectedFault> injected = new ArrayList<>();

    FaultSchedule(FaultInjector injector, SoakOptions options, Random random) {
        this.injector = injector;
        this.options = options;
        this.random = random;
    }

    /** Lets faults happen for as long as the soak takes, with a quiet time after the last one. */
    List<InjectedFault> run() {
        long begin = System.nanoTime();
        long every = options.faultEvery().toNanos();
        for (int i = 0; (i + 1) * every <= options.time().toNanos(); i++) {
            Fault fault = choose();
            System.err.printf(
                    "%4d s: %s%n", Duration.ofNanos(System.nanoTime() - begin).toSeconds(), fault.title());
            injected.add(injector.inject(fault));
            pauseUntil(begin + (i + 1) * every);
        }
        pauseUntil(begin + options.time().toNanos());
        return List.copyOf(injected);
    }

    private Fault choose() {
        if (next.isEmpty()) {
            List<Fault> all = new ArrayList<>(options.faults());
            Collections.shuffle(all, random);
            next.addAll(all);
        }
        return next.removeFirst();
    }

    private static void pauseUntil(long nanos) {
        Pauses.millis(Math.max(0, Duration.ofNanos(nanos - System.nanoTime()).toMillis()));
    }
}
