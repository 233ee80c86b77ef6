package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.benchmarks.system.Pauses;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A time under load, as it was.
 *
 * @param requests by kind
 * @param probes of tokens of ended sessions
 */
record Phase(Timeline timeline, Map<Kind, AnswerTally.Figures> requests, List<RevocationProbes.Probe> probes) {
    private static final long HEAL_MILLIS = 12_000;
    private static final long CALM_MILLIS = 10_000;
    private static final long QUIET_MILLIS = 7_000;

    /** Clients come, faults happen, all is to be well again, the clients go, and what is under way ends. */
    static Phase run(
            String url, Facts facts, Violations violations, Random random, Supplier<List<InjectedFault>> faults) {
        long begin = System.nanoTime();
        AnswerLog answers = new AnswerLog(violations);
        try (GatewayClient client = new GatewayClient(url, answers)) {
            World world = new World(client, facts, violations);
            Timeline timeline;
            try (Clients _ = Clients.start(world, random)) {
                List<InjectedFault> injected = faults.get();
                Pauses.millis(injected.isEmpty() ? 0 : HEAL_MILLIS);
                long calm = System.nanoTime();
                Pauses.millis(CALM_MILLIS);
                timeline = new Timeline(begin, injected, calm, answers.failures());
            }
            Pauses.millis(QUIET_MILLIS);
            world.probes().checkAgain();
            return new Phase(timeline, answers.figures(), world.probes().all());
        }
    }
}
