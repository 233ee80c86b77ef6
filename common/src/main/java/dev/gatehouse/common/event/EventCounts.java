package dev.gatehouse.common.event;

/**
 * What a subscriber has done so far.
 *
 * @param received messages from the broker, retries included
 * @param handled events whose handler has returned
 * @param duplicates events that had been handled already
 * @param retried failed tries that were not the last
 * @param deadLettered events given up: dead letters, or dropped where the subscription has no queue for them
 */
public record EventCounts(long received, long handled, long duplicates, long retried, long deadLettered) {}
