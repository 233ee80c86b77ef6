package dev.gatehouse.gateway.redis;

import java.util.Optional;

/**
 * How things stand with Redis, for operators.
 *
 * @param address without user and password
 * @param usable whether commands are sent to it
 * @param outages how often it has become unusable since the start
 * @param problem why it is not usable
 */
public record RedisStatus(String address, boolean usable, long outages, Optional<String> problem) {}
