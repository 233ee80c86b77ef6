package dev.gatehouse.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gatehouse.common.config.Secret;
import dev.gatehouse.testkit.RedisFixture;
import dev.gatehouse.testkit.TcpProxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** The link on a real Redis, behind a network that breaks. */
class RedisLinkIT {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final byte[] VALUE = {0, (byte) 0xFF, '\r', '\n', 'x'};

    private final TcpProxy proxy = TcpProxy.to(REDIS.host(), REDIS.port());
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final RedisLink link = new RedisLink(RedisConfig.of(REDIS.uriThrough(proxy), REDIS.keyPrefix()));

    @BeforeEach
    void start() {
        log.start();
        logger().addAppender(log);
        link.start();
        await().atMost(SOON).until(link::isUsable);
    }

    @AfterEach
    void stop() {
        link.close();
        proxy.close();
        logger().detachAppender(log);
        REDIS.deleteKeys();
    }

    @Test
    void valuesOfAnyBytesAreKeptUnderThePrefix() {
        assertThat(link.get("a")).isEmpty();
        assertThat(link.setIfAbsent("a", VALUE, LONG)).isTrue();
        assertThat(link.setIfAbsent("a", VALUE, LONG)).isFalse();
        assertThat(link.get("a").orElseThrow()).isEqualTo(VALUE);
        assertThat(REDIS.keys()).contains("a");
        assertThat(REDIS.millisLeft("a")).isBetween(1L, LONG.toMillis());
        assertThat(link.delete("a")).isTrue();
        assertThat(link.delete("a")).isFalse();
    }

    @Test
    void scriptsRunWhetherRedisKnowsThemOrNot() {
        RedisScript script = RedisScript.of(
                "redis.call('set', KEYS[1], ARGV[1], 'px', 60000) return {7, ARGV[1]} -- " + REDIS.keyPrefix());
        for (int i = 0; i < 2; i++) {
            List<Object> table = link.run(script, List.of("s"), List.of(VALUE));
            assertThat(table.getFirst()).isEqualTo(7L);
            assertThat((byte[]) table.get(1)).isEqualTo(VALUE);
        }
        assertThat(link.get("s").orElseThrow()).isEqualTo(VALUE);
    }

    @Test
    void aRedisThatHangsIsGivenUpAfterOneTimeoutAndUsedAgainWhenItAnswers() {
        proxy.stall();
        assertThatThrownBy(() -> link.get("a")).isInstanceOf(RedisUnavailableException.class);
        assertThat(link.isUsable()).isFalse();

        long begun = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> link.get("a")).isInstanceOf(RedisUnavailableException.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(RedisConfig.DEFAULT_TIMEOUT);

        proxy.heal();
        await().atMost(SOON).until(link::isUsable);
        assertThat(link.setIfAbsent("b", VALUE, LONG)).isTrue();
        assertToldOnceEachWay("no answer within PT0.2S");
    }

    @Test
    void aConnectionThatHangsForGoodIsReplaced() {
        proxy.stall();
        assertThatThrownBy(() -> link.get("a")).isInstanceOf(RedisUnavailableException.class);
        // Three questions go unanswered, and then another connection is tried.
        await().atMost(SOON).until(() -> proxy.openSockets() > 2);
        proxy.heal();
        await().atMost(SOON).until(link::isUsable);
        assertToldOnceEachWay("no answer within PT0.2S");
    }

    @Test
    void aLostConnectionIsNoticedWithoutACommandAndMadeAgain() {
        proxy.refuse();
        await().atMost(SOON).until(() -> !link.isUsable());
        assertThatThrownBy(() -> link.get("a")).isInstanceOf(RedisUnavailableException.class);
        proxy.heal();
        await().atMost(SOON).until(link::isUsable);
        assertThat(link.get("a")).isEmpty();
        assertToldOnceEachWay("the connection is lost");
        assertThat(link.status().outages()).isOne();
        assertThat(link.status().problem()).isEmpty();
    }

    @Test
    void startsWithoutRedisAndConnectsWhenItComes() {
        proxy.refuse();
        try (RedisLink early = new RedisLink(RedisConfig.of(REDIS.uriThrough(proxy), REDIS.keyPrefix()))) {
            early.start();
            assertThatThrownBy(() -> early.get("a")).isInstanceOf(RedisUnavailableException.class);
            await().atMost(SOON).until(() -> early.status().problem().isPresent());
            proxy.heal();
            await().atMost(SOON).until(early::isUsable);
            assertThat(early.get("a")).isEmpty();
        }
    }

    @Test
    void aClosedLinkRefusesCommandsAndLeavesNoConnection() {
        link.close();
        assertThatThrownBy(() -> link.get("a")).isInstanceOf(RedisUnavailableException.class);
        await().atMost(SOON).until(() -> proxy.openSockets() == 0);
    }

    @Test
    void aWrongPasswordIsToldAndIsNotInTheLog() {
        RedisConfig wrong = new RedisConfig(
                URI.create("redis://nobody@127.0.0.1:" + proxy.port()),
                Optional.of(new Secret("wrong-secret")),
                REDIS.keyPrefix(),
                RedisConfig.DEFAULT_TIMEOUT,
                RedisConfig.DEFAULT_CONNECT_TIMEOUT,
                RedisConfig.DEFAULT_RECONNECT_MIN,
                RedisConfig.DEFAULT_RECONNECT_MAX);
        try (RedisLink refused = new RedisLink(wrong)) {
            refused.start();
            await().atMost(SOON).until(() -> refused.status().problem().isPresent());
            assertThat(refused.status().problem().orElseThrow()).contains("WRONGPASS");
        }
        assertThat(lines()).noneMatch(line -> line.contains("wrong-secret"));
    }

    private void assertToldOnceEachWay(String reason) {
        assertThat(lines()).hasSize(3);
        assertThat(lines().get(0)).endsWith("is usable");
        assertThat(lines().get(1)).contains("is not usable").endsWith(reason);
        assertThat(lines().get(2)).endsWith("is usable");
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(RedisLink.class);
    }

    @Test
    void failureThatNobodyHasForeseenDoesNotEndTheLink() {
        RedisConfig config = RedisConfig.of(REDIS.uriThrough(proxy), REDIS.keyPrefix());
        LinkState state = new LinkState("redis");
        AtomicInteger clients = new AtomicInteger();
        try (LinkKeeper keeper = new LinkKeeper(config, state, () -> {
            if (clients.incrementAndGet() == 1) {
                throw new IllegalStateException("no client");
            }
            return new RedisConnections(config);
        })) {
            keeper.start();
            await().atMost(SOON).until(() -> state.usable().isPresent());
        }
        assertThat(clients).hasValue(2);
    }
}
