package dev.gatehouse.common.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.gatehouse.common.amqp.Publication.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes messages over a channel of its own. Any thread may publish and none ever waits for the socket: a bounded queue is drained by
 * one writer thread, the only one that uses the channel. Where there is no connection messages are refused at once.
 */
public final class Publisher extends LinkPart implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final String name;
    private final ConnectionLink link;
    private final WireProperties properties;
    private final PublisherListener listener;
    private final SerialWriter<Publication> writer;
    private final AtomicReference<@Nullable Channel> channel = new AtomicReference<>();

    Publisher(String name, ConnectionLink link, WireProperties properties, int capacity, PublisherListener listener) {
        this.name = name;
        this.link = link;
        this.properties = properties;
        this.listener = listener;
        this.writer = new SerialWriter<>(name + "-writer", capacity, this::write);
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
        return channel.get() != null;
    }

    @Override
    void open(Connection connection) throws IOException {
        Channel fresh = Channels.open(connection);
        try {
            Topology.declareTopicExchange(fresh, Topology.RPC_EXCHANGE);
        } catch (IOException | RuntimeException e) {
            Channels.abort(fresh);
            throw e;
        }
        fresh.addReturnListener(returned -> {
            String correlationId = returned.getProperties().getCorrelationId();
            if (correlationId != null) {
                listener.returned(correlationId);
            }
        });
        channel.set(fresh);
        fresh.addShutdownListener(cause -> lost(fresh));
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
        Channel current = channel.getAndSet(null);
        writer.close().forEach(publication -> publication.refused(Refusal.DISCONNECTED));
        if (current != null) {
            Channels.abort(current);
        }
    }

    /** A blocked broker reads nothing. A reply may wait for it in the socket; the caller of a request is told at once. */
    private boolean isHeldBack(Publication publication) {
        return link.isBlocked() && publication.message() instanceof OutgoingMessage.Request;
    }

    private void lost(Channel lost) {
        if (channel.compareAndSet(lost, null)) {
            listener.lost();
            link.partLost();
        }
    }

    private void write(List<Publication> batch) {
        Channel current = channel.get();
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
    private void sendTogether(Channel current, List<Publication> wanted) {
        link.writes().begin();
        wanted.removeIf(publication -> !send(current, publication));
        try {
            link.writes().end(current.getConnection());
            wanted.forEach(Publication::written);
        } catch (IOException e) {
            LOG.debug("{}: messages may not have been written", name, e);
            wanted.forEach(Publication::broken);
        }
    }

    /** False where it came to nothing, which the publication has been told. */
    private boolean send(Channel current, Publication publication) {
        OutgoingMessage message = publication.message();
        try {
            BasicProperties basic = properties.of(message);
            switch (message) {
                case OutgoingMessage.Request request ->
                    current.basicPublish(Topology.RPC_EXCHANGE, request.routingKey(), true, basic, request.body());
                case OutgoingMessage.Reply reply ->
                    current.basicPublish(Topology.DEFAULT_EXCHANGE, reply.replyTo(), false, basic, reply.body());
            }
            return true;
        } catch (AlreadyClosedException e) {
            publication.refused(Refusal.DISCONNECTED);
        } catch (IOException e) {
            LOG.debug("{}: a message may not have been written", name, e);
            publication.broken();
        } catch (RuntimeException e) {
            LOG.error("{}: a message cannot be written", name, e);
            publication.broken();
        }
        return false;
    }
}
