package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.error.ErrorBody;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.gateway.push.Push;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes what clients get. Thread-safe. */
final class ServerMessages {
    static final int VERSION = 1;
    /** Pushes may have been missed. */
    static final OutFrame GAP = OutFrame.text("{\"type\":\"gap\"}".getBytes(StandardCharsets.US_ASCII));

    private ServerMessages() {}

    /**
     * The client is authenticated, and pushes come from now on.
     *
     * @param resumeSeconds for how long a lost connection can be resumed; 0 for not at all
     */
    static OutFrame hello(
            UUID connectionId, UUID accountId, long heartbeatSeconds, long expiresIn, long resumeSeconds) {
        return frame(message("hello")
                .put("v", VERSION)
                .put("connection_id", connectionId.toString())
                .put("heartbeat_sec", heartbeatSeconds)
                .put("account_id", accountId.toString())
                .put("expires_in", expiresIn)
                .put("resume_sec", resumeSeconds));
    }

    static OutFrame tokenExpiring(long expiresIn) {
        return frame(message("token_expiring").put("expires_in", expiresIn));
    }

    static OutFrame pong(Optional<String> nonce) {
        ObjectNode message = message("pong");
        nonce.ifPresent(text -> message.put("nonce", text));
        return frame(message);
    }

    static OutFrame topicResult(String id, String topic) {
        ObjectNode message = message("result").put("id", id);
        message.putObject("payload").put("topic", topic);
        return frame(message);
    }

    /**
     * The result of a command.
     *
     * @param json holds the data
     * @param replayed whether it is another command's
     */
    static OutFrame result(String id, byte[] json, int start, int end, boolean replayed) {
        byte[] head = ("{\"type\":\"result\",\"id\":" + quoted(id) + (replayed ? ",\"replayed\":true" : "")
                        + ",\"payload\":")
                .getBytes(StandardCharsets.UTF_8);
        return spliced(head, json, start, end);
    }

    static OutFrame error(Optional<String> id, ErrorBody body) {
        byte[] json = errorJson(body);
        return error(id, json, false);
    }

    /** @param json as {@link #errorJson} makes it */
    static OutFrame error(Optional<String> id, byte[] json, boolean replayed) {
        String tie = id.map(text -> ",\"id\":" + quoted(text)).orElse("");
        byte[] head = ("{\"type\":\"error\"" + tie + (replayed ? ",\"replayed\":true" : "") + ",\"error\":")
                .getBytes(StandardCharsets.UTF_8);
        return spliced(head, json, 0, json.length);
    }

    /** What an error tells: the body that HTTP clients get, without the word that it is none of success. */
    static byte[] errorJson(ErrorBody body) {
        ObjectNode tree = Json.mapper().valueToTree(body);
        tree.remove("success");
        return Json.mapper().writeValueAsBytes(tree);
    }

    static OutFrame resumed(UUID connectionId, long lastSeq, Collection<String> topics) {
        ObjectNode message =
                message("resumed").put("connection_id", connectionId.toString()).put("last_seq", lastSeq);
        topics.forEach(message.putArray("topics")::add);
        return frame(message);
    }

    static OutFrame resumeFailed(String reason) {
        return frame(message("resume_failed").put("reason", reason));
    }

    /** A push under its number in this session. */
    static OutFrame event(long seq, Push push) {
        return OutFrame.text(
                ("{\"type\":\"event\",\"seq\":" + seq + ",").getBytes(StandardCharsets.US_ASCII), push.tail());
    }

    private static ObjectNode message(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private static OutFrame frame(ObjectNode message) {
        return OutFrame.text(Json.mapper().writeValueAsBytes(message));
    }

    private static OutFrame spliced(byte[] head, byte[] json, int start, int end) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(head.length + end - start + 1);
        all.writeBytes(head);
        all.write(json, start, end - start);
        all.write('}');
        return OutFrame.text(all.toByteArray());
    }

    private static String quoted(String text) {
        return Json.mapper().writeValueAsString(text);
    }
}
