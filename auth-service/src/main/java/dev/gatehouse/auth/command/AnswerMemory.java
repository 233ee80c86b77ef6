package dev.gatehouse.auth.command;

import dev.gatehouse.auth.command.PostgresAnswerStore.Kept;
import dev.gatehouse.auth.database.Database;
import dev.gatehouse.auth.key.MasterKey;
import dev.gatehouse.auth.key.Seal;
import dev.gatehouse.auth.pruning.Prunable;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.ServiceException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Remembers the answers to commands for a time. They hold tokens: they are sealed under the master key, each to its message id.
 * Thread-safe.
 */
final class AnswerMemory implements Prunable {
    private static final String SEAL_PURPOSE = "gatehouse/command-answer-encryption/v1";

    private final PostgresAnswerStore store;
    private final Seal seal;
    private final Duration keep;
    private final InstantSource clock;

    AnswerMemory(Database database, MasterKey masterKey, SecureRandom random, Duration keep, InstantSource clock) {
        this.store = new PostgresAnswerStore(database);
        this.seal = new Seal(masterKey, SEAL_PURPOSE, random);
        this.keep = keep;
        this.clock = clock;
    }

    /** The answer to a command that has been done. Throws {@code common.conflict} where its message id was another command's. */
    Optional<Answer> find(CommandId id) {
        return store.find(id.messageId(), since(now())).map(kept -> opened(id, kept));
    }

    /** Takes the id for a command that is about to be done in this transaction; whether it was free. */
    boolean take(CommandId id) {
        Instant now = now();
        return store.take(id, since(now), now);
    }

    void keep(CommandId id, Answer answer) {
        store.keep(id, seal.seal(id.messageId(), answer.encoded()));
    }

    @Override
    public String rows() {
        return "answers to commands";
    }

    @Override
    public long prune(int batch) {
        return store.prune(since(now()), batch);
    }

    private Answer opened(CommandId id, Kept kept) {
        if (!MessageDigest.isEqual(kept.fingerprint(), id.fingerprint())) {
            throw ServiceException.of(ErrorCode.CONFLICT, "Another request has had this message id.");
        }
        return seal.open(id.messageId(), kept.sealedAnswer())
                .map(Answer::decode)
                .orElseThrow(() -> new IllegalStateException("the master key does not open the answer to a command"));
    }

    private Instant since(Instant now) {
        return now.minus(keep);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
