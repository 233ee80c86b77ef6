package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.error.FieldViolation;
import dev.gatehouse.gateway.push.PushKeys;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads what clients send. Thread-safe. */
final class ClientMessages {
    static final int MAX_ID = 64;

    private static final int MAX_TOPIC = 1_000;
    private static final int MAX_TYPE = 32;
    private static final int MAX_NAME = 128;
    private static final int MAX_TOKEN = 16 * 1024;
    private static final long MAX_TIMEOUT_MILLIS = Duration.ofMinutes(10).toMillis();

    private static final Pattern VISIBLE = Pattern.compile("[!-~]+");
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final UUID NOBODY = new UUID(0, 0);
    private static final ClientMessage UNINTELLIGIBLE = new ClientMessage.Unintelligible();

    private ClientMessages() {}

    /** Never throws. */
    static ClientMessage read(byte[] message) {
        return MessageFields.of(message).map(ClientMessages::read).orElse(UNINTELLIGIBLE);
    }

    private static ClientMessage read(MessageFields fields) {
        String type = fields.optionalText("type", MAX_TYPE, ClientMessages::anything, "a type")
                .orElse("");
        return switch (type) {
            case "auth" -> checked(fields, _ -> new ClientMessage.Auth(token(fields)));
            case "command" -> tied(fields, id -> command(fields, id));
            case "subscribe" -> tied(fields, id -> new ClientMessage.Subscribe(id, topic(fields)));
            case "unsubscribe" -> tied(fields, id -> new ClientMessage.Unsubscribe(id, topic(fields)));
            case "ping" ->
                checked(
                        fields,
                        _ -> new ClientMessage.Ping(
                                fields.optionalText("nonce", MAX_ID, ClientMessages::anything, "1 to 64 characters")));
            case "resume" -> checked(fields, _ -> resume(fields));
            default -> UNINTELLIGIBLE;
        };
    }

    private static ClientMessage checked(MessageFields fields, Function<String, ClientMessage> reading) {
        return checked(fields, Optional.empty(), reading);
    }

    /** A frame that is answered under its id. */
    private static ClientMessage tied(MessageFields fields, Function<String, ClientMessage> reading) {
        Optional<String> id = fields.optionalText("id", MAX_ID, ClientMessages::anything, "1 to 64 characters");
        if (id.isEmpty()) {
            fields.missing("id");
        }
        return checked(fields, id, reading);
    }

    private static ClientMessage checked(
            MessageFields fields, Optional<String> id, Function<String, ClientMessage> reading) {
        ClientMessage message = reading.apply(id.orElse(""));
        List<FieldViolation> violations = fields.finish();
        return violations.isEmpty() ? message : new ClientMessage.Invalid(id, violations);
    }

    private static ClientMessage command(MessageFields fields, String id) {
        String domain = fields.text("domain", MAX_NAME, ClientMessages::anything, "the first word of a route's name");
        String command =
                fields.text("command", MAX_NAME, ClientMessages::anything, "the other words of a route's name");
        return new ClientMessage.Command(
                id,
                domain + "." + command,
                fields.optionalObject("payload"),
                fields.optionalWhole("timeout_ms", 1, MAX_TIMEOUT_MILLIS).map(Duration::ofMillis),
                fields.optionalText(
                        "client_msg_id",
                        MAX_ID,
                        text -> VISIBLE.matcher(text).matches(),
                        "1 to 64 characters of visible ASCII without spaces"));
    }

    private static ClientMessage resume(MessageFields fields) {
        String id = fields.text(
                "connection_id", MAX_ID, text -> UUID_FORM.matcher(text).matches(), "a UUID");
        Optional<Long> lastSeq = fields.optionalWhole("last_seq", 0, Long.MAX_VALUE);
        if (lastSeq.isEmpty()) {
            fields.missing("last_seq");
        }
        return new ClientMessage.Resume(id.isEmpty() ? NOBODY : UUID.fromString(id), lastSeq.orElse(0L));
    }

    private static boolean anything(String text) {
        return !text.isEmpty();
    }

    private static String token(MessageFields fields) {
        return fields.text("access_token", MAX_TOKEN, ClientMessages::anything, "an access token");
    }

    private static String topic(MessageFields fields) {
        return fields.text(
                "topic",
                MAX_TOPIC,
                PushKeys::isTopic,
                "words of letters, digits, _ and - with dots between, at most 200 characters");
    }
}
