package dev.gatehouse.testkit.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.OptionalInt;

/** Ends a connection of HTTP/2 with an error of which the code is known. Not thread-safe. */
final class Http2Errors {
    private static final int PROTOCOL_ERROR = 1;
    private static final int FLOW_CONTROL_ERROR = 3;
    private static final int FRAME_SIZE_ERROR = 6;
    private static final int COMPRESSION_ERROR = 9;
    /** {@code :method: GET}, {@code :scheme: http}, {@code :path: /}, {@code :authority: a}. */
    private static final byte[] REQUEST = {(byte) 0x82, (byte) 0x86, (byte) 0x84, 0x01, 0x01, 'a'};
    /** More than any block has, up to more than a process has memory. */
    private static final int MIN_LIE_BITS = 14;

    private static final int MAX_LIE_BITS = 31;

    private final Dice dice;
    private final HpackBlocks headers;
    private final Http2Requests requests;

    Http2Errors(Dice dice, HpackBlocks headers, Http2Requests requests) {
        this.dice = dice;
        this.headers = headers;
        this.requests = requests;
    }

    FuzzCase end() {
        int code = dice.oneIn(2) ? block() : frame();
        return requests.known(OptionalInt.of(code));
    }

    /** A header block that cannot be decoded. */
    private int block() {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        boolean update = dice.oneIn(4);
        if (!update) {
            block.writeBytes(REQUEST);
        }
        if (update) {
            updates(block);
        } else if (dice.oneIn(2)) {
            lie(block);
        } else {
            string(block);
        }
        requests.send(new Http2Frame(
                Http2Frame.HEADERS,
                Http2Frame.END_HEADERS | Http2Frame.END_STREAM,
                requests.nextStream(),
                block.toByteArray()));
        return COMPRESSION_ERROR;
    }

    private void updates(ByteArrayOutputStream block) {
        switch (dice.below(3)) {
            case 0 ->
                HpackBlocks.number(
                        block, HpackBlocks.UPDATE, 5, HpackTable.DEFAULT_BYTES + 1 + dice.below(1 << 20), false);
            case 1 -> {
                for (int i = 0; i < 3; i++) {
                    HpackBlocks.number(block, HpackBlocks.UPDATE, 5, dice.below(100), false);
                }
            }
            default -> {
                block.writeBytes(REQUEST);
                HpackBlocks.number(block, HpackBlocks.UPDATE, 5, 0, false);
                return;
            }
        }
        block.writeBytes(REQUEST);
    }

    /** A string that says that it is longer than its block. */
    private void lie(ByteArrayOutputStream block) {
        block.write(dice.of(0, HpackBlocks.INDEXING, HpackBlocks.NEVER));
        if (dice.oneIn(2)) {
            block.write(1);
            block.write('a');
        }
        long length = (1L << dice.between(MIN_LIE_BITS, MAX_LIE_BITS)) - dice.between(1, 100);
        HpackBlocks.number(block, dice.of(0, HpackBlocks.HUFFMAN, HpackBlocks.HUFFMAN), 7, length, false);
        block.writeBytes(dice.bytes(dice.below(50)));
    }

    private void string(ByteArrayOutputStream block) {
        switch (dice.below(5)) {
            case 0 -> block.write(HpackBlocks.INDEXED);
            case 1 ->
                HpackBlocks.number(
                        block,
                        HpackBlocks.INDEXED,
                        7,
                        HpackTable.STATIC_FIELDS + 1 + headers.tableSize() + dice.below(1 << 16),
                        false);
            case 2 -> {
                // An integer of more octets than any has.
                block.write(0xff);
                block.writeBytes(new byte[] {-1, -1, -1, -1, -1, -1, -1, 1});
            }
            case 3 -> {
                // A Huffman code of padding alone, or one whose padding are zeros.
                block.write(0);
                block.write(HpackBlocks.HUFFMAN | 1);
                block.write(dice.of(0xff, 0x00));
                block.write(0);
            }
            default -> {
                // The block ends within a field.
                block.write(0);
                block.write(dice.between(1, 100));
            }
        }
    }

    private int frame() {
        int stream = requests.nextStream();
        return switch (dice.below(16)) {
            case 0 -> frame(Http2Frame.HEADERS, Http2Frame.END_HEADERS, 0, REQUEST, PROTOCOL_ERROR);
            case 1 -> frame(Http2Frame.HEADERS, Http2Frame.END_HEADERS, stream + 1, REQUEST, PROTOCOL_ERROR);
            case 2 -> frame(Http2Frame.DATA, 0, stream, dice.bytes(dice.below(100)), PROTOCOL_ERROR);
            case 3 -> frame(Http2Frame.PUSH_PROMISE, 0, stream, new byte[4], PROTOCOL_ERROR);
            case 4 -> frame(Http2Frame.WINDOW_UPDATE, 0, 0, new byte[4], PROTOCOL_ERROR);
            case 5 -> frame(Http2Frame.CONTINUATION, Http2Frame.END_HEADERS, stream, REQUEST, PROTOCOL_ERROR);
            case 6 -> {
                requests.send(new Http2Frame(Http2Frame.HEADERS, 0, stream, REQUEST));
                yield frame(Http2Frame.PING, 0, 0, new byte[8], PROTOCOL_ERROR);
            }
            case 7 -> settings(Http2Frame.ENABLE_PUSH, dice.between(2, 1_000), PROTOCOL_ERROR);
            case 8 -> settings(Http2Frame.MAX_FRAME_SIZE, dice.of(0, 100, 1 << 24), PROTOCOL_ERROR);
            case 9 -> settings(Http2Frame.INITIAL_WINDOW_SIZE, -1 - dice.below(1_000), FLOW_CONTROL_ERROR);
            case 10 -> frame(Http2Frame.PING, 0, 0, new byte[dice.of(0, 7, 9)], FRAME_SIZE_ERROR);
            case 11 -> frame(Http2Frame.SETTINGS, 0, 0, new byte[dice.of(1, 5, 7)], FRAME_SIZE_ERROR);
            case 12 -> frame(Http2Frame.RST_STREAM, 0, stream, new byte[dice.of(0, 3, 5)], FRAME_SIZE_ERROR);
            case 13 -> frame(Http2Frame.WINDOW_UPDATE, 0, 0, new byte[dice.of(0, 3, 5)], FRAME_SIZE_ERROR);
            case 14 -> frame(Http2Frame.DATA, 0, stream, new byte[Http2Frame.MAX_PAYLOAD + 1], FRAME_SIZE_ERROR);
            default -> frame(Http2Frame.WINDOW_UPDATE, 0, 0, Http2Frame.number4(Integer.MAX_VALUE), FLOW_CONTROL_ERROR);
        };
    }

    private int settings(int setting, int value, int code) {
        requests.send(Http2Frame.settings(setting, value));
        return code;
    }

    private int frame(int type, int flags, int stream, byte[] payload, int code) {
        requests.send(new Http2Frame(type, flags, stream, payload));
        return code;
    }
}
