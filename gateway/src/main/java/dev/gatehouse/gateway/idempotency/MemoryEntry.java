package dev.gatehouse.gateway.idempotency;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;

/** What is kept of one key. Confined to the holder of its store's lock, of which {@code changed} is a condition. */
final class MemoryEntry {
    private final String fingerprint;
    private final long since;
    private final Condition changed;
    /** Whose turn it is or was; empty where it was given back. */
    private Optional<String> owner = Optional.empty();

    private long leaseEnd;
    private boolean doubtful;
    private Optional<KeptAnswer> answer = Optional.empty();

    MemoryEntry(String fingerprint, long since, Condition changed) {
        this.fingerprint = fingerprint;
        this.since = since;
        this.changed = changed;
    }

    boolean isOf(String request) {
        return fingerprint.equals(request);
    }

    boolean isOlderThan(Duration age, long now) {
        return now - since >= age.toNanos();
    }

    boolean isUnderWay(long now) {
        return owner.isPresent() && now - leaseEnd < 0;
    }

    int answerBytes() {
        return answer.map(kept -> kept.body().length).orElse(0);
    }

    Claim claim(String request, String asker, long now, Duration lease) {
        if (!isOf(request)) {
            return new Claim.Conflict();
        }
        if (answer.isPresent()) {
            return new Claim.Finished(answer.get());
        }
        if (isUnderWay(now)) {
            return new Claim.UnderWay();
        }
        // An owner whose lease has ended may have done it.
        doubtful |= owner.isPresent();
        owner = Optional.of(asker);
        leaseEnd = now + lease.toNanos();
        return new Claim.Taken(doubtful);
    }

    /** Returns the answer that was there before. */
    Optional<KeptAnswer> finish(KeptAnswer given) {
        Optional<KeptAnswer> before = answer;
        if (before.isEmpty()) {
            answer = Optional.of(given);
            owner = Optional.empty();
            changed.signalAll();
        }
        return before;
    }

    void release(String by, boolean inDoubt) {
        if (owner.filter(by::equals).isPresent()) {
            owner = Optional.empty();
            doubtful |= inDoubt;
            changed.signalAll();
        }
    }

    /** Waits for the end of the turn that somebody has now. Gives up the lock meanwhile. */
    void awaitTurn(long now, Duration atMost) throws InterruptedException {
        Optional<String> another = owner;
        long left = isUnderWay(now) ? Math.min(atMost.toNanos(), leaseEnd - now) : 0;
        while (left > 0 && owner.equals(another)) {
            left = changed.awaitNanos(left);
        }
    }
}
