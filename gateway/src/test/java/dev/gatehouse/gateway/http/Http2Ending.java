package dev.gatehouse.gateway.http;

import java.util.List;

/** How a case of the conformance table may end. Its text is what the table and the document say. */
sealed interface Http2Ending {
    List<String> CODES = List.of(
            "NO_ERROR",
            "PROTOCOL_ERROR",
            "INTERNAL_ERROR",
            "FLOW_CONTROL_ERROR",
            "SETTINGS_TIMEOUT",
            "STREAM_CLOSED",
            "FRAME_SIZE_ERROR",
            "REFUSED_STREAM",
            "CANCEL",
            "COMPRESSION_ERROR",
            "CONNECT_ERROR",
            "ENHANCE_YOUR_CALM",
            "INADEQUATE_SECURITY",
            "HTTP_1_1_REQUIRED");

    /** GOAWAY with a code, and then the end of the connection. */
    record ConnectionError(String code) implements Http2Ending {}

    /** RST_STREAM with a code; the connection goes on. */
    record StreamError(String code, int stream) implements Http2Ending {}

    /** An answer on stream 1; the connection goes on. */
    record Answer(int status) implements Http2Ending {}

    /** The next DATA frame of stream 1 has this length. */
    record Data(int bytes) implements Http2Ending {}

    /** What needs no more words. */
    enum Simple implements Http2Ending {
        SETTINGS_COME_FIRST("SETTINGS come first"),
        SETTINGS_ARE_ACKNOWLEDGED("SETTINGS are acknowledged"),
        PING_IS_ANSWERED("PING is answered"),
        THE_CONNECTION_GOES_ON("the connection goes on"),
        THE_CONNECTION_ENDS("the connection ends"),
        BAD_REQUEST_OVER_HTTP1("400 over HTTP/1.1");

        private final String text;

        Simple(String text) {
            this.text = text;
        }
    }

    static Http2Ending parse(String text) {
        String[] words = text.split(" ", -1);
        return switch (words[0] + " " + words[1]) {
            case "connection error" -> new ConnectionError(code(words[2]));
            case "stream error" -> new StreamError(code(words[2]), words.length > 4 ? Integer.parseInt(words[4]) : 1);
            case "the answer" -> new Answer(Integer.parseInt(words[3]));
            case "DATA of" -> new Data(Integer.parseInt(words[2]));
            default ->
                List.of(Simple.values()).stream()
                        .filter(simple -> simple.text.equals(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no such ending: " + text));
        };
    }

    private static String code(String name) {
        if (!CODES.contains(name)) {
            throw new IllegalArgumentException("no such code: " + name);
        }
        return name;
    }

    /** As the table says it. */
    default String text() {
        return switch (this) {
            case ConnectionError error -> "connection error " + error.code;
            case StreamError error -> "stream error " + error.code + (error.stream == 1 ? "" : " on " + error.stream);
            case Answer answer -> "the answer is " + answer.status;
            case Data data -> "DATA of " + data.bytes + " byte";
            case Simple simple -> simple.text;
        };
    }
}
