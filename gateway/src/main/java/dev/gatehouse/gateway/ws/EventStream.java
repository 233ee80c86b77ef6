package dev.gatehouse.gateway.ws;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.gatehouse.common.rpc.RpcContext;
import dev.gatehouse.gateway.push.Push;
import dev.gatehouse.gateway.push.PushKeys;
import dev.gatehouse.gateway.push.PushSubscriber;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is pushed to one session, numbered without a gap, the latest of it kept. It outlives its connection for a while, so that the client can
 * come back for what it missed. Thread-safe.
 */
final class EventStream implements PushSubscriber {
    private final UUID connectionId;
    private final RpcContext.Caller owner;
    /** Whether a client that has gone may come back. */
    private final boolean lasting;

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final KeptEvents kept;

    @GuardedBy("lock")
    private final Set<String> topics = new TreeSet<>();

    @GuardedBy("lock")
    private @Nullable Sink sink;

    /** By the ticker, when it is given up; 0 while it is not waiting for its client. */
    @GuardedBy("lock")
    private long until;

    @GuardedBy("lock")
    private boolean over;

    /** Where a connected client's events go. Must not block, and must not call the stream. */
    interface Sink {
        void send(OutFrame frame);

        /** Another connection has taken its place. */
        void superseded();
    }

    EventStream(UUID connectionId, RpcContext.Caller owner, WebSocketConfig.Resume bounds) {
        this.connectionId = connectionId;
        this.owner = owner;
        this.lasting = !bounds.window().isZero();
        this.kept = new KeptEvents(bounds.events(), bounds.bytes().toInt());
    }

    UUID connectionId() {
        return connectionId;
    }

    UUID sessionId() {
        return owner.sessionId();
    }

    /** Whose session it is of. */
    RpcContext.Caller owner() {
        return owner;
    }

    boolean isOf(RpcContext.Caller caller) {
        return owner.accountId().equals(caller.accountId()) && owner.sessionId().equals(caller.sessionId());
    }

    /** What addresses it without its asking. */
    Collection<String> ownKeys() {
        return List.of(
                PushKeys.account(owner.accountId()),
                PushKeys.session(owner.sessionId()),
                PushKeys.connection(connectionId),
                PushKeys.BROADCAST);
    }

    /** Everything that addresses it. */
    Collection<String> keys() {
        List<String> keys = new ArrayList<>(ownKeys());
        lock.lock();
        try {
            topics.forEach(topic -> keys.add(PushKeys.topic(topic)));
        } finally {
            lock.unlock();
        }
        return keys;
    }

    /** Notes a topic. False where that would be too many. */
    boolean add(String topic, int most) {
        lock.lock();
        try {
            if (topics.size() >= most && !topics.contains(topic)) {
                return false;
            }
            topics.add(topic);
            return true;
        } finally {
            lock.unlock();
        }
    }

    void remove(String topic) {
        lock.lock();
        try {
            topics.remove(topic);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the topics that are not allowed any more, and says which. */
    List<String> removeUnless(Predicate<String> allowed) {
        lock.lock();
        try {
            List<String> forbidden = topics.stream().filter(allowed.negate()).toList();
            forbidden.forEach(topics::remove);
            return forbidden;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void pushed(Push push) {
        lock.lock();
        try {
            if (over) {
                return;
            }
            long seq = kept.add(push);
            Sink client = sink;
            if (client != null) {
                client.send(ServerMessages.event(seq, push));
                forgetUnlessLasting();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void missed() {
        lock.lock();
        try {
            kept.gap();
            Sink client = sink;
            if (client != null) {
                client.send(ServerMessages.GAP);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives what has come so far, and from now on whatever comes, to a client that has just connected. */
    void attach(Sink client) {
        lock.lock();
        try {
            sink = client;
            if (!kept.hasAllAfter(0)) {
                client.send(ServerMessages.GAP);
            }
            kept.after(0, (seq, push) -> client.send(ServerMessages.event(seq, push)));
            forgetUnlessLasting();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives a client that has come back what it has missed, and from now on whatever comes. Tells why where it cannot.
     *
     * @param seen the number of the last event that the client has got
     */
    Optional<String> resume(Sink client, long seen) {
        Sink previous;
        lock.lock();
        try {
            if (over) {
                return Optional.of("unknown");
            }
            if (!kept.hasAllAfter(seen)) {
                return Optional.of("gap");
            }
            previous = sink;
            sink = client;
            until = 0;
            client.send(ServerMessages.resumed(connectionId, kept.lastSeq(), topics));
            kept.after(seen, (seq, push) -> client.send(ServerMessages.event(seq, push)));
        } finally {
            lock.unlock();
        }
        if (previous != null) {
            previous.superseded();
        }
        return Optional.empty();
    }

    /** Its client has gone, and may come back until then. False where another connection has it already. */
    boolean detach(Sink client, long deadline) {
        lock.lock();
        try {
            if (!client.equals(sink)) {
                return false;
            }
            sink = null;
            until = deadline;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends it where nobody has come back for it in time; true for once. */
    boolean expire(long now) {
        lock.lock();
        try {
            return until != 0 && now - until >= 0 && end();
        } finally {
            lock.unlock();
        }
    }

    /** Ends it, unless another connection than this client's has it; true for once. */
    boolean end(@Nullable Sink client) {
        lock.lock();
        try {
            return Objects.equals(sink, client) && end();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean end() {
        boolean first = !over;
        over = true;
        sink = null;
        kept.forget();
        return first;
    }

    @GuardedBy("lock")
    private void forgetUnlessLasting() {
        if (!lasting) {
            kept.forget();
        }
    }
}
