package dev.gatehouse.gateway.ws;

/** What a client has sent breaks the protocol, so that there is no going on. Carries no stack trace: it is an answer, not a defect. */
final class ProtocolBreachException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Closing closing;

    ProtocolBreachException(Closing closing) {
        super(closing.reason(), null, false, false);
        this.closing = closing;
    }

    ProtocolBreachException(int code, String reason) {
        this(new Closing(code, reason, false));
    }

    static ProtocolBreachException notUtf8() {
        return new ProtocolBreachException(Closing.NOT_UTF8, "not UTF-8");
    }

    Closing closing() {
        return closing;
    }
}
