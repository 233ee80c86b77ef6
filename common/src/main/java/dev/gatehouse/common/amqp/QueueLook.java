package dev.gatehouse.common.amqp;

/** What a look at a queue shows. */
public sealed interface QueueLook {
    /**
     * It is there.
     *
     * @param waiting how many messages are ready to be delivered
     */
    record Found(long waiting, int consumers) implements QueueLook {}

    /** It is not there, or may not be looked at. */
    record Refused(BrokerRefusal refusal) implements QueueLook {}
}
