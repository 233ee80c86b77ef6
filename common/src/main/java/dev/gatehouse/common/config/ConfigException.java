package dev.gatehouse.common.config;

import java.util.List;

/** Configuration that cannot be used, with every problem at once. The message is meant for the operator. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public ConfigException(String source, List<String> problems) {
        super(problems.size() + (problems.size() == 1 ? " problem in " : " problems in ") + source + ":\n  - "
                + String.join("\n  - ", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
