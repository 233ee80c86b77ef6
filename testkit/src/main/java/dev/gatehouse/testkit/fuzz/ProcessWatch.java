package dev.gatehouse.testkit.fuzz;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds, between two batches of inputs, that the gateway has nothing left of them. Confined to the run's thread. */
final class ProcessWatch {
    /** For connections to end, and for sessions whose clients could come back. */
    private static final Duration QUIET_LIMIT = Duration.ofSeconds(12);

    private static final Duration POLL = Duration.ofMillis(300);
    /** Of one processor; a thread that spins takes all of it. */
    private static final double IDLE_SHARE = 0.4;

    private static final String NO_SESSIONS = "\"connections\":0,\"accounts\":0,\"streams\":0,\"awaited\":0";
    private static final String ERROR = " ERROR ";

    private final FuzzedGateway gateway;
    private int errorsSeen;
    private @Nullable ProcessFigures start;
    private @Nullable ProcessFigures last;

    ProcessWatch(FuzzedGateway gateway) {
        this.gateway = gateway;
    }

    /**
     * Returns what is wrong.
     *
     * @param growth whether to look at what the process holds, which takes a second or two; what there is the first time counts as the start
     */
    List<String> look(boolean growth) throws IOException, InterruptedException {
        List<String> wrong = new ArrayList<>(newErrors());
        if (!gateway.isAlive()) {
            wrong.add("the gateway has ended");
            return wrong;
        }
        sessions().ifPresent(wrong::add);
        idle().ifPresent(wrong::add);
        if (wrong.isEmpty() && growth) {
            figures().ifPresent(wrong::add);
        }
        return wrong;
    }

    ProcessFigures start() {
        return start == null ? new ProcessFigures(0, 0, 0, 0) : start;
    }

    ProcessFigures last() {
        return last == null ? start() : last;
    }

    /** Lines of errors in the log since the last call. */
    List<String> newErrors() throws IOException {
        List<String> errors =
                gateway.printed().lines().filter(line -> line.contains(ERROR)).toList();
        List<String> fresh = errors.subList(errorsSeen, errors.size()).stream()
                .map(line -> "an error in the log: " + line)
                .toList();
        errorsSeen = errors.size();
        return fresh;
    }

    private Optional<String> sessions() throws IOException, InterruptedException {
        long until = System.nanoTime() + QUIET_LIMIT.toNanos();
        while (true) {
            String connections = gateway.connections().replaceAll("\\s", "");
            if (connections.contains(NO_SESSIONS)) {
                return Optional.empty();
            }
            if (System.nanoTime() > until) {
                return Optional.of("sessions that nobody has any more: " + connections);
            }
            Thread.sleep(POLL);
        }
    }

    private Optional<String> idle() throws IOException, InterruptedException {
        long until = System.nanoTime() + QUIET_LIMIT.toNanos();
        while (true) {
            long cpu = ProcessFigures.cpuMicros(gateway.pid());
            long began = System.nanoTime();
            Thread.sleep(POLL);
            double share = (ProcessFigures.cpuMicros(gateway.pid()) - cpu) * 1_000.0 / (System.nanoTime() - began);
            if (share < IDLE_SHARE) {
                return Optional.empty();
            }
            if (System.nanoTime() > until) {
                return Optional.of("the gateway has nothing to do, and uses %.2f processors".formatted(share));
            }
        }
    }

    private Optional<String> figures() throws InterruptedException {
        long until = System.nanoTime() + QUIET_LIMIT.toNanos();
        while (true) {
            ProcessFigures now = ProcessFigures.of(gateway.pid(), gateway.directory());
            last = now;
            ProcessFigures begun = start;
            if (begun == null) {
                start = now;
                return Optional.empty();
            }
            if (now.isBackTo(begun)) {
                return Optional.empty();
            }
            if (System.nanoTime() > until) {
                return Optional.of("the gateway is not where it began: " + begun + ", then " + now);
            }
            Thread.sleep(POLL);
        }
    }
}
