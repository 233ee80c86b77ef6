package dev.gatehouse.gateway.presence;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other gateways, as far as their heartbeats are heard. One that misses several is forgotten. Thread-safe: guarded by the monitor of
 * {@code this}.
 */
final class Members {
    static final int MAX_MEMBERS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Members.class);

    private final long forgetNanos;
    private final long settleNanos;
    private final LongSupplier nanoTime;

    /** When each was heard, the longest ago first. */
    @GuardedBy("this")
    private final LinkedHashMap<UUID, Long> heard = new LinkedHashMap<>();

    /** Since when heartbeats are heard at all. */
    @GuardedBy("this")
    private Optional<Long> listening = Optional.empty();

    /**
     * Who is there.
     *
     * @param isAll false while heartbeats are not heard, or have not been for long enough to have heard one of everybody
     */
    record Known(Set<UUID> gateways, boolean isAll) {
        Known {
            gateways = Set.copyOf(gateways);
        }
    }

    Members(Duration heartbeat, LongSupplier nanoTime) {
        this.forgetNanos =
                heartbeat.multipliedBy(PresenceConfig.MISSED_HEARTBEATS).toNanos();
        this.settleNanos = heartbeat.multipliedBy(2).toNanos();
        this.nanoTime = nanoTime;
    }

    synchronized void heard(UUID gateway) {
        forget();
        boolean isNew = !heard.containsKey(gateway);
        if (isNew && heard.size() >= MAX_MEMBERS) {
            return;
        }
        heard.putLast(gateway, nanoTime.getAsLong());
        if (isNew) {
            LOG.info("there is another gateway, {}", gateway);
        }
    }

    synchronized void left(UUID gateway) {
        if (heard.remove(gateway) != null) {
            LOG.info("the gateway {} has stopped", gateway);
        }
    }

    synchronized void listening() {
        listening = Optional.of(nanoTime.getAsLong());
    }

    synchronized void deaf() {
        listening = Optional.empty();
    }

    synchronized Known known() {
        forget();
        long now = nanoTime.getAsLong();
        boolean isAll = listening.filter(since -> now - since >= settleNanos).isPresent();
        return new Known(heard.keySet(), isAll && heard.size() < MAX_MEMBERS);
    }

    @GuardedBy("this")
    private void forget() {
        long now = nanoTime.getAsLong();
        for (Map.Entry<UUID, Long> oldest = heard.firstEntry();
                oldest != null && now - oldest.getValue() > forgetNanos;
                oldest = heard.firstEntry()) {
            heard.remove(oldest.getKey());
            LOG.warn("the gateway {} is not heard of any more", oldest.getKey());
        }
    }
}
