package dev.gatehouse.cli.broker;

import java.util.ArrayList;
import java.util.List;

/** What a check of the broker has found, in groups, one line each. Confined to the thread that checks. */
public final class BrokerReport {
    private final List<Group> groups = new ArrayList<>();

    /** How a line is meant. */
    public enum Level {
        OK("ok"),
        WARNING("warning"),
        PROBLEM("problem");

        private final String word;

        Level(String word) {
            this.word = word;
        }
    }

    /** One finding. */
    public record Line(Level level, String text) {
        @Override
        public String toString() {
            return level.word + ": " + text;
        }
    }

    private record Group(String heading, List<Line> lines) {}

    /** Begins a group; what is added from now on belongs to it. */
    void begin(String heading) {
        groups.add(new Group(heading, new ArrayList<>()));
    }

    void ok(String text) {
        add(new Line(Level.OK, text));
    }

    void warning(String text) {
        add(new Line(Level.WARNING, text));
    }

    void problem(String text) {
        add(new Line(Level.PROBLEM, text));
    }

    private void add(Line line) {
        groups.getLast().lines().add(line);
    }

    /** Every finding, in order. */
    public List<Line> lines() {
        return groups.stream().flatMap(group -> group.lines().stream()).toList();
    }

    public boolean isGood() {
        return count(Level.PROBLEM) == 0;
    }

    private long count(Level level) {
        return lines().stream().filter(line -> line.level() == level).count();
    }

    /** For people: each group below its heading, and how many problems there are. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Group group : groups) {
            if (!group.lines().isEmpty()) {
                text.append(group.heading()).append('\n');
                group.lines().forEach(line -> text.append("  ").append(line).append('\n'));
            }
        }
        long problems = count(Level.PROBLEM);
        return text.append(problems == 0 ? "no problem" : problems + (problems == 1 ? " problem" : " problems"))
                .toString();
    }
}
