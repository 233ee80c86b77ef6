package dev.gatehouse.gateway.http2;

/**
 * Bounds of a request over HTTP/2.
 *
 * @param headerBytes of a header section, decoded: name, value and 32 for each field (RFC 9113, section 6.5.2)
 * @param fields in a header section
 * @param bodyBytes of a body, as the client tells its length: a larger one is refused, whatever its route allows
 */
public record Http2Limits(int headerBytes, int fields, long bodyBytes) {}
