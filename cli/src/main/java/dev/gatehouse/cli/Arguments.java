package dev.gatehouse.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words of a command line, told apart: {@code --flag}, {@code --option value} or {@code --option=value}, and all others. After
 * {@code --} everything is one of the others; {@code -} is one anywhere. Immutable.
 */
public final class Arguments {
    private final Map<String, List<String>> options;
    private final List<String> others;

    private Arguments(Map<String, List<String>> options, List<String> others) {
        this.options = Map.copyOf(options);
        this.others = List.copyOf(others);
    }

    /**
     * Which options there are.
     *
     * @param flags those without a value
     * @param valued those with one
     * @param repeatable those with a value that may be given more than once
     */
    public record Options(Set<String> flags, Set<String> valued, Set<String> repeatable) {
        public Options {
            flags = Set.copyOf(flags);
            valued = Set.copyOf(valued);
            repeatable = Set.copyOf(repeatable);
        }

        private boolean takesValue(String option) {
            return valued.contains(option) || repeatable.contains(option);
        }
    }

    /** Throws {@link UsageException} for an option that is unknown, lacks its value, has one too many, or is there twice. */
    public static Arguments parse(List<String> words, Options known) {
        Map<String, List<String>> options = new HashMap<>();
        List<String> others = new ArrayList<>();
        Deque<String> rest = new ArrayDeque<>(words);
        while (!rest.isEmpty()) {
            String word = rest.remove();
            if (word.equals("--")) {
                others.addAll(rest);
                rest.clear();
            } else if (word.startsWith("-") && word.length() > 1) {
                readOption(word, rest, known, options);
            } else {
                others.add(word);
            }
        }
        return new Arguments(options, others);
    }

    private static void readOption(String word, Deque<String> rest, Options known, Map<String, List<String>> options) {
        String[] parts = word.split("=", 2);
        String option = parts[0];
        String value = "";
        if (known.takesValue(option)) {
            String given = parts.length == 2 ? parts[1] : rest.poll();
            if (given == null) {
                throw new UsageException(option + " needs a value");
            }
            value = given;
        } else if (!known.flags().contains(option)) {
            throw new UsageException("unknown option: " + option);
        } else if (parts.length == 2) {
            throw new UsageException(option + " has no value");
        }
        List<String> values = options.computeIfAbsent(option, _ -> new ArrayList<>());
        if (!values.isEmpty() && !known.repeatable().contains(option)) {
            throw new UsageException(option + " is given twice");
        }
        values.add(value);
    }

    public boolean has(String option) {
        return options.containsKey(option);
    }

    /** The value of an option; empty where it is not given. */
    public Optional<String> value(String option) {
        return values(option).stream().findFirst();
    }

    /** Every value of an option, in order. */
    public List<String> values(String option) {
        return options.getOrDefault(option, List.of());
    }

    /** The words that are no options, in order. */
    public List<String> others() {
        return others;
    }
}
