package dev.gatehouse.gateway.push;

/**
 * What a gateway does with pushes.
 *
 * @param bindings with how many routing keys the queue is bound
 * @param subscribers who get pushes, or wait to be bound
 * @param received pushes from the broker so far
 * @param dropped pushes that could not be sent on: too large, or not as they must be
 */
public record PushStats(int bindings, int subscribers, long received, long dropped) {}
