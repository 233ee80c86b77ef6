package dev.gatehouse.gateway.push;

import java.util.Collection;

/** Where pushes come from. Thread-safe. */
public interface Pushes {
    /** Whether pushes come at all now. */
    boolean isOpen();

    /**
     * Makes a subscriber get the pushes with some routing keys, and blocks the current (virtual) thread until it does: whatever is published
     * from then on reaches it. May be called again for more keys. Must be over before {@link #leave} is called for the same keys.
     *
     * @throws dev.gatehouse.common.error.ServiceException {@code rpc.unavailable}, where that cannot be had within the configured time, or the
     *     broker forbids it; the subscriber then gets the pushes of none of these keys
     */
    void join(Collection<String> routingKeys, PushSubscriber subscriber);

    /** Lets a subscriber have the pushes with some routing keys no more. Returns at once. */
    void leave(Collection<String> routingKeys, PushSubscriber subscriber);
}
