package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.gateway.origin.AllowedOrigins;
import dev.gatehouse.gateway.push.TopicRules;
import java.time.Duration;
import java.util.List;

/**
 * WebSocket sessions. A session keeps to what held when it began, but for the topics.
 *
 * @param door who gets in
 * @param times how long what takes
 * @param bounds what a session may ask for
 * @param resume what a session keeps for its client's return
 * @param topics who may subscribe to what
 */
public record WebSocketConfig(Door door, Times times, Bounds bounds, Resume resume, TopicRules topics) {
    private static final String ORIGINS = "websocket.origins";

    /**
     * Who gets in.
     *
     * @param origins of pages that may connect, beside those of the gateway's own host; clients that tell no origin are no pages
     * @param queryToken whether a token in the URL counts, where every proxy on the way logs it
     * @param connections over it, no more are let in
     * @param connectionsPerAccount at this gateway
     */
    public record Door(
            boolean enabled, List<String> origins, boolean queryToken, int connections, int connectionsPerAccount) {
        public static final Door DEFAULT = new Door(true, List.of(), false, 15_000, 20);

        public Door {
            origins = List.copyOf(origins);
        }
    }

    /**
     * How long what takes.
     *
     * @param auth until the first frame has to be there where the upgrade brought no token
     * @param heartbeat between two pings; a client that is silent for two is dropped
     * @param close for the client to answer a close frame
     */
    public record Times(Duration auth, Duration heartbeat, Duration close) {
        public static final Times DEFAULT =
                new Times(Duration.ofSeconds(10), Duration.ofSeconds(25), Duration.ofSeconds(5));
    }

    /**
     * What a session may ask for.
     *
     * @param message the longest of a client, its fragments together
     * @param commands in flight
     * @param subscriptions at a time
     * @param outbox what may wait to be sent
     * @param frames how many a client may send
     */
    public record Bounds(ByteSize message, int commands, int subscriptions, OutboxBounds outbox, FrameRate frames) {
        public static final Bounds DEFAULT = new Bounds(
                ByteSize.ofKiB(64), 32, 100, new OutboxBounds(256, ByteSize.ofMiB(1)), new FrameRate(100, 200));
    }

    /** What may wait to be sent to a client. */
    public record OutboxBounds(int frames, ByteSize bytes) {}

    /** Frames of a client: so many a second, and so many at once. */
    public record FrameRate(int limit, int burst) {}

    /**
     * What a session keeps for its client's return.
     *
     * @param window how long after the end of the connection; zero for not at all
     * @param events how many of the last ones are kept, while connected too
     */
    public record Resume(Duration window, int events, ByteSize bytes) {
        public static final Resume DEFAULT = new Resume(Duration.ofSeconds(30), 128, ByteSize.ofKiB(256));
    }

    public static final WebSocketConfig DEFAULT =
            new WebSocketConfig(Door.DEFAULT, Times.DEFAULT, Bounds.DEFAULT, Resume.DEFAULT, TopicRules.DEFAULT);

    public static WebSocketConfig read(ConfigReader reader) {
        return new WebSocketConfig(
                door(reader), times(reader), bounds(reader), resume(reader), TopicRules.read(reader));
    }

    private static Door door(ConfigReader reader) {
        boolean enabled = reader.bool("websocket.enabled", Door.DEFAULT.enabled);
        List<String> origins = reader.strings(ORIGINS, Door.DEFAULT.origins);
        origins.stream()
                .filter(text -> !AllowedOrigins.isOne(text))
                .forEach(text -> reader.problem(
                        ORIGINS,
                        text,
                        "origins as browsers send them, such as https://app.example.com; https://*.example.com; or *"));
        return new Door(
                enabled,
                origins.stream().filter(AllowedOrigins::isOne).toList(),
                reader.bool("websocket.allow-query-token", Door.DEFAULT.queryToken),
                reader.integer("websocket.max-connections", Door.DEFAULT.connections, 1, 1_000_000),
                reader.integer(
                        "websocket.max-connections-per-account", Door.DEFAULT.connectionsPerAccount, 1, 1_000_000));
    }

    private static Times times(ConfigReader reader) {
        return new Times(
                reader.duration(
                        "websocket.auth-timeout", Times.DEFAULT.auth, Duration.ofMillis(100), Duration.ofMinutes(1)),
                reader.duration(
                        "websocket.heartbeat", Times.DEFAULT.heartbeat, Duration.ofSeconds(1), Duration.ofMinutes(10)),
                reader.duration(
                        "websocket.close-timeout", Times.DEFAULT.close, Duration.ofMillis(100), Duration.ofMinutes(1)));
    }

    private static Bounds bounds(ConfigReader reader) {
        Bounds defaults = Bounds.DEFAULT;
        return new Bounds(
                reader.size("websocket.max-message", defaults.message, ByteSize.ofKiB(1), ByteSize.ofMiB(1)),
                reader.integer("websocket.max-commands", defaults.commands, 1, 10_000),
                reader.integer("websocket.max-subscriptions", defaults.subscriptions, 1, 10_000),
                new OutboxBounds(
                        reader.integer("websocket.outbox.max-frames", defaults.outbox.frames, 1, 100_000),
                        reader.size(
                                "websocket.outbox.max-bytes",
                                defaults.outbox.bytes,
                                ByteSize.ofKiB(1),
                                ByteSize.ofMiB(64))),
                new FrameRate(
                        reader.integer("websocket.frame-rate.limit", defaults.frames.limit, 1, 1_000_000),
                        reader.integer("websocket.frame-rate.burst", defaults.frames.burst, 1, 1_000_000)));
    }

    private static Resume resume(ConfigReader reader) {
        return new Resume(
                reader.duration(
                        "websocket.resume.window", Resume.DEFAULT.window, Duration.ZERO, Duration.ofMinutes(10)),
                reader.integer("websocket.resume.max-events", Resume.DEFAULT.events, 1, 100_000),
                reader.size("websocket.resume.max-bytes", Resume.DEFAULT.bytes, ByteSize.ofKiB(1), ByteSize.ofMiB(16)));
    }
}
