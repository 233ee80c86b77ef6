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
 * The pushes of one session: numbered without a gap, the latest of them kept. A stream belongs to one connection at a time. After that connection is
 * lost it belongs to none for a while, so that the client can come back for the pushes that it missed. Thread-safe.
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

    /** The connection that the stream belongs to; null while it waits for its client, and after its end. */
    @GuardedBy("lock")
    private @Nullable Sink holder;

    /** Whether events are sent to the connection; until then they are only kept. */
    @GuardedBy("lock")
    private boolean flowing;

    /** The ticker's time at which a stream that waits for its client is given up. */
    @GuardedBy("lock")
    private long until;

    @GuardedBy("lock")
    private boolean over;

    /** How many connections the stream has belonged to. */
    @GuardedBy("lock")
    private int epoch = FIRST_EPOCH;

    /** Where a connected client's events go. Must not block, and must not call the stream. */
    interface Sink {
        void send(OutFrame frame);

        /** Another connection has taken its place. */
        void superseded();
    }

    /**
     * Creates a stream that keeps its events until {@link #attach} or {@link #resume}.
     *
     * @param holder the connection that the stream belongs to
     * @param detached the set that the stream is in while it belongs to no connection
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

    /** Sends the kept events to the connection, and each new one from now on. Returns false if the stream belongs to another connection. */
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
     * Moves the stream to another connection: sends it the events that the client has missed, and each new one from now on. A connection that still has
     * the stream is superseded.
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

    /** Lets the stream wait for its client until a deadline. Returns false if it belongs to another connection, or too many streams wait already. */
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

    /** Ends the stream if its client has not come back in time; returns true at most once. */
    boolean expire(long now) {
        lock.lock();
        try {
            return holder == null && now - until >= 0 && end();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the stream if it belongs to that connection; returns true at most once. */
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
