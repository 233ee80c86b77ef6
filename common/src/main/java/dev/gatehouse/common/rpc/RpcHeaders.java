package dev.gatehouse.common.rpc;

/** The names of the headers of a request. */
final class RpcHeaders {
    static final String REQUEST_ID = "x-request-id";
    /** Milliseconds since the epoch. */
    static final String DEADLINE = "x-deadline";

    static final String TRACEPARENT = "traceparent";
    static final String ACCOUNT_ID = "x-account-id";
    static final String SESSION_ID = "x-session-id";
    /** Separated by single spaces, as in an OAuth scope (RFC 6749, section 3.3). */
    static final String SCOPES = "x-scopes";
    /** Separated by single spaces. */
    static final String ROLES = "x-roles";

    static final String CLIENT_IP = "x-client-ip";

    private RpcHeaders() {}
}
