package dev.gatehouse.gateway.push;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The routing keys of pushes. */
public final class PushKeys {
    /** Addresses every live session. */
    public static final String BROADCAST = "broadcast";

    static final int MAX_TOPIC_LENGTH = 200;
    static final String WORD = "[A-Za-z0-9_-]+";

    private static final String TOPIC_PREFIX = "topic.";
    private static final Pattern TOPIC = Pattern.compile(WORD + "(\\." + WORD + ")*+");

    private PushKeys() {}

    public static String account(UUID accountId) {
        return "account." + accountId;
    }

    public static String session(UUID sessionId) {
        return "session." + sessionId;
    }

    public static String connection(UUID connectionId) {
        return "connection." + connectionId;
    }

    /** Throws {@link IllegalArgumentException} for what {@link #isTopic} refuses. */
    public static String topic(String name) {
        if (!isTopic(name)) {
            throw new IllegalArgumentException("not the name of a topic");
        }
        return TOPIC_PREFIX + name;
    }

    /** Whether a text names a topic: words of letters, digits, {@code _} and {@code -}, joined by dots; at most 200 characters. */
    public static boolean isTopic(String name) {
        return name.length() <= MAX_TOPIC_LENGTH && TOPIC.matcher(name).matches();
    }

    /** The topic that a routing key addresses. */
    static Optional<String> topicOf(String routingKey) {
        return routingKey.startsWith(TOPIC_PREFIX)
                ? Optional.of(routingKey.substring(TOPIC_PREFIX.length()))
                : Optional.empty();
    }
}
