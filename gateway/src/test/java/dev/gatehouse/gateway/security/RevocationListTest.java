package dev.gatehouse.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.common.contract.AuthApi;
import dev.gatehouse.common.contract.AuthEvents;
import dev.gatehouse.common.contract.EventType;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.common.event.Event;
import dev.gatehouse.common.event.EventSubscriberConfig;
import dev.gatehouse.gateway.security.SessionRevocations.Standing;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class RevocationListTest {
    private static final Instant LATER = Instant.parse("2200-01-01T00:00:00Z");

    private final UUID before = UUID.randomUUID();
    private final UUID meanwhile = UUID.randomUUID();
    private final AtomicInteger reads = new AtomicInteger();
    private final List<UUID> told = new CopyOnWriteArrayList<>();
    private RevocationSource source = page -> page(Optional.empty(), before);
    private RevocationList list = list(Duration.ofMinutes(5));

    private RevocationList list(Duration refresh) {
        return list(refresh, InstantSource.system());
    }

    private RevocationList list(Duration refresh, InstantSource clock) {
        return new RevocationList(
                new RevocationConfig(1_000, refresh, EventSubscriberConfig.defaults()),
                Duration.ofSeconds(30),
                page -> {
                    reads.incrementAndGet();
                    return source.fetch(page);
                },
                clock,
                told::add);
    }

    @AfterEach
    void close() {
        list.close();
    }

    @Test
    void nothingIsKnownBeforeTheSubscriptionStands() {
        list.start();
        assertThat(standing(UUID.randomUUID())).isEqualTo(Standing.UNKNOWN);
        assertThat(list.isInSync()).isFalse();
        assertThat(reads).hasValue(0);
    }

    @Test
    void listIsReadOnceTheSubscriptionStands() {
        list.start();
        list.subscribed();
        awaitSync();
        assertThat(standing(before)).isEqualTo(Standing.REVOKED);
        assertThat(standing(meanwhile)).isEqualTo(Standing.TRUSTED);
        list.revoked(event(meanwhile));
        assertThat(standing(meanwhile)).isEqualTo(Standing.REVOKED);
    }

    @Test
    void allPagesAreRead() {
        source = page -> page.cursor().isEmpty() ? page(Optional.of("2"), before) : page(Optional.empty(), meanwhile);
        list.start();
        list.subscribed();
        awaitSync();
        assertThat(standing(before)).isEqualTo(Standing.REVOKED);
        assertThat(standing(meanwhile)).isEqualTo(Standing.REVOKED);
        assertThat(reads).hasValue(2);
    }

    @Test
    void eventsThatComeWhileTheListIsReadAreKept() {
        source = page -> {
            list.revoked(event(meanwhile));
            return page(Optional.empty(), before);
        };
        list.start();
        list.subscribed();
        awaitSync();
        assertThat(standing(meanwhile)).isEqualTo(Standing.REVOKED);
    }

    @Test
    void lossOfTheSubscriptionEndsTheTrustUntilTheListIsReadAgain() {
        list.start();
        list.subscribed();
        awaitSync();
        list.lost();
        assertThat(standing(meanwhile)).isEqualTo(Standing.UNKNOWN);
        source = page -> page(Optional.empty(), meanwhile);
        list.subscribed();
        awaitSync();
        assertThat(standing(meanwhile)).isEqualTo(Standing.REVOKED);
        assertThat(standing(before)).isEqualTo(Standing.REVOKED);
    }

    @Test
    void listThatWasReadForALostSubscriptionDoesNotCount() {
        CountDownLatch reading = new CountDownLatch(1);
        Semaphore goOn = new Semaphore(0);
        source = page -> {
            reading.countDown();
            goOn.acquireUninterruptibly();
            return page(Optional.empty(), before);
        };
        list.start();
        list.subscribed();
        awaitQuietly(reading);
        list.lost();
        list.subscribed();
        goOn.release();
        await().until(() -> reads.get() == 2);
        assertThat(list.isInSync()).isFalse();
        goOn.release();
        awaitSync();
    }

    @Test
    void listIsTriedUntilItCanBeHad() {
        source = page -> {
            if (reads.get() < 3) {
                throw ServiceException.of(ErrorCode.RPC_UNAVAILABLE);
            }
            return page(Optional.empty(), before);
        };
        list.start();
        list.subscribed();
        awaitSync();
        assertThat(reads).hasValue(3);
    }

    /** A request that waited would keep its permit to work from others, while nobody can say how long the reading takes. */
    @Test
    void requestDoesNotWaitForAListThatIsBeingRead() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        Semaphore goOn = new Semaphore(0);
        source = page -> {
            reading.countDown();
            goOn.acquireUninterruptibly();
            return page(Optional.empty(), before);
        };
        list.start();
        list.subscribed();
        reading.await();
        List<Thread> requests = Stream.generate(() -> Thread.ofVirtual()
                        .start(() -> told.add(standing(before) == Standing.UNKNOWN ? before : meanwhile)))
                .limit(100)
                .toList();
        for (Thread request : requests) {
            request.join();
        }
        assertThat(told).hasSize(100).containsOnly(before);
        goOn.release();
        awaitSync();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "", "+1000000000-12-31T23:59:59.999999999Z"})
    void eventThatCannotBeReadLeadsToTheWholeList(String expires) {
        list.start();
        list.subscribed();
        awaitSync();
        source = page -> page(Optional.empty(), meanwhile);
        list.revoked(broken(expires));
        await().until(() -> standing(meanwhile) == Standing.REVOKED);
    }

    @Test
    void manyEventsThatCannotBeReadLeadToOneReadingAndNobodyIsLockedOut() {
        list.start();
        list.subscribed();
        awaitSync();
        for (int i = 0; i < 2_000; i++) {
            list.revoked(broken("x"));
            assertThat(standing(meanwhile)).isEqualTo(Standing.TRUSTED);
        }
        await().until(() -> reads.get() == 2);
        list.revoked(broken("x"));
        await().during(Duration.ofMillis(300)).until(() -> reads.get() == 2);
        await().atMost(RevocationList.REREAD_INTERVAL.multipliedBy(2)).until(() -> reads.get() == 3);
    }

    private static Event broken(String expires) {
        EventType<Map<String, String>> type = new EventType<>(AuthEvents.SESSION_REVOKED.name(), mapType());
        Map<String, String> data = Map.of("session_id", UUID.randomUUID().toString(), "tokens_expire_at", expires);
        return Event.of(type, URI.create("/t"), "s", Instant.now(), expires.isEmpty() ? Map.of() : data);
    }

    @Test
    void listIsReadAgainNowAndThen() {
        list = list(Duration.ofMillis(50));
        list.start();
        list.subscribed();
        awaitSync();
        source = page -> page(Optional.empty(), meanwhile);
        await().until(() -> standing(meanwhile) == Standing.REVOKED);
    }

    @SuppressWarnings("unchecked")
    private static Class<Map<String, String>> mapType() {
        return (Class<Map<String, String>>) (Class<?>) Map.class;
    }

    private Standing standing(UUID session) {
        return list.standing(session, LATER);
    }

    private void awaitSync() {
        await().atMost(Duration.ofSeconds(10)).until(list::isInSync);
    }

    private static AuthApi.RevocationPage page(Optional<String> next, UUID session) {
        return new AuthApi.RevocationPage(List.of(new AuthApi.RevokedSession(session, LATER)), next);
    }

    private static Event event(UUID session) {
        AuthEvents.SessionRevoked revoked =
                new AuthEvents.SessionRevoked(session, UUID.randomUUID(), "logout", Instant.now(), LATER);
        return Event.of(AuthEvents.SESSION_REVOKED, URI.create("/auth-service"), "account", Instant.now(), revoked);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void failureThatNobodyHasForeseenDoesNotEndTheKeepingOfTheList() {
        list.close();
        AtomicInteger failures = new AtomicInteger(2);
        list = list(Duration.ofMillis(50), () -> {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("no time");
            }
            return Instant.now();
        });
        list.start();
        list.subscribed();
        awaitSync();

        failures.set(1);
        int before = reads.get();
        await().until(() -> failures.get() < 0 && reads.get() > before + 1);
        assertThat(list.isInSync()).isTrue();
    }
}
