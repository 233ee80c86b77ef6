package dev.gatehouse.gateway.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The payloads of the scripts, and the answers that they are to get. */
final class ConformancePayloads {
    private static final String TEXT = "Hello, world!";
    private static final int PING_BYTES = "{'type':'ping','nonce':''}".length();

    /** The text of each command that has not been answered, by its id. */
    private final Map<String, String> unanswered = new HashMap<>();

    private int commands;
    /** That parts are taken of. */
    private byte[] message = {};

    byte[] of(String spec) {
        if (spec.isEmpty()) {
            return new byte[0];
        }
        return switch (spec.charAt(0)) {
            case '"' -> bytes(spec.substring(1, spec.length() - 1));
            case 'x' -> HexFormat.of().parseHex(spec.substring(1));
            case '@' -> ping(Integer.parseInt(spec.substring(1)));
            case '$' -> command(spec.substring(1));
            default -> bytes("*".repeat(Integer.parseInt(spec.substring(0, spec.length() - 1))));
        };
    }

    private byte[] command(String spec) {
        if (spec.isEmpty()) {
            return command(bytes(TEXT));
        }
        if (spec.startsWith("x")) {
            return command(HexFormat.of().parseHex(spec.substring(1)));
        }
        int slash = spec.indexOf('/');
        if (slash < 0) {
            return command(bytes("*".repeat(Integer.parseInt(spec) - overhead())));
        }
        int part = Integer.parseInt(spec.substring(0, slash));
        int parts = Integer.parseInt(spec.substring(slash + 1));
        if (part == 1) {
            message = command(bytes(TEXT));
        }
        return Arrays.copyOfRange(message, message.length * (part - 1) / parts, message.length * part / parts);
    }

    private int overhead() {
        return before("c" + (commands + 1)).length() + after().length();
    }

    private byte[] command(byte[] text) {
        commands++;
        String id = "c" + commands;
        unanswered.put(id, new String(text, StandardCharsets.UTF_8));
        ByteArrayOutputStream command = new ByteArrayOutputStream();
        command.writeBytes(bytes(before(id)));
        command.writeBytes(text);
        command.writeBytes(bytes(after()));
        return command.toByteArray();
    }

    private static String before(String id) {
        return "{\"type\":\"command\",\"id\":\"" + id
                + "\",\"domain\":\"test\",\"command\":\"echo\",\"payload\":{\"text\":\"";
    }

    private static String after() {
        return "\"}}";
    }

    private static byte[] ping(int length) {
        return length > PING_BYTES
                ? bytes("{\"type\":\"ping\",\"nonce\":\"" + "*".repeat(length - PING_BYTES) + "\"}")
                : bytes("{\"type\":\"ping\"}" + " ".repeat(length - "{'type':'ping'}".length()));
    }

    /** That a message of the gateway's is the answer to one of these commands, or to a ping. */
    void assertAnswered(byte[] json) {
        JsonNode answer = Json.mapper().readTree(json);
        if (answer.path("type").asString().equals("pong")) {
            return;
        }
        assertThat(answer.path("type").asString()).isEqualTo("result");
        String text = unanswered.remove(answer.path("id").asString());
        assertThat(answer.path("payload").path("text").asString()).isEqualTo(text);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
