package dev.gatehouse.common.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** A file that holds one secret and nothing else; a line break at its end is not part of it. */
final class SecretFile {
    private static final int MAX_BYTES = 64 * 1024;
    private static final Pattern LAST_LINE_BREAK = Pattern.compile("\\R$");

    private SecretFile() {}

    /** The secret; empty, after the problem has been told, where there is none. */
    static Optional<Secret> read(Path base, String file, Consumer<String> problem) {
        try {
            Path path = base.resolve(file);
            if (!Files.isRegularFile(path)) {
                problem.accept("a file that exists");
            } else if (Files.size(path) > MAX_BYTES) {
                problem.accept("a file of at most 64KiB");
            } else {
                String secret = LAST_LINE_BREAK.matcher(Files.readString(path)).replaceFirst("");
                if (!secret.isBlank()) {
                    return Optional.of(new Secret(secret));
                }
                problem.accept("a file that is not empty");
            }
        } catch (IOException | InvalidPathException e) {
            problem.accept("a file that can be read");
        }
        return Optional.empty();
    }
}
