package dev.gatehouse.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** The temporary directory of a run: configuration, routes, a master key, logs. Deleted at the end. */
record BenchFiles(Path directory) implements AutoCloseable {
    private static final int MASTER_KEY_BYTES = 32;

    /** Copies what comes with Gatehouse, and adds the benchmark's routes. */
    static BenchFiles make(Path home) {
        try {
            BenchFiles files = new BenchFiles(Files.createTempDirectory("gatehouse-bench"));
            Path from = home.resolve("etc");
            try (Stream<Path> all = Files.walk(from)) {
                for (Path path : all.filter(Files::isRegularFile).toList()) {
                    copy(path, files.etc(from.relativize(path).toString()));
                }
            }
            Path own = home.resolve("benchmarks").resolve("etc");
            copy(own.resolve("bench.yaml"), files.etc("routes/bench.yaml"));
            copy(own.resolve("bench-echo.json"), files.etc("schemas/bench-echo.json"));
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

    Path etc(String name) {
        return directory.resolve("etc").resolve(name);
    }

    Path log(String process) {
        return directory.resolve(process + ".log");
    }

    Path write(String name, List<String> lines) {
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
