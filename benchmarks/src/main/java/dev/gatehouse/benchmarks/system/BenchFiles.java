package dev.gatehouse.benchmarks.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** The temporary directory of a run: configuration, routes, a master key, logs. Deleted at the end. */
public record BenchFiles(Path directory) implements AutoCloseable {
    private static final int MASTER_KEY_BYTES = 32;

    /**
     * Copies what comes with Gatehouse, and adds routes and schemas from the benchmarks' own.
     *
     * @param kind what the names of the added files begin with
     */
    public static BenchFiles make(Path home, String kind) {
        return make(home, home, kind);
    }

    /** As {@link #make(Path, String)}, with the configuration of one checkout and the benchmarks' files of another. */
    public static BenchFiles make(Path home, Path benchmarks, String kind) {
        try {
            BenchFiles files = new BenchFiles(Files.createTempDirectory("gatehouse-" + kind));
            Path from = home.resolve("etc");
            try (Stream<Path> all = Files.walk(from)) {
                for (Path path : all.filter(Files::isRegularFile).toList()) {
                    copy(path, files.etc(from.relativize(path).toString()));
                }
            }
            Path own = benchmarks.resolve("benchmarks").resolve("etc");
            copy(own.resolve(kind + ".yaml"), files.etc("routes/" + kind + ".yaml"));
            copy(own.resolve(kind + "-echo.json"), files.etc("schemas/" + kind + "-echo.json"));
            byte[] key = new byte[MASTER_KEY_BYTES];
            new SecureRandom().nextBytes(key);
            files.write("master.key", List.of(Base64.getEncoder().encodeToString(key)));
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.resolveSibling("."));
        Files.copy(from, to);
    }

    public Path etc(String name) {
        return directory.resolve("etc").resolve(name);
    }

    public Path log(String process) {
        return directory.resolve(process + ".log");
    }

    public Path write(String name, List<String> lines) {
        try {
            return Files.write(directory.resolve(name), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.toList().reversed()) {
                Files.delete(path);
            }
        }
    }
}
