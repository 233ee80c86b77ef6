package dev.gatehouse.common.config;

import java.util.List;

/** Configuration that cannot be used, with every problem at once. The message is meant for the operator. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final transient List<String> problems;

    public ConfigException(String source, List<String> problems) {
        super(problems.size() + (problems.size() == 1 ? " problem in " : " problems in ") + source + ":\n  - "
                + String.join("\n  - ", problems));
        this.source = source;
        this.problems = List.copyOf(problems);
    }

    /** What the problems are in: a file's name. */
    public String source() {
        return source;
    }

    public List<String> problems() {
        return problems;
    }
}
