package dev.gatehouse.gateway.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class AnswerSealTest {
    private static final byte[] BODY = "{\"secret\":1}".getBytes(StandardCharsets.UTF_8);

    private final AnswerSeal seal = new AnswerSeal(new SecureRandom());
    private final KeyedRequest request = keyed("k");
    private final byte[] sealed = seal.seal(request, new KeptAnswer(599, BODY));

    private static KeyedRequest keyed(String key) {
        return KeyedRequest.of("a.b", "account 1", key, new byte[0]);
    }

    @Test
    void whatWasSealedIsOpenedWithTheSameKey() {
        KeptAnswer opened = seal.open(keyed("k"), sealed);
        assertThat(opened.status()).isEqualTo(599);
        assertThat(opened.body()).isEqualTo(BODY);
    }

    @Test
    void itTellsNothingAndIsNeverTheSame() {
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
        assertThat(seal.seal(request, new KeptAnswer(599, BODY))).isNotEqualTo(sealed);
    }

    @Test
    void anotherKeyDoesNotOpenIt() {
        assertThatThrownBy(() -> seal.open(keyed("K"), sealed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatHasBeenChangedOrCutIsNotOpened() {
        byte[] changed = sealed.clone();
        changed[changed.length - 1] ^= 1;
        assertThatThrownBy(() -> seal.open(request, changed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> seal.open(request, new byte[3])).isInstanceOf(IllegalStateException.class);
    }
}
