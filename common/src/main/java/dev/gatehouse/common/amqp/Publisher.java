package dev.gatehouse.common.amqp;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Connection;
import dev.gatehouse.common.amqp.Publication.Refusal;
import dev.gatehouse.common.telemetry.Logging;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes messages over channels of its own. Any thread may publish and none ever waits for the socket: a bounded queue is drained by
 * one writer thread, the only one that publishes. Where there is no connection messages are refused at once.
 */
public final class Publisher extends LinkPart implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final String name;
    private final ConnectionLink link;
    private final WireProperties properties;
    private final PublisherListener listener;
    private final SerialWriter<Publication> writer;
    private final AtomicReference<@Nullable PublishingChannels> channels = new AtomicReference<>();
    /** Of which one is lost and the other may be open: only the link's thread closes it, because that waits for the broker. */
    private final Queue<PublishingChannels> over = new ConcurrentLinkedQueue<>();

    Publisher(String name, ConnectionLink link, WireProperties properties, int capacity, PublisherListener listener) {
        this.name = name;
        this.link = link;
        this.properties = properties;
        this.listener = listener;
        this.writer = new SerialWriter<>(name + "-writer", capacity, this::write, this::broken);
    }

    /** Begins to work; called once. */
    public void start() {
        writer.start();
        link.add(this);
    }

    /** Sends a message, or says at once why not. Never blocks. */
    public void publish(Publication publication) {
        if (!isOpen()) {
            publication.refused(Refusal.DISCONNECTED);
        } else if (isHeldBack(publication)) {
            publication.refused(Refusal.BLOCKED);
        } else if (!writer.offer(publication)) {
            publication.refused(Refusal.FULL);
        }
    }

    @Override
    String partName() {
        return name + " publisher";
    }

    /** Whether messages can be published now. */
    @Override
    public boolean isOpen() {
        return channels.get() != null;
    }

    @Override
    void open(Connection connection) throws IOException {
        abortOver();
        PublishingChannels fresh = PublishingChannels.open(connection, listener);
        channels.set(fresh);
        fresh.whenLost(() -> lost(fresh));
        listener.opened();
    }

    @Override
    void blocked() {
        listener.blocked();
    }

    /** Stops; what waits to be written is refused. */
    @Override
    public void close() {
        link.remove(this);
        PublishingChannels current = channels.getAndSet(null);
        writer.close().forEach(publication -> publication.refused(Refusal.DISCONNECTED));
        if (current != null) {
            current.abort();
        }
        abortOver();
    }

    private void abortOver() {
        for (PublishingChannels lost = over.poll(); lost != null; lost = over.poll()) {
            lost.abort();
        }
    }

    /** A blocked broker reads nothing. A reply may wait for it in the socket; the caller of a request is told at once. */
    private boolean isHeldBack(Publication publication) {
        return link.isBlocked() && publication.message() instanceof OutgoingMessage.Request;
    }

    private void lost(PublishingChannels lost) {
        if (channels.compareAndSet(lost, null)) {
            over.add(lost);
            listener.lost();
            link.partLost();
        }
    }

    /** The writing has failed in a way that nobody has foreseen: nobody knows what has gone out, and in what state the channels are. */
    private void broken(List<Publication> batch) {
        PublishingChannels current = channels.get();
        if (current != null) {
            lost(current);
        }
        batch.forEach(Publication::broken);
    }

    private void write(List<Publication> batch) {
        PublishingChannels current = channels.get();
        List<Publication> wanted = new ArrayList<>(batch.size());
        for (Publication publication : batch) {
            if (current == null) {
                publication.refused(Refusal.DISCONNECTED);
            } else if (isHeldBack(publication)) {
                publication.refused(Refusal.BLOCKED);
            } else if (publication.begin()) {
                wanted.add(publication);
            }
        }
        if (current == null) {
            return;
        }
        if (wanted.size() == 1) {
            if (send(current, wanted.getFirst())) {
                wanted.getFirst().written();
            }
        } else if (!wanted.isEmpty()) {
            sendTogether(current, wanted);
        }
    }

    /** All with one write to the socket; none counts as written before that. */
    private void sendTogether(PublishingChannels current, List<Publication> wanted) {
        try {
            gathered(current, wanted);
            wanted.forEach(Publication::written);
        } catch (IOException e) {
            LOG.debug("{}: messages may not have been written", name, e);
            wanted.forEach(Publication::broken);
        }
    }

    private void gathered(PublishingChannels current, List<Publication> wanted) throws IOException {
        link.writes().begin();
        try {
            wanted.removeIf(publication -> !send(current, publication));
        } finally {
            link.writes().end(current.connection());
        }
    }

    /** False where it came to nothing, which the publication has been told. */
    private boolean send(PublishingChannels current, Publication publication) {
        try {
            current.publish(publication, properties.of(publication.message()));
            return true;
        } catch (AlreadyClosedException e) {
            publication.refused(Refusal.DISCONNECTED);
        } catch (IOException e) {
            LOG.debug("{}: a message may not have been written", name, e);
            publication.broken();
        } catch (IllegalArgumentException e) {
            LOG.error(Logging.ONCE_A_SECOND, "{}: a message cannot be encoded: {}", name, e.toString());
            publication.refused(Refusal.UNSENDABLE);
            if (publication.needsConfirm()) {
                // The library has counted it and the broker has not: every later confirm would be taken for another
                // message's.
                lost(current);
            }
        }
        return false;
    }
}
