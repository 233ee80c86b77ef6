package dev.gatehouse.testkit;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The Redis of a test class: the one that {@value #ENVIRONMENT} names, else an embedded one that all classes of the JVM share. Each class has
 * a prefix of its own for its keys, which are deleted after it.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final RedisFixture REDIS = new RedisFixture();
 * }</pre>
 */
public final class RedisFixture implements BeforeAllCallback, AfterAllCallback {
    static final String ENVIRONMENT = "GATEHOUSE_IT_REDIS_URI";
    private static final int DEFAULT_PORT = 6379;

    private final String keyPrefix = "gatehouse-it-" + UUID.randomUUID() + ":";
    private @Nullable URI uri;
    private @Nullable SharedRedis embedded;

    @Override
    public void beforeAll(ExtensionContext context) {
        Optional<String> real = Optional.ofNullable(System.getenv(ENVIRONMENT)).filter(text -> !text.isBlank());
        if (real.isPresent()) {
            uri = URI.create(real.get());
        } else {
            SharedRedis redis = SharedServers.shared(context, SharedRedis.class, SharedRedis::new);
            redis.start();
            embedded = redis;
            uri = redis.uri();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (uri == null) {
            return;
        }
        if (embedded != null) {
            embedded.start();
        }
        deleteKeys();
    }

    /** Where clients connect, user and password included. */
    public URI uri() {
        if (uri == null) {
            throw new IllegalStateException("Redis is there from beforeAll on");
        }
        return uri;
    }

    public String host() {
        return uri().getHost();
    }

    public int port() {
        return uri().getPort() < 0 ? DEFAULT_PORT : uri().getPort();
    }

    /** The URI by way of a proxy in front of Redis. */
    public URI uriThrough(TcpProxy proxy) {
        return URI.create(uri().toString().replaceFirst("^(redis://(?:[^@/]*@)?)[^/]*", "$1127.0.0.1:" + proxy.port()));
    }

    /** How the names of the class's keys begin. */
    public String keyPrefix() {
        return keyPrefix;
    }

    /** Whether it is a real Redis, which other things may also use and which cannot be stopped. */
    public boolean isReal() {
        return embedded == null;
    }

    /** Stops the embedded Redis, and forgets everything in it. */
    public void stop() {
        embedded().stop();
    }

    /** Starts the embedded Redis again, empty, on the same port. */
    public void start() {
        embedded().start();
    }

    /** The class's keys that are there, without their prefix. */
    public List<String> keys() {
        try (RedisConsole console = RedisConsole.open(uri())) {
            return console.keys(keyPrefix).stream()
                    .map(key -> key.substring(keyPrefix.length()))
                    .toList();
        }
    }

    /** How long a key is still there, in milliseconds; negative where it is not, or stays for ever. */
    public long millisLeft(String key) {
        try (RedisConsole console = RedisConsole.open(uri())) {
            return console.number("PTTL", keyPrefix + key);
        }
    }

    /** Deletes all keys of the class. */
    public void deleteKeys() {
        try (RedisConsole console = RedisConsole.open(uri())) {
            for (String key : console.keys(keyPrefix)) {
                console.number("DEL", key);
            }
        }
    }

    private SharedRedis embedded() {
        if (embedded == null) {
            throw new IllegalStateException("a real Redis is not stopped by tests: use a TcpProxy");
        }
        return embedded;
    }
}
