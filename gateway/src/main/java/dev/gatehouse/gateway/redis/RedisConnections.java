package dev.gatehouse.gateway.redis;

import dev.gatehouse.common.config.Secret;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Opens connections to one Redis, which are not made again by themselves: who has lost one opens another. Thread-safe.
 */
final class RedisConnections implements AutoCloseable {
    /** Commands of one connection that may wait for their answers; no request has more than one under way. */
    static final int MAX_COMMANDS = 4_096;

    private static final String CLIENT_NAME = "gatehouse-gateway";
    private static final int THREADS = 2;
    private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(2);
    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private final RedisURI uri;
    private final ClientResources resources;
    private final RedisClient client;

    RedisConnections(RedisConfig config) {
        uri = uri(config);
        resources = DefaultClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .threadFactoryProvider(pool -> Thread.ofPlatform()
                        .daemon()
                        .name(pool.replaceFirst("^lettuce", "redis") + "-", 1)
                        .factory())
                .addressResolverGroup(DefaultAddressResolverGroup.INSTANCE)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .build();
        client = RedisClient.create(resources);
        client.setOptions(options(config));
    }

    /** Opens a connection, the password accepted and a first question answered; waits no longer than twice the time to connect. */
    StatefulRedisConnection<String, byte[]> open() {
        return client.connect(CODEC, uri);
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, SHUTDOWN_LIMIT);
        var _ = resources
                .shutdown(0, SHUTDOWN_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(SHUTDOWN_LIMIT.toMillis());
    }

    private static RedisURI uri(RedisConfig config) {
        RedisURI uri = RedisURI.create(config.uri());
        config.password()
                .map(Secret::reveal)
                .map(String::toCharArray)
                .ifPresent(password -> config.user()
                        .ifPresentOrElse(
                                user -> uri.setAuthentication(user, password), () -> uri.setAuthentication(password)));
        uri.setClientName(CLIENT_NAME);
        uri.setTimeout(config.connectTimeout());
        return uri;
    }

    /** Who waits for a command counts its time: a timer of the client would count it once more. */
    private static ClientOptions options(RedisConfig config) {
        return ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MAX_COMMANDS)
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(config.connectTimeout())
                        .keepAlive(true)
                        .tcpNoDelay(true)
                        .build())
                .build();
    }
}
