package dev.gatehouse.gateway.quota;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What is held for the connections of one address, as far as anything is. Thread-safe. */
final class AddressShare {
    private final Set<ClientShare> shares = ConcurrentHashMap.newKeySet();
    private final AtomicLong held = new AtomicLong();

    void join(ClientShare share) {
        shares.add(share);
    }

    /** Returns whether nobody is left. */
    boolean leave(ClientShare share) {
        shares.remove(share);
        return shares.isEmpty();
    }

    boolean hold(long bytes, long limit) {
        if (held.addAndGet(bytes) > limit) {
            held.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void release(long bytes) {
        held.addAndGet(-bytes);
    }

    long heldBytes() {
        return held.get();
    }

    /** What is held for connections that have not been ended yet. */
    long evictableBytes() {
        long bytes = 0;
        for (ClientShare share : shares) {
            bytes += share.isEvicted() ? 0 : share.heldBytes();
        }
        return bytes;
    }

    Optional<ClientShare> heaviest() {
        return shares.stream()
                .filter(share -> !share.isEvicted() && share.heldBytes() > 0)
                .max(Comparator.comparingLong(ClientShare::heldBytes));
    }
}
