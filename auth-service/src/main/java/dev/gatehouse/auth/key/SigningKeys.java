package dev.gatehouse.auth.key;

import dev.gatehouse.auth.database.Database;
import dev.gatehouse.auth.key.PostgresKeyStore.SealedKey;
import dev.gatehouse.common.lifecycle.Component;
import dev.gatehouse.common.lifecycle.StartException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that access tokens are signed with and checked against. {@link #start} loads them, and makes the first one; of services that
 * start at once one makes it and all use it. Thread-safe.
 */
public final class SigningKeys implements Component {
    static final String SEAL_PURPOSE = "gatehouse/signing-key-encryption/v1";

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

    private final PostgresKeyStore store;
    private final Seal seal;
    private final SecureRandom random;
    private final InstantSource clock;
    private volatile Loaded loaded = new Loaded(Optional.empty(), List.of());

    private record Loaded(Optional<SigningKey> active, List<SigningKey> all) {}

    public SigningKeys(Database database, MasterKey masterKey, SecureRandom random, InstantSource clock) {
        this.store = new PostgresKeyStore(database);
        this.seal = new Seal(masterKey, SEAL_PURPOSE, random);
        this.random = random;
        this.clock = clock;
    }

    /** Throws {@link StartException} where the master key does not open the stored keys. */
    @Override
    public void start() {
        List<SealedKey> stored = store.all();
        if (stored.stream().noneMatch(SealedKey::active)) {
            SigningKey first = SigningKey.generate(random);
            store.addFirst(
                    first.kid(),
                    seal.seal(id(first.kid()), first.encoded()),
                    clock.instant().truncatedTo(ChronoUnit.MICROS));
            stored = store.all();
        }
        loaded = opened(stored);
        LOG.info("access tokens are signed with key {}", active().kid());
    }

    @Override
    public void close() {}

    /** The key that signs. */
    public SigningKey active() {
        return loaded.active().orElseThrow(() -> new IllegalStateException("the signing keys are not loaded"));
    }

    /** Every key that a token may still be signed with, the newest first. */
    public List<SigningKey> published() {
        return loaded.all();
    }

    /** The published key with an id. */
    public Optional<SigningKey> find(String kid) {
        return loaded.all().stream().filter(key -> key.kid().equals(kid)).findFirst();
    }

    private Loaded opened(List<SealedKey> stored) {
        List<SigningKey> all = new ArrayList<>();
        Optional<SigningKey> active = Optional.empty();
        for (SealedKey sealed : stored) {
            SigningKey key = seal.open(id(sealed.kid()), sealed.sealed())
                    .map(SigningKey::decode)
                    .orElseThrow(() -> wrongMasterKey(sealed.kid()));
            all.add(key);
            if (sealed.active()) {
                active = Optional.of(key);
            }
        }
        return new Loaded(active, List.copyOf(all));
    }

    private static byte[] id(String kid) {
        return kid.getBytes(StandardCharsets.UTF_8);
    }

    private static StartException wrongMasterKey(String kid) {
        return new StartException("keys.master-key-file: this master key does not open signing key " + kid
                + " in the database; it is not the one that sealed it");
    }
}
