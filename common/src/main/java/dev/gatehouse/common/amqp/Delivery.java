package dev.gatehouse.common.amqp;

/** A message that was received. Thread-safe; never blocks. */
public interface Delivery {
    IncomingMessage message();

    /** Whether the channel that it came over is still there; where not, the broker delivers it again. */
    boolean isCurrent();

    /** Tells the broker that the message is done with. Called once. */
    void acknowledge();

    /**
     * Tells the broker that nothing can be made of the message: it is a dead letter where the queue has those, and dropped elsewhere. Called
     * once, in place of {@link #acknowledge}.
     *
     * @param reason for the log, where this writes a line
     */
    void reject(String reason);

    /** Gives up the channel that it came over, so that the broker delivers all that is unacknowledged again. */
    void abandon();
}
