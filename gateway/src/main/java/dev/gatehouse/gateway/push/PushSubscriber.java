package dev.gatehouse.gateway.push;

/** Who gets pushes. Called by one thread, in the order of the pushes; must not block. One that has just left may still be called. */
public interface PushSubscriber {
    void pushed(Push push);

    /** Pushes may have been missed: the queue was lost, and is there again. */
    void missed();
}
