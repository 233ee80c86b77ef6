package dev.gatehouse.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.standalone.ConfigCheck.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigCheckTest {
    private static final Path ETC = Path.of("..", "etc");

    @TempDir
    private Path dir;

    private final ConfigCheck check = new ConfigCheck(ETC, Map.of(), Map.of());

    @Test
    void filesOfTheRepositoryAreGood() {
        assertThat(check.defaults())
                .hasSizeGreaterThanOrEqualTo(3)
                .allMatch(Finding::isGood)
                .extracting(Finding::kind)
                .contains("gateway", "auth service", "routes");
    }

    @Test
    void everyMistakeOfAFileIsToldWithKeyValueAndWhatIsAllowed() throws IOException {
        Finding finding = check.check(write("bad.yaml", """
                server:
                  port: 99999
                  hots: example
                rpc:
                  timeout: 5s
                log:
                  format: xml
                amqp:
                  uri: http://broker
                """));
        assertThat(finding.kind()).isEqualTo("gateway");
        assertThat(finding.problems())
                .hasSize(5)
                .anyMatch(problem ->
                        problem.contains("server.port") && problem.contains("99999") && problem.contains("65535"))
                .anyMatch(problem -> problem.contains("server.hots") && problem.contains("server.host"))
                .anyMatch(problem ->
                        problem.contains("rpc.timeout") && problem.contains("5s") && problem.contains("ISO 8601"))
                .anyMatch(problem ->
                        problem.contains("log.format") && problem.contains("xml") && problem.contains("json"))
                .anyMatch(problem -> problem.contains("amqp.uri") && problem.contains("amqps"));
        assertThat(finding.toString().lines()).hasSize(6);
    }

    @Test
    void fileIsTakenForWhatItsKeysAre() throws IOException {
        assertThat(check.check(write("a.yaml", "password:\n  memory: 1\nadmin:\n  port: 1\n"))
                        .kind())
                .isEqualTo("auth service");
        assertThat(check.check(write("b.yaml", "server:\n  port: 1\n")).kind()).isEqualTo("gateway");
    }

    @Test
    void routeFileIsCheckedWithPlaces() throws IOException {
        Finding finding = check.check(write("routes.yaml", "- name: orders.get\n  rcp: core.orders.rpc.get.v1\n"));
        assertThat(finding.kind()).isEqualTo("routes");
        assertThat(finding.problems())
                .isNotEmpty()
                .anyMatch(problem -> problem.contains("line 2") && problem.contains("rcp"));
    }

    @Test
    void environmentIsPartOfWhatIsChecked() throws IOException {
        Finding finding = new ConfigCheck(ETC, Map.of("GATEHOUSE_SERVER_PORT", "none"), Map.of())
                .check(write("good.yaml", "server:\n  port: 1\n"));
        assertThat(finding.problems()).hasSize(1).anyMatch(problem -> problem.contains("none"));
    }

    @Test
    void fileThatIsNotThereOrNotYamlIsTold() throws IOException {
        assertThat(check.check(dir.resolve("missing.yaml")).problems()).hasSize(1);
        assertThat(check.check(write("broken.yaml", "a: [1\n")).problems()).hasSize(1);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text);
    }
}
