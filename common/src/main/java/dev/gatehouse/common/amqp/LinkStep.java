package dev.gatehouse.common.amqp;

import java.util.Optional;

/**
 * What an event leads to.
 *
 * @param state the state from then on
 * @param action what is to be done; empty where the thread goes on with what it does
 */
record LinkStep(LinkState state, Optional<LinkAction> action) {}
