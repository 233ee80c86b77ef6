package dev.gatehouse.common.wire;

/** The versions of HTTP that requests come in (RFC 9110, section 2.5). */
public enum HttpVersion {
    /** One request for each connection, and no chunks in the answer. */
    HTTP_1_0,
    /** Also any later minor version, which is read as this one. */
    HTTP_1_1,
    HTTP_2
}
