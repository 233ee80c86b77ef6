package dev.gatehouse.common.amqp;

import dev.gatehouse.common.lifecycle.Component;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A process's two connections to the broker, one to publish and one to consume, because an alarm on the broker blocks connections that
 * publish. Each is made again by itself whenever it is lost. Starting neither fails nor waits when the broker is away. Thread-safe.
 */
public final class AmqpConnections implements Component {
    private final String processName;
    private final ConnectionLink publishing;
    private final ConnectionLink consuming;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param processName the name of the connections on the broker, and the {@code app_id} of what is published
     * @throws IllegalArgumentException for a URI that is not a broker's
     */
    public AmqpConnections(AmqpConfig config, String processName) {
        this.processName = processName;
        this.publishing = new ConnectionLink(config, processName + "-publish");
        this.consuming = new ConnectionLink(config, processName + "-consume");
    }

    @Override
    public void start() {
        if (started.compareAndSet(false, true)) {
            publishing.start();
            consuming.start();
        }
    }

    /** Whether both connections are there, and all that lives on them is declared and at work. */
    public boolean isReady() {
        return publishing.isReady() && consuming.isReady();
    }

    /**
     * A publisher on the publishing connection; it works from its own start on.
     *
     * @param name for thread names and the log
     * @param capacity how many messages may wait to be written
     */
    public Publisher publisher(String name, int capacity, PublisherListener listener) {
        return new Publisher(name, publishing, new WireProperties(processName, publishing.user()), capacity, listener);
    }

    /**
     * A publisher on the publishing connection that waits for confirms; it works from its own start on.
     *
     * @param name for thread names and the log
     * @param exchanges what it publishes to, declared by it
     */
    public ConfirmedPublisher confirmedPublisher(String name, String... exchanges) {
        return new ConfirmedPublisher(name, publishing, processName, List.of(exchanges));
    }

    /** A consumer on the consuming connection; it works from its own start on. */
    public QueueConsumer consumer(ConsumedQueue queue, ConsumerListener listener) {
        return new QueueConsumer(queue, consuming, listener);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            publishing.close();
            consuming.close();
        }
    }
}
