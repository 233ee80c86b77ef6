package dev.gatehouse.gateway.redis;

import dev.gatehouse.common.lifecycle.Component;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Commands to Redis, each within {@code redis.timeout}. Whatever goes wrong is a {@link RedisUnavailableException}; from then on every command is
 * refused at once, until the link's own thread has found Redis well again: a Redis that hangs costs those who wait already their time, and
 * nobody else's. Starting neither fails nor waits when Redis is away. Thread-safe.
 */
public final class RedisLink implements Component {
    private final RedisConfig config;
    private final LinkState state;
    private final LinkKeeper keeper;
    private final AtomicBoolean started = new AtomicBoolean();

    public RedisLink(RedisConfig config) {
        this.config = config;
        this.state = new LinkState(config.address());
        this.keeper = new LinkKeeper(config, state);
    }

    @Override
    public void start() {
        if (started.compareAndSet(false, true)) {
            keeper.start();
        }
    }

    /** Whether commands are sent at all, or refused at once. */
    public boolean isUsable() {
        return state.usable().isPresent();
    }

    public RedisStatus status() {
        return state.status();
    }

    /** The value of a key, where there is one. */
    public Optional<byte[]> get(String key) {
        return Optional.ofNullable(execute(commands -> await(commands.get(named(key)))));
    }

    /** Sets a key that is not there. Returns whether it was not. */
    public boolean setIfAbsent(String key, byte[] value, Duration timeToLive) {
        SetArgs onlyNew = SetArgs.Builder.px(timeToLive).nx();
        return execute(commands -> await(commands.set(named(key), value, onlyNew))) != null;
    }

    /** Deletes a key. Returns whether it was there. */
    public boolean delete(String key) {
        return execute(commands -> await(commands.del(named(key)))) > 0;
    }

    /**
     * Runs a script.
     *
     * @param keys what its {@code KEYS} are to be, without the prefix, which is added
     * @return the table that it returns
     */
    public List<Object> run(RedisScript script, List<String> keys, List<byte[]> arguments) {
        String[] names = keys.stream().map(this::named).toArray(String[]::new);
        byte[][] values = arguments.toArray(byte[][]::new);
        return execute(commands -> {
            try {
                return await(commands.evalsha(script.digest(), ScriptOutputType.MULTI, names, values));
            } catch (RedisNoScriptException e) {
                return await(commands.eval(script.text(), ScriptOutputType.MULTI, names, values));
            }
        });
    }

    @Override
    public void close() {
        keeper.close();
    }

    private String named(String key) {
        return config.keyPrefix() + key;
    }

    private <T extends @Nullable Object> T execute(Function<RedisAsyncCommands<String, byte[]>, T> work) {
        StatefulRedisConnection<String, byte[]> connection =
                state.usable().orElseThrow(() -> new RedisUnavailableException("Redis is not usable"));
        try {
            return work.apply(connection.async());
        } catch (RedisCommandInterruptedException e) {
            throw new RedisUnavailableException("interrupted while waiting for Redis", e);
        } catch (RedisException e) {
            keeper.trouble(connection, e);
            throw new RedisUnavailableException("Redis has not done what it was asked", e);
        }
    }

    private <T extends @Nullable Object> T await(RedisFuture<T> future) {
        return CommandAnswers.await(future, config.timeout());
    }
}
