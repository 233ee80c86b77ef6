package dev.gatehouse.common.wire;

import java.io.Serial;

/** The body of a request is refused while it is read, and there may be no telling where it ends. */
public final class BodyRefusedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Violation violation;

    private BodyRefusedException(Violation violation) {
        // Without a stack trace: the place is always the same, and clients can bring it about as often as they like.
        super(violation.reason(), null, false, false);
        this.violation = violation;
    }

    /**
     * The body breaks HTTP's framing.
     *
     * @param reason for the client; holds nothing that the client has sent
     */
    public static BodyRefusedException malformed(String reason) {
        return new BodyRefusedException(Violation.malformed(reason));
    }

    static BodyRefusedException tooLarge(String reason) {
        return new BodyRefusedException(Violation.tooLarge(reason));
    }

    public Violation violation() {
        return violation;
    }
}
