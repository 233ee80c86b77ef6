package dev.gatehouse.common.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the key that was probably meant. */
final class NearestKey {
    private static final int MAX_DISTANCE = 2;

    private NearestKey() {}

    /** The nearest of the known keys, by spelling, or with the same last word elsewhere. */
    static Optional<String> of(String path, Collection<String> known) {
        return known.stream()
                .filter(key -> distance(key, path) <= MAX_DISTANCE)
                .min(Comparator.comparingInt(key -> distance(key, path)))
                .or(() -> known.stream()
                        .filter(key -> lastWord(key).equals(lastWord(path)))
                        .findFirst());
    }

    /** The nearest by spelling alone, other than the name itself. */
    static Optional<String> misspelt(String name, Collection<String> known) {
        return known.stream()
                .filter(key -> !key.equals(name) && distance(key, name) <= MAX_DISTANCE)
                .findFirst();
    }

    private static String lastWord(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
