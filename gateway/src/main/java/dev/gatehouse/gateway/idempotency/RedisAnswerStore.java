package dev.gatehouse.gateway.idempotency;

import dev.gatehouse.common.retry.Backoff;
import dev.gatehouse.gateway.redis.RedisLink;
import dev.gatehouse.gateway.redis.RedisScript;
import dev.gatehouse.gateway.redis.RedisUnavailableException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Keeps answers on Redis, for several gateways, sealed. A key is one hash, which goes when its time is over; whose turn it is ends by Redis's own
 * clock. Those that wait ask again and again, with growing pauses. Thread-safe.
 */
public final class RedisAnswerStore implements AnswerStore {
    private static final String PREFIX = "idempotency:";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LAST_PAUSE = Duration.ofMillis(250);

    private final RedisLink redis;
    private final Duration keep;
    private final AnswerSeal seal;
    private final Backoff pauses = Backoff.jittered(FIRST_PAUSE, LAST_PAUSE);

    public RedisAnswerStore(RedisLink redis, IdempotencyConfig config, SecureRandom random) {
        this.redis = redis;
        this.keep = config.keep();
        this.seal = new AnswerSeal(random);
    }

    @Override
    public Claim claim(KeyedRequest request, String owner, Duration lease) {
        List<Object> told = run(
                RedisAnswerScripts.CLAIM,
                request,
                bytes(request.fingerprint()),
                bytes(owner),
                millis(lease),
                millis(keep));
        return switch (Math.toIntExact((Long) told.getFirst())) {
            case RedisAnswerScripts.TAKEN -> new Claim.Taken(false);
            case RedisAnswerScripts.TAKEN_IN_DOUBT -> new Claim.Taken(true);
            case RedisAnswerScripts.UNDER_WAY -> new Claim.UnderWay();
            case RedisAnswerScripts.CONFLICT -> new Claim.Conflict();
            case RedisAnswerScripts.FINISHED -> new Claim.Finished(seal.open(request, (byte[]) told.get(1)));
            default -> throw new IllegalStateException("the script has told " + told.getFirst());
        };
    }

    @Override
    public Optional<KeptAnswer> finish(KeyedRequest request, KeptAnswer answer) {
        List<Object> told = run(
                RedisAnswerScripts.FINISH,
                request,
                bytes(request.fingerprint()),
                seal.seal(request, answer),
                millis(keep));
        return told.size() < 2 ? Optional.empty() : Optional.of(seal.open(request, (byte[]) told.get(1)));
    }

    @Override
    public void release(KeyedRequest request, String owner, boolean doubtful) {
        run(RedisAnswerScripts.RELEASE, request, bytes(owner), bytes(doubtful ? "1" : "0"));
    }

    @Override
    public void awaitTurn(KeyedRequest request, int round, Duration atMost) throws InterruptedException {
        Duration pause = pauses.wait(round);
        Thread.sleep(pause.compareTo(atMost) < 0 ? pause : atMost);
    }

    private List<Object> run(RedisScript script, KeyedRequest request, byte[]... arguments) {
        try {
            return redis.run(script, List.of(PREFIX + request.id()), List.of(arguments));
        } catch (RedisUnavailableException e) {
            throw new StoreUnavailableException(e);
        }
    }

    private static byte[] millis(Duration duration) {
        return bytes(Long.toString(duration.toMillis()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
