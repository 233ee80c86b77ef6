package dev.gatehouse.common.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bindings of a consumed queue to one exchange. They are changed over a channel of their own, so that a binding which the broker refuses
 * does not end the consumption; that channel is opened when it is needed and ends with the one that consumes. Bindings are asked for together
 * and answered together. One thread at a time changes bindings; {@link #end} and {@link #giveUp} come from any.
 */
public final class QueueBindings {
    /** How many bindings are asked for before the broker's answer is awaited, which the connection's operation timeout bounds. */
    private static final int CHUNK = 100;

    private final Channel consuming;
    private final String queue;
    private final String exchange;

    private volatile @Nullable Channel channel;
    private volatile boolean ended;

    QueueBindings(Channel consuming, String queue, String exchange) {
        this.consuming = consuming;
        this.queue = queue;
        this.exchange = exchange;
    }

    /** Binds the queue with routing keys, and waits for the broker. After a refusal any number of them may be bound. */
    public Optional<BrokerRefusal> bind(Collection<String> keys) {
        return inChunks(keys, (open, chunk) -> {
            for (String key : chunk.subList(0, chunk.size() - 1)) {
                open.queueBindNoWait(queue, exchange, key, Map.of());
            }
            open.queueBind(queue, exchange, chunk.getLast());
        });
    }

    /** Takes bindings away, and waits for the broker. After a refusal any number of them may still be there. */
    public Optional<BrokerRefusal> unbind(Collection<String> keys) {
        return inChunks(keys, (open, chunk) -> {
            for (String key : chunk) {
                // One after the other: AMQP has no unbinding without an answer, and one that the library is not told to
                // wait for may be taken
                // for the answer to what is asked next.
                open.queueUnbind(queue, exchange, key);
            }
        });
    }

    /** Gives up the queue, whose bindings are in doubt: it goes with the channel that consumes it, and another is declared. */
    public void giveUp() {
        end();
        abort(consuming);
    }

    /** No bindings are changed any more. Does not wait for the broker. */
    void end() {
        ended = true;
        Channel open = channel;
        if (open != null) {
            abort(open);
        }
    }

    private Optional<BrokerRefusal> inChunks(Collection<String> keys, Change change) {
        List<String> all = new ArrayList<>(keys);
        try {
            for (int from = 0; from < all.size(); from += CHUNK) {
                change.send(openChannel(), all.subList(from, Math.min(all.size(), from + CHUNK)));
            }
            return Optional.empty();
        } catch (IOException | ShutdownSignalException e) {
            discard();
            return Optional.of(BrokerRefusal.of(e));
        }
    }

    private Channel openChannel() throws IOException {
        Channel open = channel;
        if (open == null) {
            open = Channels.open(consuming.getConnection());
            channel = open;
            if (ended) {
                abort(open);
            }
        }
        return open;
    }

    /** After a failure the channel may be closed, or have answers outstanding. */
    private void discard() {
        Channel open = channel;
        channel = null;
        if (open != null) {
            abort(open);
        }
    }

    private static void abort(Channel open) {
        if (open.isOpen()) {
            Channels.beginAbort(open);
        }
    }

    @FunctionalInterface
    private interface Change {
        /** Sends one chunk, which is not empty, and waits for the broker. */
        void send(Channel open, List<String> chunk) throws IOException;
    }
}
