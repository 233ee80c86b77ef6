package dev.gatehouse.gateway.hpack;

/**
 * One field of a header section. Names and values are octets: each character is one of them (ISO-8859-1). Nothing is checked but the encoding:
 * names may be empty or in capitals, and values may contain any octet. Immutable.
 *
 * @param neverIndexed whether no table on the way may keep the field (RFC 7541, section 7.1.3)
 */
public record HeaderField(String name, String value, boolean neverIndexed) {
    /** What a field counts beside its name and value (RFC 7541, section 4.1; RFC 9113, section 6.5.2). */
    static final int OVERHEAD_BYTES = 32;

    /** A field that tables may keep. */
    public HeaderField(String name, String value) {
        this(name, value, false);
    }

    int bytes() {
        return name.length() + value.length() + OVERHEAD_BYTES;
    }

    /** Without the value, which may be a secret. */
    @Override
    public String toString() {
        return name + ": (" + value.length() + " bytes)";
    }
}
