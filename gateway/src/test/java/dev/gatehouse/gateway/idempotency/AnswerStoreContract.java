package dev.gatehouse.gateway.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store of answers does. */
abstract class AnswerStoreContract {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final String key = UUID.randomUUID().toString();
    private final KeyedRequest request = request("body");

    /** The store, which keeps answers for as long as {@link #passKeepingTime} passes. */
    abstract AnswerStore store();

    /** Lets a lease of {@value} pass. */
    abstract void pass(Duration time);

    /** Lets the time pass for which answers are kept. */
    abstract void passKeepingTime();

    KeyedRequest request(String body) {
        return KeyedRequest.of("a.b", "account 1", key, bytes(body));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Claim claim(String owner, Duration lease) {
        return store().claim(request, owner, lease);
    }

    private void assertFinished(Claim claim, int status, byte[] body) {
        assertThat(claim).isInstanceOfSatisfying(Claim.Finished.class, finished -> {
            assertThat(finished.answer().status()).isEqualTo(status);
            assertThat(finished.answer().body()).isEqualTo(body);
        });
    }

    @Test
    void theFirstHasTheTurnAndTheNextFindsItUnderWay() {
        assertThat(claim("one", LONG)).isEqualTo(new Claim.Taken(false));
        assertThat(claim("two", LONG)).isEqualTo(new Claim.UnderWay());
    }

    @Test
    void theAnswerIsKeptByteForByte() {
        byte[] body = {0, (byte) 0xFF, '\r', '\n', 0, (byte) 0x80, '{'};
        claim("one", LONG);
        assertThat(store().finish(request, new KeptAnswer(201, body))).isEmpty();
        assertFinished(claim("two", LONG), 201, body);
        assertFinished(claim("three", LONG), 201, body);
    }

    @Test
    void anEmptyAnswerIsKept() {
        claim("one", LONG);
        assertThat(store().finish(request, new KeptAnswer(200, new byte[0]))).isEmpty();
        assertFinished(claim("two", LONG), 200, new byte[0]);
    }

    @Test
    void anotherRequestWithTheKeyIsAConflictWhileUnderWayAndAfterwards() {
        KeyedRequest other = request("other");
        claim("one", LONG);
        assertThat(store().claim(other, "two", LONG)).isEqualTo(new Claim.Conflict());
        store().finish(request, new KeptAnswer(200, bytes("{}")));
        assertThat(store().claim(other, "two", LONG)).isEqualTo(new Claim.Conflict());
        assertFinished(claim("three", LONG), 200, bytes("{}"));
    }

    @Test
    void anotherRequestIsAConflictAfterAFailureToo() {
        claim("one", LONG);
        store().release(request, "one", false);
        assertThat(store().claim(request("other"), "two", LONG)).isEqualTo(new Claim.Conflict());
    }

    @Test
    void aTurnThatIsGivenBackIsFree() {
        claim("one", LONG);
        store().release(request, "one", false);
        assertThat(claim("two", LONG)).isEqualTo(new Claim.Taken(false));
    }

    @Test
    void doubtStays() {
        claim("one", LONG);
        store().release(request, "one", true);
        assertThat(claim("two", LONG)).isEqualTo(new Claim.Taken(true));
        store().release(request, "two", false);
        assertThat(claim("three", LONG)).isEqualTo(new Claim.Taken(true));
    }

    @Test
    void anotherDoesNotGiveTheTurnBack() {
        claim("one", LONG);
        store().release(request, "two", false);
        assertThat(claim("three", LONG)).isEqualTo(new Claim.UnderWay());
    }

    @Test
    void aLeaseThatHasEndedIsFreeAndInDoubt() {
        claim("one", SHORT);
        pass(SHORT);
        assertThat(claim("two", LONG)).isEqualTo(new Claim.Taken(true));
        store().release(request, "one", false);
        assertThat(claim("three", LONG)).isEqualTo(new Claim.UnderWay());
    }

    @Test
    void theFirstAnswerCountsWhoeverHasTheTurnByThen() {
        claim("one", SHORT);
        pass(SHORT);
        claim("two", LONG);
        assertThat(store().finish(request, new KeptAnswer(200, bytes("first")))).isEmpty();
        assertFinished(claim("three", LONG), 200, bytes("first"));
        assertThat(store().finish(request, new KeptAnswer(201, bytes("second"))))
                .hasValueSatisfying(kept -> assertThat(kept.body()).isEqualTo(bytes("first")));
        store().release(request, "two", true);
        assertFinished(claim("four", LONG), 200, bytes("first"));
    }

    @Test
    void keysOfOthersAreOthers() {
        claim("one", LONG);
        store().finish(request, new KeptAnswer(200, bytes("mine")));
        for (KeyedRequest other : List.of(
                KeyedRequest.of("a.b", "account 2", key, bytes("body")),
                KeyedRequest.of("a.c", "account 1", key, bytes("body")),
                KeyedRequest.of("a.b", "account 1", key + "x", bytes("body")))) {
            assertThat(store().claim(other, "two", LONG)).isEqualTo(new Claim.Taken(false));
        }
    }

    @Test
    void whatWasKeptGoesWithItsTime() {
        claim("one", SHORT);
        store().finish(request, new KeptAnswer(200, bytes("{}")));
        passKeepingTime();
        assertThat(store().claim(request("other"), "two", SHORT)).isEqualTo(new Claim.Taken(false));
    }

    @Test
    void whoeverWaitsIsToldSoonAfterTheEnd() throws Exception {
        claim("one", LONG);
        CountDownLatch waiting = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Claim> second = threads.submit(() -> {
                int round = 0;
                while (true) {
                    Claim claim = claim("two", LONG);
                    if (!(claim instanceof Claim.UnderWay)) {
                        return claim;
                    }
                    waiting.countDown();
                    store().awaitTurn(request, round++, LONG);
                }
            });
            waiting.await();
            store().finish(request, new KeptAnswer(200, bytes("{}")));
            await().atMost(SOON).until(second::isDone);
            assertFinished(second.get(), 200, bytes("{}"));
        }
    }

    @Test
    void nobodyWaitsLongerThanHeLikes() throws InterruptedException {
        claim("one", LONG);
        long begun = System.nanoTime();
        store().awaitTurn(request, 100, SHORT);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
    }

    @Test
    void ofManyAtOnceOneHasTheTurn() throws InterruptedException, ExecutionException {
        List<Future<Claim>> claims = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                String owner = "owner" + i;
                claims.add(threads.submit(() -> claim(owner, LONG)));
            }
        }
        List<Claim> results = new ArrayList<>();
        for (Future<Claim> claim : claims) {
            results.add(claim.get());
        }
        assertThat(results).filteredOn(Claim.Taken.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(Claim.UnderWay.class::isInstance).hasSize(49);
    }
}
