package dev.gatehouse.common.wire;

import java.util.Optional;

/**
 * What the wire says of a request beside its header fields. Immutable.
 *
 * @param method as it was sent: methods are case-sensitive (RFC 9110, section 9.1)
 * @param violation why the request is refused; empty if it is well-formed
 */
public record RequestHead(String method, HttpVersion version, Optional<Violation> violation) {
    /** A request that is refused. */
    static RequestHead refused(HttpVersion version, Violation violation) {
        return new RequestHead("", version, Optional.of(violation));
    }
}
