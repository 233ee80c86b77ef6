package dev.gatehouse.testkit.fuzz;

import java.util.Locale;

/** Makes chunked bodies (RFC 9112, section 7.1), well-formed ones and others. Not thread-safe. */
final class ChunkedBodies {
    private static final int MAX_CHUNK = 800;
    private static final int MAX_EXTENSION = 60;

    private final Dice dice;

    ChunkedBodies(Dice dice) {
        this.dice = dice;
    }

    String wellFormed(String content) {
        StringBuilder body = new StringBuilder();
        for (int at = 0; at < content.length(); ) {
            int to = Math.min(content.length(), at + dice.between(1, MAX_CHUNK));
            body.append(chunk(content.substring(at, to)));
            at = to;
        }
        body.append("0".repeat(dice.between(1, 3))).append(extension()).append("\r\n");
        for (int i = dice.oneIn(3) ? dice.between(1, 4) : 0; i > 0; i--) {
            body.append("X-")
                    .append(dice.word(5))
                    .append(": ")
                    .append(dice.word(9))
                    .append("\r\n");
        }
        return body.append("\r\n").toString();
    }

    /** One chunk with its line ends. */
    String chunk(String data) {
        return size(data.length()) + extension() + "\r\n" + data + "\r\n";
    }

    private String size(int length) {
        String hex = Integer.toHexString(length);
        return "0".repeat(dice.oneIn(5) ? dice.below(6) : 0) + (dice.oneIn(2) ? hex : hex.toUpperCase(Locale.ROOT));
    }

    private String extension() {
        return dice.oneIn(4)
                ? dice.of(";", " ;", "; ")
                        + dice.word(4)
                        + dice.of("", "=1", "=" + dice.word(dice.between(1, MAX_EXTENSION)), "=\"a b\"")
                : "";
    }

    /** A body that breaks the framing within its first chunks, and goes on as if it did not. */
    String malformed() {
        String first = dice.oneIn(2) ? chunk("{") : "";
        String rest = dice.of("", "0\r\n\r\n", "2\r\n{}\r\n0\r\n\r\n");
        return first
                + switch (dice.below(7)) {
                    case 0, 1 -> "7\r\n{\"a\":1}" + wrongEnd() + rest;
                    case 2 ->
                        dice.of("+7", "-7", "0x7", "", " 7", "7g", "7_0", "7.", "\u00b2") + "\r\n{\"a\":1}\r\n" + rest;
                    case 3 -> "0".repeat(dice.between(16, 60)) + "7\r\n{\"a\":1}\r\n" + rest;
                    case 4 -> "7;a=" + dice.of("\0", "\u0001", "\n", "\u007f") + "\r\n{\"a\":1}\r\n" + rest;
                    case 5 -> "7" + dice.of("\n", "\r", "\r\r\n", "\n\r") + "{\"a\":1}\r\n" + rest;
                    default ->
                        "2\r\n{}\r\n0\r\n" + dice.of(": y", "a b: y", "X : y", "X", "X: \0", " X: y", "X: y\n")
                                + "\r\n\r\n";
                };
    }

    /** Two bytes that are no CR LF. */
    private String wrongEnd() {
        return dice.of("AB", "\n\r", "\r\r", "X\n", "\0\0", "\n\n", "0\r", "\rX", "  ");
    }

    /** A body whose chunk extensions or trailers are larger than they may be. */
    String tooMuch() {
        int length = FuzzRoutes.HEADER_LIMIT + dice.between(1, 10_000);
        return switch (dice.below(4)) {
            case 0 -> "2;a=" + "x".repeat(length) + "\r\n{}\r\n0\r\n\r\n";
            case 1 -> "2\r\n{}\r\n0;a=\"" + "x".repeat(length) + "\"\r\n\r\n";
            case 2 -> "2\r\n{}\r\n0\r\nX-A: " + "x".repeat(length) + "\r\n\r\n";
            default -> "2\r\n{}\r\n0\r\n" + "X: y\r\n".repeat(FuzzRoutes.MAX_FIELDS + 1) + "\r\n";
        };
    }

    /** A body that says that it is larger than is read of any, and has not much of it. */
    String announced() {
        return Integer.toHexString(FuzzRoutes.READ_LIMIT + 1 + dice.below(1 << 24)) + "\r\n"
                + "x".repeat(dice.below(100));
    }

    /** A chunk that is larger than a route takes, and of which the end does not come. */
    String unfinished() {
        int sent = FuzzRoutes.BODY_LIMIT + dice.between(1_000, 40_000);
        return Integer.toHexString(sent + dice.between(1, 500_000)) + "\r\n{\"text\":\"" + "x".repeat(sent);
    }
}
