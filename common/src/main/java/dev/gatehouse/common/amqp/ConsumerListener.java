package dev.gatehouse.common.amqp;

/** Hears what a consumer receives and what happens to it. Called on the connection's threads; must not block. */
public interface ConsumerListener {
    void delivered(Delivery delivery);

    /**
     * A message came whose properties cannot be read. Its headers are gone, and maybe its other properties, too; it must be settled like any
     * other.
     *
     * @param reason for the log
     */
    default void unreadable(Delivery delivery, String reason) {
        delivery.reject(reason);
    }

    /** The queue is declared, bound and consumed. Told before {@link #lost}, but deliveries may come earlier. */
    default void opened() {}

    /** The consumer receives nothing any more until it is open again, which is not before this has returned. */
    void lost();

    /** Whether deliveries can be dealt with now; where not, the consumer stays shut. */
    default boolean canReceive() {
        return true;
    }
}
