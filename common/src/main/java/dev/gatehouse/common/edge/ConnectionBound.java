package dev.gatehouse.common.edge;

import io.helidon.webserver.CloseConnectionException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the number of connections. When there are too many, idle ones are ended, those of the address with the most connections first and the one that has
 * been idle longest first: so nobody keeps others out by holding connections open. Thread-safe.
 */
final class ConnectionBound {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionBound.class);
    /** So many are ended at once, so that looking for them is rare. */
    private static final int FREED_PART = 16;

    private final int most;
    private final Set<Live> live = ConcurrentHashMap.newKeySet();
    private final AtomicLong ended = new AtomicLong();

    ConnectionBound(int most) {
        this.most = most;
    }

    /** A connection, also one whose TLS handshake is under way. */
    interface Live {
        /** Of the client, as a text; the same for all connections of one address. */
        String address();

        /** How long it has been waiting for the client to begin; negative if it is doing something. */
        long idleNanos();

        /** Ends it. Must not block. */
        void end();
    }

    /** Takes a connection in. Throws {@link CloseConnectionException} if there is no room for it, and none can be made. */
    void add(Live connection) {
        live.add(connection);
        if (live.size() > most && !makeRoom(connection)) {
            live.remove(connection);
            throw new CloseConnectionException("there are too many connections, and none of them is idle");
        }
    }

    void remove(Live connection) {
        live.remove(connection);
    }

    Set<Live> all() {
        return live;
    }

    /** Returns whether some are ended, or will have been by another thread. */
    private synchronized boolean makeRoom(Live newcomer) {
        if (live.size() <= most) {
            return true;
        }
        int wanted = live.size() - most + most / FREED_PART;
        int found = 0;
        PriorityQueue<OfAddress> heaviest = new PriorityQueue<>(
                Comparator.comparingInt(OfAddress::connections).reversed());
        heaviest.addAll(byAddress(newcomer));
        while (found < wanted && !heaviest.isEmpty()) {
            OfAddress address = heaviest.poll();
            Idle longest = address.idle.poll();
            if (longest != null) {
                live.remove(longest.connection());
                longest.connection().end();
                found++;
                address.connections--;
                heaviest.add(address);
            }
        }
        LOG.warn(
                "there are {} connections, which is server.max-connections: {} idle ones are ended, {} since the start",
                most,
                found,
                ended.addAndGet(found));
        return found > 0;
    }

    private List<OfAddress> byAddress(Live newcomer) {
        Map<String, OfAddress> addresses = new HashMap<>();
        for (Live connection : live) {
            OfAddress address = addresses.computeIfAbsent(connection.address(), name -> new OfAddress());
            address.connections++;
            long nanos = connection.idleNanos();
            if (nanos >= 0 && !connection.equals(newcomer)) {
                address.idle.add(new Idle(connection, nanos));
            }
        }
        return List.copyOf(addresses.values());
    }

    private record Idle(Live connection, long nanos) {}

    private static final class OfAddress {
        /** The longest first. */
        private final Queue<Idle> idle =
                new PriorityQueue<>(Comparator.comparingLong(Idle::nanos).reversed());

        private int connections;

        int connections() {
            return connections;
        }
    }
}
