package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.common.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a run leaves in the module's {@code target}: logs of the processes, and the report. */
record SoakFiles(Path target) {
    /** With nothing in it of an earlier run. */
    static SoakFiles make(Path home) throws IOException {
        SoakFiles files = new SoakFiles(home.resolve("benchmarks").resolve("target"));
        Files.createDirectories(files.logs());
        try (Stream<Path> old = Files.list(files.logs())) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        return files;
    }

    Path logs() {
        return target.resolve("soak");
    }

    Path write(SoakReport report) throws IOException {
        return Files.write(
                target.resolve("soak.json"),
                Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(report));
    }
}
