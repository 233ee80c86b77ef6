package dev.gatehouse.auth.account;

import dev.gatehouse.auth.credential.CanonicalText;
import dev.gatehouse.common.error.FieldViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What usernames and email addresses must be. The request's schema says the same of the text as it is written; these rules look at its
 * NFKC form, which can be longer or hold other characters (a full-width '＠' becomes an '@').
 */
final class NameRules {
    private static final int MIN_USERNAME_CHARACTERS = 3;
    private static final int MAX_USERNAME_CHARACTERS = 32;
    private static final int MAX_EMAIL_CHARACTERS = 254;

    private static final Pattern USERNAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_.-]*");

    /**
     * A dot-string before the '@' and host labels after it (RFC 5321, section 4.1.2, with the international characters of RFC 6531). No
     * quoted strings, no address literals, no comments.
     */
    private static final Pattern EMAIL = Pattern.compile("(?=[^@]{1,64}@)[" + Atom.CHARACTERS + "]++(?:\\.["
            + Atom.CHARACTERS + "]++)*+@" + Atom.LABEL + "(?:\\." + Atom.LABEL + ")*+");

    private NameRules() {}

    /** The pieces that email addresses are made of. */
    private static final class Atom {
        static final String CHARACTERS = "\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-";
        static final String LABEL = "[\\p{L}\\p{N}]([\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?";
    }

    static List<FieldViolation> violations(AccountNames names) {
        List<FieldViolation> violations = new ArrayList<>(username(CanonicalText.normal(names.username())));
        violations.addAll(email(CanonicalText.normal(names.email())));
        return violations;
    }

    private static List<FieldViolation> username(String username) {
        List<FieldViolation> violations = new ArrayList<>();
        int characters = username.codePointCount(0, username.length());
        if (characters < MIN_USERNAME_CHARACTERS) {
            violations.add(violation("username", "min_length", "has fewer than 3 characters"));
        }
        if (characters > MAX_USERNAME_CHARACTERS) {
            violations.add(violation("username", "max_length", "has more than 32 characters"));
        }
        if (!USERNAME.matcher(username).matches()) {
            violations.add(violation(
                    "username",
                    "pattern",
                    "has characters other than letters, digits, '_', '.', '-', or begins with one of those"));
        }
        return violations;
    }

    private static List<FieldViolation> email(String email) {
        List<FieldViolation> violations = new ArrayList<>();
        if (email.codePointCount(0, email.length()) > MAX_EMAIL_CHARACTERS) {
            violations.add(violation("email", "max_length", "has more than 254 characters"));
        } else if (!EMAIL.matcher(email).matches()) {
            violations.add(violation("email", "format", "is not an email address"));
        }
        return violations;
    }

    private static FieldViolation violation(String field, String code, String message) {
        return new FieldViolation(field, code, message);
    }
}
