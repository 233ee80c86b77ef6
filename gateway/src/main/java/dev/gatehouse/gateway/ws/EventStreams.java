package dev.gatehouse.gateway.ws;

import dev.gatehouse.gateway.push.Pushes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The streams of events of live sessions, and of those whose clients may come back. Thread-safe. */
final class EventStreams {
    /** Over it, whoever loses the connection cannot come back for what was missed. */
    static final int MAX_DETACHED = 50_000;

    private final Map<UUID, EventStream> all = new ConcurrentHashMap<>();
    private final SetsById<EventStream> bySession = new SetsById<>();
    private final Set<EventStream> detached = ConcurrentHashMap.newKeySet();

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

    /** Its client has gone, but may come back by then; false where there are too many of those, or another connection has it. */
    boolean detach(EventStream stream, EventStream.Sink client, long deadline) {
        if (detached.size() >= MAX_DETACHED || !stream.detach(client, deadline)) {
            return false;
        }
        detached.add(stream);
        return true;
    }

    /** Its client has come back. */
    void attached(EventStream stream) {
        detached.remove(stream);
    }

    /** Ends a stream, unless another connection than that client's has it. */
    void end(EventStream stream, EventStream.@Nullable Sink client, Pushes pushes) {
        if (stream.end(client)) {
            remove(stream, pushes);
        }
    }

    /** Ends those whose clients have not come back in time. */
    void expire(long now, Pushes pushes) {
        detached.removeIf(stream -> {
            boolean expired = stream.expire(now);
            if (expired) {
                remove(stream, pushes);
            }
            return expired;
        });
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
