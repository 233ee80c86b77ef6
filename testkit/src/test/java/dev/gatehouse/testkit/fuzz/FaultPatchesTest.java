package dev.gatehouse.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The faults that the fuzzer has to find can be put into the code as it is now. */
class FaultPatchesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path FAULTS =
            Path.of("src", "test", "resources", "faults").toAbsolutePath();
    private static final int FAULT_COUNT = 10;

    @Test
    void eachPatchApplies() throws Exception {
        assumeTrue(Files.exists(ROOT.resolve(".git")), "not a checkout of git");
        List<Path> patches;
        try (Stream<Path> files = Files.list(FAULTS)) {
            patches = files.sorted().toList();
        }
        assertThat(patches).hasSize(FAULT_COUNT);
        for (Path patch : patches) {
            Process git = new ProcessBuilder("git", "apply", "--check", patch.toString())
                    .directory(ROOT.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(git.waitFor()).as(patch.getFileName() + ": " + output).isZero();
        }
    }
}
