package dev.gatehouse.gateway.quota;

import dev.gatehouse.common.edge.HeldBytes;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What is held for one connection, or for one request that a proxy has forwarded. A share for which nothing has been held costs nobody anything.
 * Thread-safe.
 */
public final class ClientShare implements HeldBytes {
    private final ClientQuota quota;
    private final Optional<String> address;
    private final Runnable end;
    private final AtomicBoolean evicted = new AtomicBoolean();
    /** Written under the monitor of {@code this}, as is all that follows. */
    private volatile long held;

    private @Nullable AddressShare joined;
    private boolean closed;

    ClientShare(ClientQuota quota, Optional<String> address, Runnable end) {
        this.quota = quota;
        this.address = address;
        this.end = end;
    }

    @Override
    public synchronized boolean admits() {
        return held <= quota.limits().connection()
                && (joined == null
                        || !isAddressKnown()
                        || joined.heldBytes() <= quota.limits().address());
    }

    @Override
    public synchronized boolean hold(long bytes) {
        if (closed || evicted.get()) {
            return false;
        }
        AddressShare all = joined;
        if (all == null) {
            all = quota.join(this);
            joined = all;
        }
        if (!quota.hold(this, all, bytes)) {
            return false;
        }
        held += bytes;
        return true;
    }

    @Override
    public synchronized void release(long bytes) {
        AddressShare all = joined;
        if (all != null && !closed) {
            held -= bytes;
            quota.release(all, bytes);
        }
    }

    @Override
    public synchronized void close() {
        AddressShare all = joined;
        if (all != null && !closed) {
            quota.release(all, held);
            quota.leave(this);
            held = 0;
        }
        closed = true;
    }

    long heldBytes() {
        return held;
    }

    boolean isAddressKnown() {
        return address.isPresent();
    }

    /** Those whose address is a proxy's, or not known, are one to themselves. */
    String addressName() {
        return address.orElseGet(() -> "a proxy (" + Integer.toHexString(System.identityHashCode(this)) + ")");
    }

    boolean isEvicted() {
        return evicted.get();
    }

    /** Ends the connection. Returns how many bytes that gives back, soon. */
    long evict() {
        if (!evicted.compareAndSet(false, true)) {
            return 0;
        }
        long given = held;
        end.run();
        return given;
    }
}
