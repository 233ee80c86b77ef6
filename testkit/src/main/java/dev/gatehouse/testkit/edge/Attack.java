package dev.gatehouse.testkit.edge;

import java.util.List;

/**
 * Something that a client should not do, or seldom does, and how it has to end.
 *
 * @param name what is sent; no other attack of its family has the same
 * @param rfc the rule: number and section
 * @param script what its clients do
 * @param endings those that are right, for each of its connections
 */
public record Attack(String name, String rfc, Script script, List<Ending> endings) {
    /** A password that an attack sends, and that nobody may log. */
    public static final String SECRET = "my-secret-password-42";

    static Attack of(String name, String rfc, Script script, Ending... endings) {
        return new Attack(name, rfc, script, List.of(endings));
    }

    /** As tests show it. */
    @Override
    public String toString() {
        return name + " (RFC " + rfc + ")";
    }
}
