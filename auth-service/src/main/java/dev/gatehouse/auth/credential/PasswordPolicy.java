package dev.gatehouse.auth.credential;

import dev.gatehouse.common.error.FieldViolation;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a new password must be: 8 to 128 characters after NFKC, not a common one, and without the name of its owner in it. There are no
 * rules of composition (NIST SP 800-63B, section 5.1.1.2). Thread-safe.
 */
public final class PasswordPolicy {
    static final int MIN_CHARACTERS = 8;
    static final int MAX_CHARACTERS = 128;
    /** A shorter name is in so many passwords by chance that it says nothing. */
    static final int SHORTEST_NAME = 3;

    private final CommonPasswords common;

    public PasswordPolicy(CommonPasswords common) {
        this.common = common;
    }

    /** Every way in which a password breaks the rules; the names are canonical. */
    public List<FieldViolation> violations(String field, String password, String username, String emailLocalPart) {
        String normal = Normalizer.normalize(password, Normalizer.Form.NFKC);
        String folded = CanonicalText.of(password);
        int characters = normal.codePointCount(0, normal.length());
        List<FieldViolation> violations = new ArrayList<>();
        if (!CanonicalText.isWellFormed(password)) {
            violations.add(new FieldViolation(field, "format", "is not well-formed Unicode"));
        }
        if (characters < MIN_CHARACTERS) {
            violations.add(new FieldViolation(field, "min_length", "has fewer than " + MIN_CHARACTERS + " characters"));
        }
        if (characters > MAX_CHARACTERS) {
            violations.add(new FieldViolation(field, "max_length", "has more than " + MAX_CHARACTERS + " characters"));
        }
        if (common.contains(folded)) {
            violations.add(new FieldViolation(field, "common", "is on the list of common passwords"));
        }
        if (contains(folded, username)) {
            violations.add(new FieldViolation(field, "contains_username", "contains the username"));
        }
        if (contains(folded, emailLocalPart)) {
            violations.add(new FieldViolation(field, "contains_email", "contains the name in the email address"));
        }
        return violations;
    }

    private static boolean contains(String folded, String name) {
        return name.codePointCount(0, name.length()) >= SHORTEST_NAME && folded.contains(name);
    }
}
