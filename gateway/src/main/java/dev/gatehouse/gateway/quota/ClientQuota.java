package dev.gatehouse.gateway.quota;

import dev.gatehouse.common.edge.HeldBytes;
import dev.gatehouse.common.edge.PeerAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What clients make the gateway hold while it waits for them. Nobody can use up what is there for all: if it is over, those that hold most lose it first.
 * Thread-safe; nothing blocks.
 */
public final class ClientQuota implements HeldBytes.Accounts {
    private static final Logger LOG = LoggerFactory.getLogger(ClientQuota.class);

    /** So much is made free at once, so that looking for those that hold most is rare. */
    private static final int FREED_PART = 8;

    private final QuotaLimits limits;
    private final Predicate<InetAddress> trusted;
    private final Map<String, AddressShare> addresses = new ConcurrentHashMap<>();
    private final AtomicLong total = new AtomicLong();
    private final AtomicBoolean evicting = new AtomicBoolean();

    /** @param trusted whether an address is a proxy's that many clients come by: what is held for these is not counted together */
    public ClientQuota(ClientMemoryConfig config, Predicate<InetAddress> trusted) {
        this(config.limits(Runtime.getRuntime().maxMemory()), trusted);
    }

    ClientQuota(QuotaLimits limits, Predicate<InetAddress> trusted) {
        this.limits = limits;
        this.trusted = trusted;
    }

    @Override
    public ClientShare open(SocketAddress peer, Runnable end) {
        return open(
                peer instanceof InetSocketAddress inet ? Optional.ofNullable(inet.getAddress()) : Optional.empty(),
                end);
    }

    /**
     * For a connection, or a request that a proxy has forwarded.
     *
     * @param end ends it, because too much is held for it; must not block
     */
    public ClientShare open(Optional<InetAddress> client, Runnable end) {
        return new ClientShare(this, client.filter(trusted.negate()).map(PeerAddress::text), end);
    }

    /** How many bytes are held for all clients. */
    public long heldBytes() {
        return total.get();
    }

    QuotaLimits limits() {
        return limits;
    }

    /** Counts bytes for a share. Returns whether its address may hold them. */
    boolean hold(ClientShare share, AddressShare address, long bytes) {
        if (!address.hold(bytes, share.isAddressKnown() ? limits.address() : Long.MAX_VALUE)) {
            return false;
        }
        if (total.addAndGet(bytes) > limits.total()) {
            evict();
        }
        return true;
    }

    void release(AddressShare address, long bytes) {
        address.release(bytes);
        total.addAndGet(-bytes);
    }

    AddressShare join(ClientShare share) {
        return addresses.compute(share.addressName(), (name, present) -> {
            AddressShare address = present == null ? new AddressShare() : present;
            address.join(share);
            return address;
        });
    }

    void leave(ClientShare share) {
        addresses.computeIfPresent(share.addressName(), (name, address) -> address.leave(share) ? null : address);
    }

    /** Ends connections of those that hold most, until there is room. One thread at a time does it, and the others go on. */
    private void evict() {
        if (!evicting.compareAndSet(false, true)) {
            return;
        }
        try {
            long excess = total.get() - limits.total() + limits.total() / FREED_PART;
            while (excess > 0) {
                Optional<ClientShare> heaviest = heaviest();
                if (heaviest.isEmpty()) {
                    return;
                }
                excess -= heaviest.get().evict();
            }
        } finally {
            evicting.set(false);
        }
    }

    private Optional<ClientShare> heaviest() {
        Optional<ClientShare> share = addresses.values().stream()
                .max(Comparator.comparingLong(AddressShare::evictableBytes))
                .flatMap(AddressShare::heaviest);
        share.ifPresent(most -> LOG.warn(
                "clients hold more memory than server.client-memory allows: ending a connection of {} for which {} bytes are held",
                most.addressName(),
                most.heldBytes()));
        return share;
    }
}
