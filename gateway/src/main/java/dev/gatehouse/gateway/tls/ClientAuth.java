package dev.gatehouse.gateway.tls;

/** Whether clients show a certificate of their own. */
public enum ClientAuth {
    /** They are not asked. */
    NONE,
    /** They are asked, and may have none; one that is shown must be good. */
    OPTIONAL,
    /** A client without a good one is refused in the handshake. */
    REQUIRED
}
