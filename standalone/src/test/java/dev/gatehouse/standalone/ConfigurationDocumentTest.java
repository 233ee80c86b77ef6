package dev.gatehouse.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.AuthProcessConfig;
import dev.gatehouse.common.config.ConfigKey;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.config.ConfigSources;
import dev.gatehouse.gateway.GatewayProcessConfig;
import dev.gatehouse.testkit.DocumentTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the tables of the configuration's document to the records; {@code -Dgatehouse.docs.write=true} writes them instead. */
class ConfigurationDocumentTest {
    private static final Path ROOT = Path.of("..");
    private static final Path DOCUMENT = ROOT.resolve(Path.of("docs", "CONFIGURATION.md"));
    private static final String HEAD =
            "| key | type | default | allowed | reload | environment |\n|---|---|---|---|---|---|\n";

    @Test
    void gatewayTableIsWhatTheGatewayReads() throws IOException {
        holds("gateway", keys(GatewayProcessConfig::read));
    }

    @Test
    void authServiceTableIsWhatTheAuthServiceReads() throws IOException {
        holds("auth-service", keys(AuthProcessConfig::read));
    }

    @Test
    void filesThatComeAlongHaveNothingButKnownKeys() {
        finish("gateway.yaml", GatewayProcessConfig::read);
        finish("auth-service.yaml", AuthProcessConfig::read);
    }

    @Test
    void noTwoKeysHaveOneEnvironmentVariable() {
        assertThat(keys(GatewayProcessConfig::read))
                .extracting(ConfigKey::environmentVariable)
                .doesNotHaveDuplicates();
        assertThat(keys(AuthProcessConfig::read))
                .extracting(ConfigKey::environmentVariable)
                .doesNotHaveDuplicates();
    }

    private static void finish(String file, Consumer<ConfigReader> read) {
        ConfigReader reader =
                new ConfigReader(ConfigSources.of(ROOT.resolve("etc").resolve(file), Map.of(), Map.of()));
        read.accept(reader);
        reader.finish();
    }

    private static List<ConfigKey> keys(Consumer<ConfigReader> read) {
        ConfigReader reader = new ConfigReader(ConfigSources.ofMap("nothing", Map.of(), Path.of(".")));
        read.accept(reader);
        return byFirstWord(reader.keys());
    }

    /** In the order of reading, but with all keys of one group together. */
    private static List<ConfigKey> byFirstWord(List<ConfigKey> keys) {
        Map<String, List<ConfigKey>> groups = keys.stream()
                .collect(Collectors.groupingBy(
                        key -> key.path().split("\\.", 2)[0], LinkedHashMap::new, Collectors.toList()));
        return groups.values().stream().flatMap(List::stream).toList();
    }

    private static void holds(String name, List<ConfigKey> keys) throws IOException {
        String table = HEAD + keys.stream().map(ConfigurationDocumentTest::row).collect(Collectors.joining());
        DocumentTable.holds(DOCUMENT, name, table);
    }

    private static String row(ConfigKey key) {
        return "| `" + key.path() + "` | " + key.type() + " | `" + key.defaultText() + "` | " + key.allowed() + " | "
                + (key.reloadable() ? "yes" : "") + " | `"
                + key.environmentVariable() + "` |\n";
    }
}
