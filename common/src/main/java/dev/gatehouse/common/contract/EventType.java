package dev.gatehouse.common.contract;

import java.util.regex.Pattern;

/**
 * One kind of event of a service.
 *
 * @param name the type of the event and the routing key that it is published with, such as {@code auth.session.revoked.v1}
 * @param data the type of the event's data
 */
public record EventType<D>(String name, Class<D> data) {
    /** AMQP 0-9-1 holds a routing key in 255 bytes. */
    public static final int MAX_LENGTH = 255;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*+(?:\\.[a-z0-9_]++)++");

    public EventType {
        if (!isName(name)) {
            throw new IllegalArgumentException("not the type of an event: " + name);
        }
    }

    /** Whether a text can be the type of an event: lower-case words with dots between, at least two of them. */
    public static boolean isName(String text) {
        return text.length() <= MAX_LENGTH && NAME.matcher(text).matches();
    }
}
