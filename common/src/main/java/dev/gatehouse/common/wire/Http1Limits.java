package dev.gatehouse.common.wire;

/**
 * Bounds of a request over HTTP/1.1.
 *
 * @param requestLineBytes of the request line, without its end
 * @param headerBytes of the header section; also of a chunked body's trailer section, and of its chunk extensions together
 * @param fields in the header section, and in a trailer section
 * @param bodyBytes of a body: a larger one is not read to its end, whatever its route allows
 */
public record Http1Limits(int requestLineBytes, int headerBytes, int fields, long bodyBytes) {}
