package dev.gatehouse.common.config;

import java.util.List;

/** What a configuration file says at one path. */
sealed interface FileValue {
    /** The line in the file, from 1; 0 where the value was given in code. */
    int line();

    /** What is said, wherever it stands. */
    default List<String> content() {
        return switch (this) {
            case Scalar(String text, int _) -> List.of(text);
            case Listing(List<String> items, int _) -> items;
            case Nothing _, Nested _ -> List.of();
        };
    }

    /** One value, as it is written, without YAML's ideas of types: {@code on} and {@code 010} stay what they are. */
    record Scalar(String text, int line) implements FileValue {}

    /** A list of single values. */
    record Listing(List<String> items, int line) implements FileValue {
        public Listing {
            items = List.copyOf(items);
        }
    }

    /** A key with nothing behind it. */
    record Nothing(int line) implements FileValue {}

    /** A list of lists or groups, which no key takes. */
    record Nested(int line) implements FileValue {}
}
