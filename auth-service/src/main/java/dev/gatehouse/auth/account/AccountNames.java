package dev.gatehouse.auth.account;

import dev.gatehouse.auth.credential.CanonicalText;

/**
 * The names of an account: as they were given, and in the canonical form in which they are unique and looked up.
 *
 * @param username as it was given
 * @param email as it was given
 */
public record AccountNames(String username, String email) {
    public String canonicalUsername() {
        return CanonicalText.of(username);
    }

    public String canonicalEmail() {
        return CanonicalText.of(email);
    }

    /** What stands before the '@' in the canonical email; all of it where there is none. */
    String emailLocalPart() {
        String canonical = canonicalEmail();
        int at = canonical.lastIndexOf('@');
        return at < 0 ? canonical : canonical.substring(0, at);
    }
}
