package dev.gatehouse.common.admin;

import dev.gatehouse.common.admin.HealthReport.Check;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One question to a part of the process, asked on a thread of its own so that a part which hangs does not hang the answer. At most one
 * thread per probe: while one hangs, others that ask wait for its answer. Thread-safe: the question under way is guarded by the
 * monitor of {@code this}.
 */
final class Probe {
    private static final Logger LOG = LoggerFactory.getLogger(Probe.class);

    private final String name;
    private final BooleanSupplier up;
    private final Duration limit;
    private @Nullable FutureTask<Boolean> asked;

    Probe(String name, BooleanSupplier up, Duration limit) {
        this.name = name;
        this.up = up;
        this.limit = limit;
    }

    /** Begins to ask, so that several probes can be asked at once. */
    synchronized FutureTask<Boolean> ask() {
        FutureTask<Boolean> current = asked;
        if (current == null || current.isDone()) {
            FutureTask<Boolean> next = new FutureTask<>(up::getAsBoolean);
            Thread.ofVirtual().name("health-" + name).start(next);
            asked = next;
            return next;
        }
        return current;
    }

    /** Waits for the answer, but not for long. */
    Check await(FutureTask<Boolean> answer) {
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS)
                    ? new Check(name, true, Optional.empty())
                    : new Check(name, false, Optional.empty());
        } catch (TimeoutException e) {
            return down("no answer within " + limit);
        } catch (ExecutionException e) {
            LOG.warn("the health probe {} failed", name, e.getCause());
            return down("the probe failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return down("interrupted");
        }
    }

    private Check down(String detail) {
        return new Check(name, false, Optional.of(detail));
    }
}
