package dev.gatehouse.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gatehouse.gateway.redis.RedisConfig;
import dev.gatehouse.gateway.redis.RedisLink;
import dev.gatehouse.testkit.RedisFixture;
import dev.gatehouse.testkit.TcpProxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** Two gateways on one Redis, of which one is behind a network that breaks. */
class RateLimiterIT {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final RateLimit LIMIT = new RateLimit(RateLimit.Per.IP, 1, Duration.ofHours(1), 10);

    private final TestClock clock = new TestClock();
    private final TcpProxy proxy = TcpProxy.to(REDIS.host(), REDIS.port());
    private final RedisLink broken = new RedisLink(patient(REDIS.uriThrough(proxy)));
    private final RedisLink sound = new RedisLink(patient(REDIS.uri()));
    private final RateLimiter one = RateLimiter.shared(RateLimitConfig.DEFAULT, broken, clock, clock::nanos);
    private final RateLimiter other = RateLimiter.shared(RateLimitConfig.DEFAULT, sound, clock, clock::nanos);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void start() {
        log.start();
        logger().addAppender(log);
        broken.start();
        sound.start();
        await().atMost(SOON).until(() -> broken.isUsable() && sound.isUsable());
    }

    @AfterEach
    void stop() {
        broken.close();
        sound.close();
        proxy.close();
        logger().detachAppender(log);
        REDIS.deleteKeys();
    }

    @Test
    void requestsGoOnWhileRedisHangsAndAreSharedAgainAfterwards() {
        goesOnAndComesBack(TcpProxy::stall);
    }

    @Test
    void requestsGoOnWhileTheConnectionIsRefusedAndAreSharedAgainAfterwards() {
        goesOnAndComesBack(TcpProxy::refuse);
    }

    @Test
    void requestsGoOnWhenTheConnectionIsCut() {
        assertThat(allowed(one, "s", 3)).isEqualTo(3);
        proxy.cut();
        assertThat(allowed(one, "s", 2)).isEqualTo(2);
        await().atMost(SOON).until(broken::isUsable);
        assertThat(allowed(other, "s", 20)).isBetween(5, 7);
    }

    @Test
    void requestsGoOnWithoutRedisFromTheStart() {
        RedisLink never = new RedisLink(RedisConfig.of(REDIS.uri(), REDIS.keyPrefix()));
        RateLimiter limiter = RateLimiter.shared(RateLimitConfig.DEFAULT, never, clock, clock::nanos);
        assertThat(allowed(limiter, "s", 20)).isEqualTo(10);
        assertThat(limiter.countedAlone()).isEqualTo(20);
    }

    private void goesOnAndComesBack(Consumer<TcpProxy> fault) {
        assertThat(allowed(one, "s", 6)).isEqualTo(6);
        fault.accept(proxy);
        // In memory nothing has been used yet; and after the first failure no request waits any more.
        long begun = System.nanoTime();
        assertThat(allowed(one, "s", 20)).isEqualTo(10);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(TIMEOUT.multipliedBy(3));
        assertThat(one.countedAlone()).isEqualTo(20);

        proxy.heal();
        await().atMost(SOON).until(broken::isUsable);
        assertThat(allowed(other, "s", 2)).isEqualTo(2);
        // A stalled network may have kept one request for later.
        assertThat(allowed(one, "s", 20)).isBetween(1, 2);
        assertThat(lines())
                .hasSize(2)
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("rate limits are counted in this gateway alone"),
                        line -> assertThat(line).startsWith("rate limits are counted on Redis again"));
    }

    /** A busy machine must not be taken for a Redis that hangs. */
    private static RedisConfig patient(URI uri) {
        return new RedisConfig(
                uri,
                Optional.empty(),
                REDIS.keyPrefix(),
                TIMEOUT,
                RedisConfig.DEFAULT_CONNECT_TIMEOUT,
                RedisConfig.DEFAULT_RECONNECT_MIN,
                RedisConfig.DEFAULT_RECONNECT_MAX);
    }

    private static int allowed(RateLimiter limiter, String subject, int requests) {
        int allowed = 0;
        for (int i = 0; i < requests; i++) {
            allowed += limiter.take("t.t", LIMIT, new Subject(subject)).allowed() ? 1 : 0;
        }
        return allowed;
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(RateLimiter.class);
    }
}
