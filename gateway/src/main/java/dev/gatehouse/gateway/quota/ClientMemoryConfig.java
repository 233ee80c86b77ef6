package dev.gatehouse.gateway.quota;

import dev.gatehouse.common.config.ConfigReader;

/**
 * How much memory the gateway holds while it waits for clients: beginnings of requests, bodies, and answers and events that are not taken.
 *
 * @param heapPercent for all clients, of the largest heap that the JVM may use
 * @param addressPercent for one address, of what all clients may use; an IPv6 client's address is its network of 64 bits
 * @param connectionPercent for one connection, of what all clients may use: over it, it gets no new requests done
 */
public record ClientMemoryConfig(int heapPercent, int addressPercent, int connectionPercent) {
    public static final ClientMemoryConfig DEFAULT = new ClientMemoryConfig(8, 50, 25);

    public static ClientMemoryConfig read(ConfigReader reader) {
        return new ClientMemoryConfig(
                reader.integer("server.client-memory.heap-percent", DEFAULT.heapPercent, 1, 50),
                reader.integer("server.client-memory.address-percent", DEFAULT.addressPercent, 1, 100),
                reader.integer("server.client-memory.connection-percent", DEFAULT.connectionPercent, 1, 100));
    }

    /** The limits in bytes, for a heap of so many. */
    QuotaLimits limits(long heapBytes) {
        long total = heapBytes / 100 * heapPercent;
        return new QuotaLimits(total, total / 100 * addressPercent, total / 100 * connectionPercent);
    }
}
