package dev.gatehouse.gateway.hpack;

import java.util.Optional;

/**
 * Fits the header blocks of an encoder with a dynamic table of {@link HpackLimits#DEFAULT_TABLE_BYTES} to a peer that may have less room. While the
 * peer has as much, blocks pass as they are, and only what they do to the table is kept in mind. From the moment on that it has less, each block is
 * written anew without a dynamic table, and the first one sets the peer's table to 0, which is right whatever the peer says later.
 *
 * <p>Not thread-safe. To be called in the order in which blocks are written, and {@link #peerTable} before the peer's {@code SETTINGS} are
 * acknowledged (RFC 7541, section 4.2; RFC 9113, section 4.3.1).
 */
public final class HpackRewriter {
    private static final byte EMPTY_TABLE = 0x20;
    /** The encoder is our own. */
    private static final HpackLimits NO_LIMITS = new HpackLimits(
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            HpackLimits.DEFAULT_TABLE_BYTES,
            Integer.MAX_VALUE);

    private final HpackDecoder decoder = new HpackDecoder(NO_LIMITS);
    private boolean rewriting;
    /** Whether the peer has been told that its table is empty. */
    private boolean announced;

    /**
     * The peer has said how large its table may be.
     *
     * @param bytes {@code SETTINGS_HEADER_TABLE_SIZE}
     */
    public void peerTable(long bytes) {
        rewriting |= bytes < HpackLimits.DEFAULT_TABLE_BYTES;
    }

    /**
     * The next block will not be written. From now on the peer's table cannot be what the encoder takes it for.
     *
     * @param bytes contains the block; not kept
     * @param from its first octet
     * @param to one after its last octet
     */
    public void skip(byte[] bytes, int from, int to) {
        decoder.follow(bytes, from, to);
        rewriting = true;
    }

    /**
     * The block to write in the place of the next one. Empty if that one can be written as it is.
     *
     * @param bytes contains the block; not kept
     * @param from its first octet
     * @param to one after its last octet
     * @throws HpackException if the block is malformed
     */
    public Optional<byte[]> rewrite(byte[] bytes, int from, int to) {
        if (!rewriting) {
            decoder.follow(bytes, from, to);
            return Optional.empty();
        }
        byte[] block = switch (decoder.decode(bytes, from, to)) {
            case HeaderBlock.Complete complete -> HpackLiterals.encode(complete.fields(), announced ? 0 : 1);
            case HeaderBlock.TooLarge tooLarge -> throw new HpackException("a block of our own is too large");
        };
        if (!announced) {
            block[0] = EMPTY_TABLE;
            announced = true;
        }
        return Optional.of(block);
    }
}
