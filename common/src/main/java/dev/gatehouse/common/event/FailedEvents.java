package dev.gatehouse.common.event;

/** What becomes of events that cannot be handled, now or ever. Each way ends with an acknowledgement, once nothing can be lost by it. */
interface FailedEvents {
    /**
     * The handler has failed.
     *
     * @param failedTries how often by now
     * @return whether to try again here and now
     */
    boolean tryHere(ReceivedEvent received, Event event, int failedTries, Throwable failure)
            throws InterruptedException;

    /** It is no event. */
    void poison(ReceivedEvent received, String reason) throws InterruptedException;
}
