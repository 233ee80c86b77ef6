package dev.gatehouse.auth.key;

import dev.gatehouse.common.lifecycle.StartException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The secret that every other secret of the service is derived from. It is never used as a key itself. Immutable. */
public final class MasterKey {
    private static final int LENGTH_BYTES = 32;
    private static final String KEY = "keys.master-key-file";

    private final SecretKey secret;

    private MasterKey(byte[] secret) {
        this.secret = new SecretKeySpec(secret, "HKDF");
    }

    /** A master key of 32 bytes. */
    public static MasterKey of(byte[] secret) {
        if (secret.length != LENGTH_BYTES) {
            throw new IllegalArgumentException("a master key has " + LENGTH_BYTES + " bytes, not " + secret.length);
        }
        return new MasterKey(secret);
    }

    /** Reads the file that the configuration names. Throws {@link StartException} where it holds no master key. */
    public static MasterKey load(KeyConfig config) {
        Path file = config.masterKeyFile();
        byte[] secret = decoded(file);
        if (secret.length != LENGTH_BYTES) {
            throw unusable(file, "holds " + secret.length + " bytes");
        }
        return new MasterKey(secret);
    }

    private static byte[] decoded(Path file) {
        try {
            return Base64.getDecoder()
                    .decode(Files.readString(file, StandardCharsets.US_ASCII).strip());
        } catch (IOException e) {
            throw unusable(file, "is not a text file that can be read (" + e + ")");
        } catch (IllegalArgumentException e) {
            throw unusable(file, "does not hold base64");
        }
    }

    /** Another key, for one purpose (HKDF with SHA-256, RFC 5869). */
    public SecretKey derive(String purpose, String algorithm) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            algorithm,
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(secret)
                                    .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), LENGTH_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM cannot derive keys", e);
        }
    }

    @Override
    public String toString() {
        return "MasterKey[***]";
    }

    private static StartException unusable(Path file, String why) {
        return new StartException(KEY + ": \"" + file + "\" " + why
                + "; allowed is a file with 32 random bytes in base64, such as openssl rand -base64 32 makes");
    }
}
