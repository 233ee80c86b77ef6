package dev.gatehouse.cli.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.cli.Installation;
import dev.gatehouse.cli.UsageException;
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

    private final ConfigCheck check = new ConfigCheck(new Installation(ETC, Map.of(), Map.of()));

    @Test
    void filesOfTheRepositoryAreGood() {
        assertThat(check.defaults())
                .hasSizeGreaterThanOrEqualTo(3)
                .allMatch(Finding::isGood)
                .extracting(Finding::kind)
                .contains("gateway", "auth service", "routes")
                .anyMatch(kind -> kind.endsWith(" schemas"));
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
        Finding finding = new ConfigCheck(new Installation(ETC, Map.of("GATEHOUSE_SERVER_PORT", "none"), Map.of()))
                .check(write("good.yaml", "server:\n  port: 1\n"));
        assertThat(finding.problems()).hasSize(1).anyMatch(problem -> problem.contains("none"));
    }

    @Test
    void fileThatIsNotThereOrNotYamlIsTold() throws IOException {
        assertThat(check.check(dir.resolve("missing.yaml")).problems()).hasSize(1);
        assertThat(check.check(write("broken.yaml", "a: [1\n")).problems()).hasSize(1);
    }

    @Test
    void schemaByItselfIsCheckedWithLineAndColumn() throws IOException {
        assertThat(check.check(write("good.json", "{\"type\": \"object\"}")))
                .isEqualTo(Finding.good(dir.resolve("good.json"), "schema"));
        assertThat(check.check(write("broken.json", "{\n  \"type\": \"object\",\n  oops\n}"))
                        .problems())
                .singleElement()
                .asString()
                .startsWith("is not JSON: line 3, column ");
        assertThat(check.check(write("wrong.json", "{\"type\": \"objekt\"}")).problems())
                .singleElement()
                .asString()
                .startsWith("is not a valid schema: type ");
        assertThat(check.check(dir.resolve("missing.json")).problems()).containsExactly("there is no such file");
    }

    @Test
    void schemasOfTheInstallationAreCheckedAndForgottenOnesTold() throws IOException {
        CheckBench bench = new CheckBench(dir);
        bench.write("routes/a.yaml", """
                - name: orders.get
                  summary: One order
                  rpc: core.orders.rpc.get.v1
                  request: schemas/get.json
                  response: schemas/order.json
                """);
        bench.write(
                "schemas/get.json",
                "{\"type\": \"object\", \"properties\": {\"id\": {\"$ref\": \"parts/id.json#/x\"}}}");
        bench.write("schemas/parts/id.json", "{\"x\": {\"type\": \"string\"}}");
        bench.write("schemas/order.json", "{\"type\": \"object\"}");
        // Gatehouse's own, which is for services alone.
        bench.write("schemas/auth/revocations.json", "{}");
        Path forgotten = bench.write("schemas/forgotten.json", "{}");
        Path broken = bench.write("schemas/broken.json", "{");

        CheckBench.Run run = bench.run();

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.text())
                .contains(forgotten + ": ok (schema), 1 warning\n  - warning: no route names it")
                .contains(broken + ": 1 problem (schema), 1 warning\n  - is not JSON: line 1, column ")
                .contains(dir.resolve("schemas") + ": ok (4 schemas)\n");
    }

    @Test
    void routeThatSaysTooLittleIsAWarningAndNoProblem() throws IOException {
        CheckBench bench = new CheckBench(dir);
        Path file = bench.write("routes/a.yaml", "- name: orders.get\n  rpc: core.orders.rpc.get.v1\n");
        CheckBench.Run run = bench.run(file.toString());
        assertThat(run.status()).isZero();
        assertThat(run.text().lines())
                .hasSize(4)
                .contains(
                        file + ": ok (routes), 3 warnings",
                        "  - warning: line 1, column 9: orders.get: no request: the service gets any JSON object that a client"
                                + " sends");
    }

    @Test
    void optionsOfTheBrokerNeedTheBroker() {
        CheckBench bench = new CheckBench(dir);
        assertUsage(bench, "goes with --broker", "--no-bindings");
        assertUsage(bench, "takes no files", "--broker", "x.yaml");
        assertUsage(bench, "do not go together", "--broker", "--no-bindings", "--management", "http://h");
        assertUsage(bench, "the management URL must be like", "--broker", "--management", "h:1");
        assertUsage(bench, "--amqp: amqp.uri", "--broker", "--amqp", "http://h");
    }

    private static void assertUsage(CheckBench bench, String message, String... arguments) {
        assertThatThrownBy(() -> bench.run(arguments))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(message);
    }

    @Test
    void brokerIsNotLookedAtWhereConfigurationOrRoutesAreWrong() {
        CheckBench bench = new CheckBench(dir);
        bench.write("routes/a.yaml", "- name: 1\n");
        assertThat(bench.run("--broker").text()).contains("a.yaml").doesNotContain("connect");
        bench.write("gateway.yaml", "sever: {}\n");
        CheckBench.Run run = bench.run("--broker");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.text()).contains("sever").doesNotContain("connect");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text);
    }
}
