package dev.gatehouse.gateway.presence;

import java.util.Set;
import java.util.UUID;

/**
 * How things stand with the connections of this gateway, for operators.
 *
 * @param gatewayId this gateway, until it ends
 * @param connections how many it has
 * @param gateways the others that it hears of
 * @param allKnown whether it has listened for long enough to have heard of all
 * @param eventsPublished how many events of connections the broker has confirmed
 * @param eventsWaiting how many wait
 * @param eventsDropped how many nobody will get
 */
public record PresenceStatus(
        UUID gatewayId,
        int connections,
        Set<UUID> gateways,
        boolean allKnown,
        long eventsPublished,
        int eventsWaiting,
        long eventsDropped) {}
