package dev.gatehouse.common.amqp;

/** What can happen in the life of a {@link ConnectionLink}. */
enum LinkEvent {
    START,
    /** A connection has been made. */
    CONNECTED,
    CONNECT_FAILED,
    /** The connection is gone; happens once to each. */
    CONNECTION_LOST,
    /** All parts have been opened. */
    PARTS_OPEN,
    /** A part could not be opened, or not yet. */
    PARTS_MISSING,
    /** A part that was open no longer is. */
    PART_LOST,
    /** A part that was not there, or could not be opened, can be opened now. */
    PART_WANTED,
    /** The wait before the next try is over. */
    PAUSE_OVER,
    /** All has been well for as long as it goes unquestioned. */
    LOOK_DUE,
    /** All that the parts need has been looked for; what was missing was told as lost. */
    LOOKED,
    /** The broker takes no messages for now. */
    BLOCKED,
    UNBLOCKED,
    CLOSE
}
