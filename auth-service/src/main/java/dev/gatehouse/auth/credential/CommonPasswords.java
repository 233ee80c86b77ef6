package dev.gatehouse.auth.credential;

import com.nulabinc.zxcvbn.StandardDictionaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/** The passwords that are tried first by those who guess: zxcvbn's list. Immutable. */
public final class CommonPasswords {
    private final Set<String> passwords;

    private CommonPasswords(Set<String> passwords) {
        this.passwords = Set.copyOf(passwords);
    }

    public static CommonPasswords load() {
        try {
            return new CommonPasswords(StandardDictionaries.PASSWORDS_LOADER
                    .load()
                    .getRankedDictionary()
                    .keySet());
        } catch (IOException e) {
            throw new UncheckedIOException("the list of common passwords cannot be read", e);
        }
    }

    /** Whether a password, case folded, is on the list. */
    boolean contains(String foldedPassword) {
        return passwords.contains(foldedPassword);
    }
}
