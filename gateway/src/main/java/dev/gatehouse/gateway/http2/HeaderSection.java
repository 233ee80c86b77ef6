package dev.gatehouse.gateway.http2;

/**
 * The field section of one request, or its trailers: a {@code HEADERS} frame and the {@code CONTINUATION} frames behind it (RFC 9113, section 4.3).
 *
 * @param last whether the client sends nothing more on the stream
 * @param block the encoded fields, without padding; not copied
 */
record HeaderSection(int stream, boolean last, byte[] block) {}
