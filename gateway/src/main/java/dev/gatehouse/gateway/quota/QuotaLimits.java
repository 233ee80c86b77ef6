package dev.gatehouse.gateway.quota;

/**
 * Bounds in bytes.
 *
 * @param total for all clients; over it, those that hold most lose their connections
 * @param address for all connections of one address; over it, nothing more is held for it
 * @param connection for one connection; over it, its new requests are refused
 */
record QuotaLimits(long total, long address, long connection) {}
