package dev.gatehouse.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.key.MasterKey;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How refresh tokens follow each other. */
class RefreshTokensTest {
    private static final UUID SESSION = new UUID(1, 2);

    private final RefreshTokens tokens = new RefreshTokens(MasterKey.of(new byte[32]), new SecureRandom());

    @Test
    void tokensAre256BitsAndTheFirstOfASessionIsRandom() {
        assertThat(Base64.getUrlDecoder().decode(tokens.first().value())).hasSize(32);
        assertThat(tokens.first()).isNotEqualTo(tokens.first());
    }

    @Test
    void aTokenHasOneSuccessor() {
        RefreshToken token = tokens.first();
        RefreshToken successor = tokens.successor(SESSION, token);

        assertThat(tokens.successor(SESSION, token)).isEqualTo(successor);
        assertThat(Base64.getUrlDecoder().decode(successor.value())).hasSize(32);
        assertThat(tokens.successor(SESSION, successor)).isNotEqualTo(successor).isNotEqualTo(token);
    }

    @Test
    void theSuccessorDependsOnSessionTokenAndMasterKey() {
        RefreshToken token = tokens.first();
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;

        assertThat(tokens.successor(SESSION, token))
                .isNotEqualTo(tokens.successor(new UUID(1, 3), token))
                .isNotEqualTo(tokens.successor(SESSION, tokens.first()))
                .isNotEqualTo(new RefreshTokens(MasterKey.of(otherKey), new SecureRandom()).successor(SESSION, token));
    }

    @Test
    void aTokenDoesNotPrint() {
        assertThat(tokens.first().toString()).isEqualTo("RefreshToken[***]");
    }
}
