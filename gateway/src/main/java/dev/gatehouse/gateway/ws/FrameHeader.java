package dev.gatehouse.gateway.ws;

/**
 * The header of a client's frame, valid or not (RFC 6455, section 5.2).
 *
 * @param fin whether it is the last fragment of its message
 * @param reserved the three reserved bits, 0 to 7
 * @param opCode 0 to 15
 * @param length the payload length in bytes; {@link Long#MAX_VALUE} if it is 2^63 or more
 * @param wellFormed whether the length is less than 2^63, and written in the fewest bytes possible
 */
record FrameHeader(boolean fin, int reserved, int opCode, boolean masked, long length, boolean wellFormed) {}
