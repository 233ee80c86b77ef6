package dev.gatehouse.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.common.lifecycle.StartException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The master key, and what is derived from it and sealed under it. */
class MasterKeyTest {
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    @Test
    void itIsReadFromBase64WithALineEnd() throws Exception {
        MasterKey loaded = load(Base64.getEncoder().encodeToString(SECRET) + "\n");

        assertThat(loaded.derive("purpose", "AES"))
                .isEqualTo(MasterKey.of(SECRET).derive("purpose", "AES"));
    }

    @Test
    void aFileThatHoldsNoMasterKeyIsRefusedWithItsName() {
        for (String content :
                new String[] {"", "not base64!", Base64.getEncoder().encodeToString(new byte[31])}) {
            assertThatThrownBy(() -> load(content))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("keys.master-key-file")
                    .hasMessageContaining("test.key")
                    .hasMessageContaining("32 random bytes");
        }
    }

    @Test
    void keysForDifferentPurposesDiffer() {
        MasterKey key = MasterKey.of(SECRET);

        assertThat(key.derive("one", "AES").getEncoded())
                .hasSize(32)
                .isNotEqualTo(key.derive("two", "AES").getEncoded())
                .isNotEqualTo(SECRET);
        assertThat(key.toString()).isEqualTo("MasterKey[***]");
    }

    @Test
    void aSealedSecretOpensUnderItsOwnMasterKeyPurposeAndIdOnly() {
        Seal seal = seal(SECRET, "purpose");
        byte[] id = {1};
        byte[] sealed = seal.seal(id, SECRET);

        assertThat(seal.open(id, sealed)).contains(SECRET);
        assertThat(seal.seal(id, SECRET)).isNotEqualTo(sealed);
        assertThat(seal.open(new byte[] {2}, sealed)).isEmpty();
        assertThat(seal(SECRET, "another purpose").open(id, sealed)).isEmpty();
        assertThat(seal(new byte[32], "purpose").open(id, sealed)).isEmpty();
        sealed[sealed.length - 1] ^= 1;
        assertThat(seal.open(id, sealed)).isEmpty();
        assertThat(seal.open(id, new byte[3])).isEmpty();
    }

    private static Seal seal(byte[] masterKey, String purpose) {
        return new Seal(MasterKey.of(masterKey), purpose, new SecureRandom());
    }

    private MasterKey load(String content) throws Exception {
        Path file = Files.writeString(directory.resolve("test.key"), content);
        return MasterKey.load(new KeyConfig(file));
    }
}
