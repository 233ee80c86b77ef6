package dev.gatehouse.gateway.ws;

/**
 * The header of a client's frame as it came, right or wrong (RFC 6455, section 5.2).
 *
 * @param fin whether it is the last fragment of its message
 * @param reserved the three reserved bits, 0 to 7
 * @param opCode 0 to 15
 * @param length of the payload in bytes; {@link Long#MAX_VALUE} for one that is not less than 2^63
 * @param wellFormed whether the length is less than 2^63, and written in as few bytes as it can be
 */
record FrameHeader(boolean fin, int reserved, int opCode, boolean masked, long length, boolean wellFormed) {}
