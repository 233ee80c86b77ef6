package dev.gatehouse.common.event;

/** Hears whether a subscription stands. Called on the connection's threads; must not block. */
public interface SubscriptionListener {
    /** For who does not need to know. */
    SubscriptionListener NONE = new SubscriptionListener() {
        @Override
        public void subscribed() {
            // Nobody needs to know.
        }

        @Override
        public void lost() {
            // As above.
        }
    };

    /** From now on no event is missed. */
    void subscribed();

    /** Events may be missed from now on, or from a little earlier, until the subscription stands again. */
    void lost();
}
