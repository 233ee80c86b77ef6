package dev.gatehouse.auth.command;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The answer to a command, in the form in which it is remembered. */
sealed interface Answer {
    /**
     * The data of a success.
     *
     * @param json as it goes into the reply
     */
    record Data(byte[] json) implements Answer {}

    record Refusal(ErrorCode code) implements Answer {}

    static Answer of(Effect<?> effect) {
        return switch (effect) {
            case Effect.Done<?>(var answer) -> new Data(Json.mapper().writeValueAsBytes(answer));
            case Effect.Refused<?>(ErrorCode code) -> new Refusal(code);
        };
    }

    /** The data, or the refusal thrown. */
    default byte[] orThrow() {
        return switch (this) {
            case Data(byte[] json) -> json;
            case Refusal(ErrorCode code) -> throw ServiceException.of(code);
        };
    }

    /** One byte that tells which of the two it is, then the data or the code. */
    default byte[] encoded() {
        return switch (this) {
            case Data(byte[] json) -> tagged(Tag.DATA, json);
            case Refusal(ErrorCode code) -> tagged(Tag.REFUSAL, code.code().getBytes(StandardCharsets.US_ASCII));
        };
    }

    static Answer decode(byte[] encoded) {
        byte[] content = Arrays.copyOfRange(encoded, 1, encoded.length);
        return encoded[0] == Tag.DATA
                ? new Data(content)
                : new Refusal(ErrorCode.of(new String(content, StandardCharsets.US_ASCII))
                        .orElse(ErrorCode.INTERNAL_ERROR));
    }

    private static byte[] tagged(byte tag, byte[] content) {
        return ByteBuffer.allocate(1 + content.length).put(tag).put(content).array();
    }

    /** The first byte of an encoded answer. */
    final class Tag {
        static final byte DATA = 1;
        static final byte REFUSAL = 2;

        private Tag() {}
    }
}
