package dev.gatehouse.common.wire;

/**
 * Why a request is refused before anybody looks at what it asks for.
 *
 * @param reason for the client; holds nothing that the client has sent
 */
public record Violation(Kind kind, String reason) {
    /** What sort of violation it is. */
    public enum Kind {
        /** The request breaks the grammar or the framing of HTTP. */
        MALFORMED,
        /** The request line or the header section is over its bound. */
        TOO_LARGE
    }

    static Violation malformed(String reason) {
        return new Violation(Kind.MALFORMED, reason);
    }

    static Violation tooLarge(String reason) {
        return new Violation(Kind.TOO_LARGE, reason);
    }
}
