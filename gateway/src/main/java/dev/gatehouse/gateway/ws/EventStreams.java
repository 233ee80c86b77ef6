package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.rpc.RpcContext;
import dev.gatehouse.gateway.push.Pushes;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The streams of events of live sessions, and of those whose clients may come back. Thread-safe. */
final class EventStreams {
    private final Map<UUID, EventStream> all = new ConcurrentHashMap<>();
    private final SetsById<EventStream> bySession = new SetsById<>();
    private final DetachedStreams detached;

    /** @param maxDetached how many streams may wait for their clients; beyond that, a lost connection cannot be resumed */
    EventStreams(int maxDetached) {
        this.detached = new DetachedStreams(maxDetached);
    }

    /** Creates a stream that {@link #find} does not return before {@link #add}. */
    EventStream create(
            UUID connectionId, RpcContext.Caller owner, WebSocketConfig.Resume bounds, EventStream.Sink client) {
        return new EventStream(connectionId, owner, bounds, client, detached);
    }

    /** Makes a stream known to {@link #find}. */
    void add(EventStream stream) {
        all.put(stream.connectionId(), stream);
        bySession.add(stream.sessionId(), stream);
    }

    Optional<EventStream> find(UUID connectionId) {
        return Optional.ofNullable(all.get(connectionId));
    }

    /** Whether there is another one of the same session, which its client may want to go on with. */
    boolean hasOther(EventStream stream) {
        return bySession.of(stream.sessionId()).stream().anyMatch(other -> !other.equals(stream));
    }

    /** Ends a stream if it belongs to that connection. */
    void end(EventStream stream, EventStream.Sink client, Pushes pushes) {
        if (stream.end(client)) {
            remove(stream, pushes);
        }
    }

    /** Ends those whose clients have not come back in time. */
    void expire(long now, Pushes pushes) {
        for (EventStream stream : detached.all()) {
            if (stream.expire(now)) {
                remove(stream, pushes);
            }
        }
    }

    int size() {
        return all.size();
    }

    int detached() {
        return detached.size();
    }

    private void remove(EventStream stream, Pushes pushes) {
        all.remove(stream.connectionId(), stream);
        bySession.remove(stream.sessionId(), stream);
        pushes.leave(stream.keys(), stream);
    }
}
