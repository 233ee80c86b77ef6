package dev.gatehouse.gateway.ws;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.gatehouse.common.rpc.RpcContext;
import dev.gatehouse.gateway.push.Push;
import dev.gatehouse.gateway.push.PushKeys;
import dev.gatehouse.gateway.push.PushSubscriber;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is pushed to one session, numbered without a gap, the latest of it kept. It belongs to one connection at a time, and for a while to none, so
 * that the client can come back for what it missed. Thread-safe.
 */
final class EventStream implements PushSubscriber {
    static final int FIRST_EPOCH = 1;

    private final UUID connectionId;
    private final RpcContext.Caller owner;
    /** Whether a client that has gone may come back. */
    private final boolean lasting;

    private final DetachedStreams detached;
    private final SubscribedTopics topics = new SubscribedTopics();
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final KeptEvents kept;

    /** The connection that it belongs to; none while it waits for its client, and once it is over. */
    @GuardedBy("lock")
    private @Nullable Sink holder;

    /** Whether its connection gets events. Until then they are kept. */
    @GuardedBy("lock")
    private boolean flowing;

    /** By the ticker, when a stream that waits for its client is given up. */
    @GuardedBy("lock")
    private long until;

    @GuardedBy("lock")
    private boolean over;

    /** How many connections it has belonged to. */
    @GuardedBy("lock")
    private int epoch = FIRST_EPOCH;

    /** What comes of the wish to go on with a stream. */
    sealed interface Resumption {
        /**
         * The stream belongs to the new connection.
         *
         * @param epoch of the stream from now on
         */
        record Resumed(int epoch) implements Resumption {}

        record Refused(String reason) implements Resumption {}
    }

    /** Where a connected client's events go. Must not block, and must not call the stream. */
    interface Sink {
        void send(OutFrame frame);

        /** Another connection has taken its place. */
        void superseded();
    }

    /**
     * A stream whose events are kept.
     *
     * @param holder the connection that it belongs to
     * @param detached where it is while it belongs to no connection
     */
    EventStream(
            UUID connectionId,
            RpcContext.Caller owner,
            WebSocketConfig.Resume bounds,
            Sink holder,
            DetachedStreams detached) {
        this.connectionId = connectionId;
        this.owner = owner;
        this.lasting = !bounds.window().isZero();
        this.kept = new KeptEvents(bounds.events(), bounds.bytes().toInt());
        this.holder = holder;
        this.detached = detached;
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

    SubscribedTopics topics() {
        return topics;
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
        topics.all().forEach(topic -> keys.add(PushKeys.topic(topic)));
        return keys;
    }

    @Override
    public void pushed(Push push) {
        lock.lock();
        try {
            if (over) {
                return;
            }
            long seq = kept.add(push);
            Sink client = holder;
            if (client != null && flowing) {
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
            Sink client = holder;
            if (client != null && flowing) {
                client.send(ServerMessages.GAP);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives its connection what has come so far, and from now on whatever comes. False if it is not that connection's any more. */
    boolean attach(Sink client) {
        lock.lock();
        try {
            if (!client.equals(holder)) {
                return false;
            }
            flowing = true;
            if (!kept.hasAllAfter(0)) {
                client.send(ServerMessages.GAP);
            }
            kept.after(0, (seq, push) -> client.send(ServerMessages.event(seq, push)));
            forgetUnlessLasting();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives a client that has come back what it has missed, and from now on whatever comes; a connection that still has the stream is superseded.
     *
     * @param seen the number of the last event that the client has got
     */
    Resumption resume(Sink client, long seen) {
        Sink previous;
        int next;
        lock.lock();
        try {
            if (over) {
                return new Resumption.Refused(SessionEvents.UNKNOWN);
            }
            if (!kept.hasAllAfter(seen)) {
                return new Resumption.Refused(SessionEvents.GAP);
            }
            next = ++epoch;
            detached.remove(this);
            previous = holder;
            holder = client;
            flowing = true;
            client.send(ServerMessages.resumed(connectionId, kept.lastSeq(), topics.all()));
            kept.after(seen, (seq, push) -> client.send(ServerMessages.event(seq, push)));
        } finally {
            lock.unlock();
        }
        if (previous != null) {
            previous.superseded();
        }
        return new Resumption.Resumed(next);
    }

    /** Its client has gone, and may come back until then. False if it is not that connection's any more, or too many wait already. */
    boolean detach(Sink client, long deadline) {
        lock.lock();
        try {
            if (!client.equals(holder) || !detached.add(this)) {
                return false;
            }
            holder = null;
            flowing = false;
            until = deadline;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends it if nobody has come back for it in time; true for once. */
    boolean expire(long now) {
        lock.lock();
        try {
            return holder == null && now - until >= 0 && end();
        } finally {
            lock.unlock();
        }
    }

    /** Ends it, unless it is not that connection's any more; true for once. */
    boolean end(Sink client) {
        lock.lock();
        try {
            return client.equals(holder) && end();
        } finally {
            lock.unlock();
        }
    }

    boolean isOver() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean end() {
        boolean first = !over;
        over = true;
        holder = null;
        detached.remove(this);
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
