package dev.gatehouse.cli.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What was found in one file or directory. Immutable.
 *
 * @param kind what it was taken for
 * @param problems what makes it useless; empty where it is good
 * @param warnings what may not be meant
 */
record Finding(Path file, String kind, List<String> problems, List<String> warnings) {
    Finding {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    static Finding good(Path file, String kind) {
        return new Finding(file, kind, List.of(), List.of());
    }

    static Finding bad(Path file, String kind, List<String> problems) {
        return new Finding(file, kind, problems, List.of());
    }

    boolean isGood() {
        return problems.isEmpty();
    }

    /** For people: one line where there is nothing to say, else one more for each problem and each warning. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add(file + ": " + (isGood() ? "ok" : count(problems.size(), "problem")) + " (" + kind + ")"
                + (warnings.isEmpty() ? "" : ", " + count(warnings.size(), "warning")));
        problems.forEach(problem -> lines.add("  - " + problem));
        warnings.forEach(warning -> lines.add("  - warning: " + warning));
        return String.join("\n", lines);
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
