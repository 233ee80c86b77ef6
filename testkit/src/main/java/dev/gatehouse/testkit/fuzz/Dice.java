package dev.gatehouse.testkit.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** What is chosen at random for one input. The same seed and number always give the same choices. Not thread-safe. */
final class Dice {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-";
    private static final long MIX = 0x9e37_79b9_7f4a_7c15L;

    private final SplittableRandom random;

    Dice(long seed, long number) {
        this.random = new SplittableRandom(seed * MIX + number);
    }

    /** From 0 to {@code bound - 1}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** From {@code least} to {@code most}, both included. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    <T> T of(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    @SafeVarargs
    final <T> T of(T... things) {
        return things[random.nextInt(things.length)];
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Letters, digits and hyphens; the first is a letter. */
    String word(int length) {
        byte[] word = new byte[length];
        for (int i = 0; i < length; i++) {
            word[i] = (byte) LETTERS.charAt(random.nextInt(i == 0 ? 26 : LETTERS.length()));
        }
        return new String(word, StandardCharsets.US_ASCII);
    }

    /** A position to split or change something of a length at. */
    int at(int length) {
        return length == 0 ? 0 : random.nextInt(length);
    }
}
