package dev.gatehouse.gateway.ws;

import java.util.Optional;

/** The operation code of a frame (RFC 6455, section 5.2). */
enum OpCode {
    CONTINUATION(0x0),
    TEXT(0x1),
    BINARY(0x2),
    CLOSE(0x8),
    PING(0x9),
    PONG(0xA);

    private static final OpCode[] BY_NUMBER = new OpCode[0x10];

    static {
        for (OpCode opCode : values()) {
            BY_NUMBER[opCode.number] = opCode;
        }
    }

    private final int number;

    OpCode(int number) {
        this.number = number;
    }

    /**
     * Returns the operation code with a number; empty if that is reserved.
     *
     * @param number 0 to 15
     */
    static Optional<OpCode> of(int number) {
        return Optional.ofNullable(BY_NUMBER[number]);
    }

    int number() {
        return number;
    }

    /** Whether such frames are control frames: short, never fragmented, and allowed between the fragments of a message (section 5.5). */
    boolean isControl() {
        return number >= CLOSE.number;
    }
}
