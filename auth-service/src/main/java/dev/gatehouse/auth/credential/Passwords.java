package dev.gatehouse.auth.credential;

import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.common.rpc.Deadline;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Hashes passwords and checks them, in a bounded pool. A check costs the same whether or not there is an account. Thread-safe. */
public final class Passwords implements Component {
    private static final Duration FIRST_HASH_LIMIT = Duration.ofMinutes(1);

    /** The first hashes run in cold code and take several times as long: by now their weight in the pool's average is small. */
    private static final int WARM_UP_HASHES = 10;

    private final Argon2Parameters parameters;
    private final Argon2 argon2;
    private final HashingPool pool;
    private final InstantSource clock;
    private volatile @Nullable PasswordHash dummy;

    public Passwords(PasswordConfig config, SecureRandom random, InstantSource clock, LongSupplier nanoTicker) {
        this.parameters = config.parameters();
        this.argon2 = new Argon2(random);
        this.pool = new HashingPool(config.threads(), config.queue(), clock, nanoTicker);
        this.clock = clock;
    }

    /** Makes the hash that unknown accounts are checked against, and learns from it what a hash takes on this machine. */
    @Override
    public void start() {
        if (dummy == null) {
            pool.start();
            PasswordHash last = firstHash();
            for (int i = 1; i < WARM_UP_HASHES; i++) {
                last = firstHash();
            }
            dummy = last;
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    /**
     * The hash of a new password, at the cost configured.
     *
     * @throws dev.gatehouse.common.error.ServiceException {@code common.overloaded} where it would not be there before the deadline
     */
    public PasswordHash hash(String password, Deadline deadline) {
        return pool.call(deadline, () -> argon2.hash(password, parameters));
    }

    /**
     * Checks a password against an account's hash, or, for an account that is not there, against nobody's, at the same cost.
     *
     * @throws dev.gatehouse.common.error.ServiceException {@code common.overloaded} where it would not be done before the deadline
     */
    public PasswordCheck check(String password, Optional<PasswordHash> hash, Deadline deadline) {
        PasswordHash against = hash.orElseGet(this::dummy);
        boolean matches = pool.call(deadline, () -> argon2.matches(password, against));
        if (!matches || hash.isEmpty()) {
            return PasswordCheck.WRONG;
        }
        return against.parameters().equals(parameters) ? PasswordCheck.RIGHT : PasswordCheck.RIGHT_AT_ANOTHER_COST;
    }

    private PasswordHash firstHash() {
        return hash("no account has this password", Deadline.after(FIRST_HASH_LIMIT, clock));
    }

    private PasswordHash dummy() {
        PasswordHash made = dummy;
        if (made == null) {
            throw new IllegalStateException("not started");
        }
        return made;
    }
}
