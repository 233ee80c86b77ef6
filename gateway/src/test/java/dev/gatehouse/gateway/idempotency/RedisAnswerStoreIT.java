package dev.gatehouse.gateway.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.gateway.redis.RedisConfig;
import dev.gatehouse.gateway.redis.RedisLink;
import dev.gatehouse.gateway.redis.RedisScript;
import dev.gatehouse.testkit.RedisFixture;
import dev.gatehouse.testkit.TcpProxy;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisAnswerStoreIT extends AnswerStoreContract {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final TcpProxy proxy = TcpProxy.to(REDIS.host(), REDIS.port());
    private final RedisLink link = new RedisLink(RedisConfig.of(REDIS.uriThrough(proxy), REDIS.keyPrefix()));
    private final AnswerStore store = new RedisAnswerStore(link, IdempotencyConfig.DEFAULT, new SecureRandom());

    @BeforeEach
    void start() {
        link.start();
        await().atMost(SOON).until(link::isUsable);
    }

    @AfterEach
    void stop() {
        link.close();
        proxy.close();
        REDIS.deleteKeys();
    }

    @Override
    AnswerStore store() {
        return store;
    }

    /** By Redis's own clock. */
    @Override
    void pass(Duration time) {
        long until = System.nanoTime() + time.toNanos() + Duration.ofMillis(20).toNanos();
        await().pollInterval(Duration.ofMillis(10)).until(() -> System.nanoTime() - until >= 0);
    }

    /** Redis forgets it by itself, at the time that it has been told. */
    @Override
    void passKeepingTime() {
        assertThat(kept())
                .singleElement()
                .satisfies(key -> assertThat(REDIS.millisLeft(key))
                        .isBetween(
                                IdempotencyConfig.DEFAULT_KEEP.minusMinutes(1).toMillis(),
                                IdempotencyConfig.DEFAULT_KEEP.toMillis()));
        REDIS.deleteKeys();
    }

    private static List<String> kept() {
        return REDIS.keys().stream()
                .filter(key -> key.startsWith("idempotency:"))
                .toList();
    }

    @Test
    void whoReadsRedisFindsNeitherKeyNorRequestNorAnswer() {
        KeyedRequest request = KeyedRequest.of("a.b", "account 1", "the-key", bytes("a-password"));
        store.claim(request, "one", LEASE);
        store.finish(request, new KeptAnswer(200, bytes("a-token")));
        RedisScript everything = RedisScript.of("return redis.call('HGETALL', KEYS[1])");
        List<Object> fields = link.run(everything, List.of(kept().getFirst()), List.of());
        assertThat(fields).hasSize(4);
        assertThat(fields)
                .map(field -> new String((byte[]) field, StandardCharsets.ISO_8859_1))
                .noneMatch(text -> text.contains("the-key") || text.contains("a-password") || text.contains("a-token"));
        assertThat(kept()).noneMatch(name -> name.contains("the-key"));
    }

    @Test
    void theTimeToKeepBeginsWithTheFirstClaimAndIsNotProlonged() {
        IdempotencyConfig brief = new IdempotencyConfig(
                Duration.ofMillis(300), IdempotencyConfig.DEFAULT_MAX_ANSWER, IdempotencyConfig.DEFAULT.memory());
        AnswerStore shortly = new RedisAnswerStore(link, brief, new SecureRandom());
        KeyedRequest request = request("brief");
        shortly.claim(request, "one", LEASE);
        shortly.finish(request, new KeptAnswer(200, bytes("{}")));
        await().atMost(SOON).until(() -> shortly.claim(request, "two", LEASE).equals(new Claim.Taken(false)));
    }

    @Test
    void anAnswerIsKeptThoughRedisHasForgottenItsKeyMeanwhile() {
        KeyedRequest request = request("body");
        store.claim(request, "one", LEASE);
        REDIS.deleteKeys();
        assertThat(store.finish(request, new KeptAnswer(200, bytes("{}")))).isEmpty();
        assertThat(store.claim(request, "two", LEASE)).isInstanceOf(Claim.Finished.class);
        assertThat(REDIS.millisLeft(kept().getFirst())).isPositive();
    }

    @Test
    void withoutRedisNobodyCanTell() {
        KeyedRequest request = request("body");
        proxy.refuse();
        await().atMost(SOON).until(() -> !link.isUsable());
        assertThatThrownBy(() -> store.claim(request, "one", LEASE)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.finish(request, new KeptAnswer(200, bytes("{}"))))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.release(request, "one", true)).isInstanceOf(StoreUnavailableException.class);
        proxy.heal();
        await().atMost(SOON).until(link::isUsable);
        assertThat(store.claim(request, "one", LEASE)).isEqualTo(new Claim.Taken(false));
    }
}
