package dev.gatehouse.common.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A content header that the library can read, whatever came. One that it cannot, or that is out of bounds, has a mark in place of its header
 * table; its other properties are kept where only the table has the flaw, and are gone otherwise.
 */
final class ReadableHeader {
    /** Whoever sends a message with it has it treated as unreadable, and harms nobody else. */
    private static final String MARK = "x-gatehouse-unreadable";

    /** Of the class {@code basic}, the only one with content. */
    private static final int BASIC = 60;

    private static final int BODY_SIZE_AT = 4;

    private ReadableHeader() {}

    /** Whether it can be a content header of a message; a broker sends no other. */
    static boolean isMessage(byte[] payload) {
        return payload.length >= HeaderWalk.PROPERTIES_AT
                && ByteBuffer.wrap(payload).getShort() == BASIC;
    }

    /** What is to be read in place of a header; empty where nothing is wrong with it. */
    static Optional<byte[]> replacement(byte[] payload) {
        return HeaderWalk.flaw(payload).map(flaw -> marked(payload, markTable(flaw)));
    }

    /** The size of the body in bytes, unsigned. */
    static long bodySize(byte[] payload) {
        return ByteBuffer.wrap(payload).getLong(BODY_SIZE_AT);
    }

    /** A copy with another size of the body. */
    static byte[] withBodySize(byte[] payload, long bytes) {
        return ByteBuffer.wrap(payload.clone()).putLong(BODY_SIZE_AT, bytes).array();
    }

    /** Why a message could not be read; empty where it could. */
    static Optional<String> flaw(BasicProperties properties) {
        @Nullable Map<String, Object> headers = properties.getHeaders();
        return headers == null
                ? Optional.empty()
                : Optional.ofNullable(headers.get(MARK)).map(Object::toString);
    }

    private static byte[] marked(byte[] payload, byte[] mark) {
        return HeaderWalk.table(payload)
                .map(table -> ByteBuffer.allocate(payload.length - (table.to() - table.from()) + mark.length)
                        .put(payload, 0, table.from())
                        .put(mark)
                        .put(payload, table.to(), payload.length - table.to())
                        .array())
                .orElseGet(() -> ByteBuffer.allocate(HeaderWalk.PROPERTIES_AT + Short.BYTES + mark.length)
                        .put(payload, 0, HeaderWalk.PROPERTIES_AT)
                        .putShort((short) HeaderWalk.HEADERS_FLAG)
                        .put(mark)
                        .array());
    }

    private static byte[] markTable(String flaw) {
        byte[] name = MARK.getBytes(StandardCharsets.US_ASCII);
        byte[] value = flaw.getBytes(StandardCharsets.US_ASCII);
        int length = 1 + name.length + 1 + Integer.BYTES + value.length;
        return ByteBuffer.allocate(Integer.BYTES + length)
                .putInt(length)
                .put((byte) name.length)
                .put(name)
                .put((byte) 'S')
                .putInt(value.length)
                .put(value)
                .array();
    }
}
