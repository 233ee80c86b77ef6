package dev.gatehouse.common.amqp;

/** What the thread of a {@link ConnectionLink} is to do. */
sealed interface LinkAction {
    /** What is done at once, and ends with an event that tells how it went. */
    enum Work implements LinkAction {
        /** Make a connection: {@link LinkEvent#CONNECTED} or {@link LinkEvent#CONNECT_FAILED}. */
        CONNECT,
        /** Open the parts that are not: {@link LinkEvent#PARTS_OPEN} or {@link LinkEvent#PARTS_MISSING}. */
        OPEN,
        /** Look whether the parts still have what they need: {@link LinkEvent#LOOKED}. */
        LOOK,
        /** Close a connection that came too late. */
        DISCARD
    }

    /** Wait until {@link LinkEvent#LOOK_DUE}, or until there is something else to do. */
    record Watch() implements LinkAction {}

    /**
     * Wait until {@link LinkEvent#PAUSE_OVER}, or until there is something else to do.
     *
     * @param round how many pauses there have been since all was well for long
     */
    record Pause(int round) implements LinkAction {}
}
