package dev.gatehouse.auth.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.common.config.ByteSize;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Argon2id and its notation. */
class PasswordHashTest {
    /** From the tests of the reference implementation: password "password", salt "somesalt". */
    private static final String REFERENCE =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    private static final Argon2Parameters CHEAP = new Argon2Parameters(ByteSize.ofMiB(8), 1, 1);

    private final Argon2 argon2 = new Argon2(new SecureRandom());

    @Test
    void aHashOfTheReferenceImplementationMatches() {
        PasswordHash hash = PasswordHash.parse(REFERENCE);

        assertThat(hash.encoded()).isEqualTo(REFERENCE);
        assertThat(argon2.matches("password", hash)).isTrue();
        assertThat(argon2.matches("passwore", hash)).isFalse();
    }

    @Test
    void aNewHashHasItsParametersAndASaltOfItsOwn() {
        PasswordHash one = argon2.hash("a password", CHEAP);
        PasswordHash other = argon2.hash("a password", CHEAP);

        assertThat(one.encoded()).startsWith("$argon2id$v=19$m=8192,t=1,p=1$").isNotEqualTo(other.encoded());
        assertThat(argon2.matches("a password", PasswordHash.parse(one.encoded())))
                .isTrue();
    }

    @Test
    void twoWaysToWriteOnePasswordMatch() {
        PasswordHash hash = argon2.hash("caf\u00e9 \ufb01ne", CHEAP);

        assertThat(argon2.matches("cafe\u0301 fine", hash)).isTrue();
        assertThat(argon2.matches("cafe fine", hash)).isFalse();
    }

    @Test
    void itPrintsNothingOfItself() {
        assertThat(PasswordHash.parse(REFERENCE).toString()).isEqualTo("PasswordHash[***]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "password",
                "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=16$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=4,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
            })
    void anythingElseIsNoHash(String text) {
        assertThatThrownBy(() -> PasswordHash.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
