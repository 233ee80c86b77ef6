package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.error.ErrorCode;

/**
 * Why a session ends.
 *
 * @param code of the close frame (RFC 6455, section 7.4)
 * @param reason for the client, ASCII, at most 123 characters
 * @param resumable whether the client may come back and get what it missed
 */
record Closing(int code, String reason, boolean resumable) {
    static final int NORMAL = 1000;
    static final int GOING_AWAY = 1001;
    static final int PROTOCOL_ERROR = 1002;
    /** Never on the wire: the client told no code. */
    static final int NO_CODE = 1005;
    /** Never on the wire: the client left without a word. */
    static final int ABNORMAL = 1006;

    static final int NOT_UTF8 = 1007;
    static final int TOO_BIG = 1009;
    static final int SERVER_ERROR = 1011;
    static final int FIRST_OF_APPLICATIONS = 3000;

    static final Closing UNINTELLIGIBLE = new Closing(4400, "not an intelligible frame", false);
    static final Closing NOT_AUTHENTICATED = new Closing(4401, "not authenticated in time", false);
    static final Closing BAD_TOKEN = new Closing(4401, "the access token is not valid", false);
    static final Closing TOKEN_EXPIRED = new Closing(4401, "the access token has expired", false);
    static final Closing REVOKED = new Closing(4401, "the session has been revoked", false);
    static final Closing OTHER_SESSION = new Closing(4403, "the token is another session's", false);
    static final Closing SILENT = new Closing(4408, "heartbeat missed", true);
    static final Closing TOO_MANY = new Closing(4409, "too many connections of the account", false);
    static final Closing SUPERSEDED = new Closing(4410, "another connection has resumed this one", false);
    static final Closing SLOW = new Closing(4413, "the outbox is full", true);
    static final Closing FLOOD = new Closing(4429, "too many frames", true);
    static final Closing UNAVAILABLE = new Closing(SERVER_ERROR, "sessions cannot be had now", false);
    static final Closing OVERLOADED = new Closing(SERVER_ERROR, "too much is held for this client", true);
    static final Closing FAILED = new Closing(SERVER_ERROR, "something went wrong", true);
    static final Closing LOST = new Closing(ABNORMAL, "", true);

    /** The server is going away. */
    static Closing draining(long reconnectAfterMillis) {
        return new Closing(GOING_AWAY, "{\"reconnect_after_ms\":" + reconnectAfterMillis + "}", false);
    }

    /** The client has closed. It may come back where that was the doing of its program, not the end of its page. */
    static Closing byClient(int code) {
        return new Closing(code, "", code >= FIRST_OF_APPLICATIONS);
    }

    /** The first token of a client could not be accepted. */
    static Closing refused(ErrorCode code) {
        return switch (code) {
            case TOKEN_EXPIRED -> TOKEN_EXPIRED;
            case INVALID_TOKEN -> BAD_TOKEN;
            default -> UNAVAILABLE;
        };
    }

    OutFrame frame() {
        return OutFrame.close(code, reason);
    }
}
