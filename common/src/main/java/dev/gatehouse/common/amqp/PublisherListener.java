package dev.gatehouse.common.amqp;

/** Hears what happens to a publisher. Called on the connection's threads; must not block. */
public interface PublisherListener {
    /** The publisher can publish. */
    void opened();

    /** The publisher cannot publish any more; what was written before may be lost. */
    void lost();

    /** The broker takes no messages for now. */
    void blocked();

    /** No queue is bound for the message with this correlation id. */
    void returned(String correlationId);

    /** The queue for the message with this correlation id, which needed a confirm, is full. */
    void rejected(String correlationId);
}
