package dev.gatehouse.auth.credential;

import dev.gatehouse.common.config.ByteSize;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hash of a password, with all that is needed to check one against it.
 *
 * @param parameters what it cost
 * @param salt random, its own
 * @param digest what Argon2id made of the password and the salt
 */
public record PasswordHash(Argon2Parameters parameters, byte[] salt, byte[] digest) {
    /** The PHC string format, as Argon2's reference implementation writes it. */
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,9}),t=(\\d{1,9}),p=(\\d{1,9})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{16,86})");

    private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();

    /** Reads the PHC string format. Throws {@link IllegalArgumentException} for anything else. */
    public static PasswordHash parse(String phc) {
        Matcher form = PHC.matcher(phc);
        if (!form.matches()) {
            throw new IllegalArgumentException("not an Argon2id hash in PHC string format");
        }
        return new PasswordHash(
                new Argon2Parameters(
                        ByteSize.ofKiB(Long.parseLong(form.group(1))),
                        Integer.parseInt(form.group(2)),
                        Integer.parseInt(form.group(3))),
                Base64.getDecoder().decode(form.group(4)),
                Base64.getDecoder().decode(form.group(5)));
    }

    /** The PHC string format; for storage, never for a log. */
    public String encoded() {
        return "$argon2id$v=19$m=" + parameters.memoryKiB() + ",t=" + parameters.iterations() + ",p="
                + parameters.parallelism() + "$" + ENCODER.encodeToString(salt) + "$" + ENCODER.encodeToString(digest);
    }

    @Override
    public String toString() {
        return "PasswordHash[***]";
    }
}
