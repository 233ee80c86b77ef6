package dev.gatehouse.auth.pruning;

/** Rows of which some are not needed any more. Several services may remove them at once: each takes rows that no other holds. */
public interface Prunable {
    /** What the rows are, in the plural, for the log. */
    String rows();

    /** Removes some of them; how many, {@code batch} at most. */
    long prune(int batch);
}
