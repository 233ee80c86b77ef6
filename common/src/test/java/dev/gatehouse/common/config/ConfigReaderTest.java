package dev.gatehouse.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ConfigReaderTest {
    private enum Fruit {
        APPLE,
        BLOOD_ORANGE
    }

    @TempDir
    private Path dir;

    @Test
    void fiveMistakesAreReportedAtOnceWithKeyValueAndWhatIsAllowed() {
        ConfigReader reader = reader("""
                server:
                  port: 99999
                  prot: 80
                rpc:
                  timeout: 5s
                  max-in-flight: many
                body-limit: 2GiB
                """);
        reader.port("server.port", 8080);
        reader.duration("rpc.timeout", Duration.ofSeconds(5), Duration.ofMillis(1), Duration.ofMinutes(1));
        reader.integer("rpc.max-in-flight", 1000, 1, 100_000);
        reader.size("body-limit", ByteSize.ofKiB(64), ByteSize.ofKiB(1), ByteSize.ofMiB(16));

        assertThat(problems(reader))
                .containsExactly(
                        "server.port (line 2): \"99999\" is not allowed: whole number, 0 to 65535",
                        "rpc.timeout (line 5): \"5s\" is not allowed: ISO 8601 duration, PT0.001S to PT1M",
                        "rpc.max-in-flight (line 6): \"many\" is not allowed: whole number, 1 to 100000",
                        "body-limit (line 7): \"2GiB\" is not allowed: size, 1KiB to 16MiB",
                        "server.prot (line 3): unknown key; did you mean server.port?");
    }

    @Test
    void hostIsANameOrAnAddressWithOrWithoutBrackets() {
        ConfigReader reader = reader("a: '::1'\nb: '[::1]'\nc: localhost\nd: 'localhost:80'\n");
        assertThat(List.of(reader.host("a", "x"), reader.host("b", "x"), reader.host("c", "x"), reader.host("d", "x")))
                .containsExactly("::1", "::1", "localhost", "x");
        assertThat(problems(reader))
                .containsExactly("d (line 4): \"localhost:80\" is not allowed: host, a host name or an IP address");
    }

    @Test
    void messageOfTheExceptionNamesTheFileAndHasOneProblemALine() {
        ConfigReader reader = reader("a: 1\nb: 2\n");
        assertThatThrownBy(reader::finish)
                .isInstanceOf(ConfigException.class)
                .hasMessage("2 problems in " + dir.resolve("test.yaml")
                        + ":\n  - a (line 1): unknown key\n  - b (line 2): unknown key");
    }

    @Test
    void wrongValueGivesTheDefaultUntilTheEnd() {
        assertThat(reader("port: x").port("port", 8080)).isEqualTo(8080);
    }

    @Test
    void systemPropertyWinsOverEnvironmentWinsOverFileWinsOverDefault() {
        Path file = write("rpc: {max-in-flight: 1}");
        Map<String, String> environment = Map.of("GATEHOUSE_RPC_MAX_IN_FLIGHT", "2");
        Map<String, String> properties = Map.of("gatehouse.rpc.max-in-flight", "3");

        assertThat(inFlight(ConfigSources.of(file, environment, properties))).isEqualTo(3);
        assertThat(inFlight(ConfigSources.of(file, environment, Map.of()))).isEqualTo(2);
        assertThat(inFlight(ConfigSources.of(file, Map.of(), Map.of()))).isEqualTo(1);
        assertThat(inFlight(ConfigSources.of(write(""), Map.of(), Map.of()))).isEqualTo(9);
    }

    @Test
    void wrongOverrideIsReportedWithItsSource() {
        Path file = write("");
        ConfigReader environment =
                new ConfigReader(ConfigSources.of(file, Map.of("GATEHOUSE_SERVER_PORT", "x"), Map.of()));
        environment.port("server.port", 1);
        assertThat(problems(environment))
                .containsExactly(
                        "server.port (environment GATEHOUSE_SERVER_PORT): \"x\" is not allowed: whole number, 0 to 65535");

        ConfigReader property =
                new ConfigReader(ConfigSources.of(file, Map.of(), Map.of("gatehouse.server.port", "x")));
        property.port("server.port", 1);
        assertThat(problems(property).getFirst())
                .startsWith("server.port (system property gatehouse.server.port): \"x\"");
    }

    @Test
    void emptyOverrideIsNone() {
        Path file = write("rpc: {max-in-flight: 1}");
        assertThat(inFlight(ConfigSources.of(
                        file, Map.of("GATEHOUSE_RPC_MAX_IN_FLIGHT", ""), Map.of("gatehouse.rpc.max-in-flight", ""))))
                .isEqualTo(1);
    }

    @Test
    void environmentVariableThatLooksLikeAMisspeltKeyIsWarnedOf() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        ch.qos.logback.classic.Logger logger =
                (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(ConfigReader.class);
        logger.addAppender(lines);
        try {
            ConfigReader reader = new ConfigReader(ConfigSources.of(
                    write(""), Map.of("GATEHOUSE_SERVER_PROT", "1", "GATEHOUSE_HOME", "/x", "PATH", "/bin"), Map.of()));
            reader.port("server.port", 1);
            reader.finish();
            reader.warnOfMisspeltVariables();
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "the environment variable GATEHOUSE_SERVER_PROT sets nothing; did you mean GATEHOUSE_SERVER_PORT?");
    }

    @Test
    void everyTypeIsRead() {
        ConfigReader reader = reader("""
                text: " a b "
                flag: true
                number: 7
                time: PT2S
                size: 64KiB
                fruit: blood-orange
                upper: APPLE
                list: [a, " b,c "]
                words: a, b ,,c
                path: keys/master.key
                uri: amqp://guest:guest@127.0.0.1:5672/x
                """);
        assertThat(reader.string("text", "")).isEqualTo("a b");
        assertThat(reader.bool("flag", false)).isTrue();
        assertThat(reader.integer("number", 0, 0, 9)).isEqualTo(7);
        assertThat(reader.duration("time", Duration.ZERO, Duration.ZERO, Duration.ofDays(1)))
                .hasToString("PT2S");
        assertThat(reader.size("size", ByteSize.ofKiB(1), ByteSize.ofKiB(1), ByteSize.ofMiB(1)))
                .isEqualTo(ByteSize.ofKiB(64));
        assertThat(reader.choice("fruit", Fruit.class, Fruit.APPLE)).isEqualTo(Fruit.BLOOD_ORANGE);
        assertThat(reader.choice("upper", Fruit.class, Fruit.BLOOD_ORANGE)).isEqualTo(Fruit.APPLE);
        assertThat(reader.strings("list", List.of())).containsExactly("a", " b,c ");
        assertThat(reader.strings("words", List.of())).containsExactly("a", "b", "c");
        assertThat(reader.path("path", ".")).isEqualTo(dir.resolve("keys/master.key"));
        assertThat(reader.uri("uri", URI.create("amqp://x"), "amqp", "amqps"))
                .hasHost("127.0.0.1")
                .hasPort(5672);
        reader.finish();
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        ConfigReader reader = reader("");
        assertThat(reader.string("text", "x")).isEqualTo("x");
        assertThat(reader.optionalString("none")).isEmpty();
        assertThat(reader.optionalPath("file")).isEmpty();
        assertThat(reader.optionalSecret("password")).isEmpty();
        assertThat(reader.strings("list", List.of("a"))).containsExactly("a");
        assertThat(reader.path("path", "routes")).isEqualTo(dir.resolve("routes"));
        reader.finish();
        assertThat(reader.effective())
                .containsExactly(
                        "text = x",
                        "none = none",
                        "file = none",
                        "password = none",
                        "password-file = none",
                        "list = [a]",
                        "path = routes");
    }

    @Test
    void listMayBeOverriddenWithCommas() {
        ConfigReader reader =
                new ConfigReader(ConfigSources.of(write("list: [a, b, c]"), Map.of("GATEHOUSE_LIST", "x,y"), Map.of()));
        assertThat(reader.strings("list", List.of())).containsExactly("x", "y");
        reader.finish();
    }

    @Test
    void emptyListIsAList() {
        assertThat(reader("list: []").strings("list", List.of("a"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key:            | has nothing for its value",
                "key: ~          | has nothing for its value",
                "key: {}         | has nothing for its value",
                "key: []         | has a list for its value",
                "key: [1]        | has a list for its value",
                "key: [[1]]      | has a list of lists or groups for its value",
                "key: ''         | \"\" is not allowed",
                "key: {a: 1}     | unknown key; key has one value, not keys of its own",
                "key: on         | \"on\" is not allowed",
                "key: 1.0        | \"1.0\" is not allowed"
            },
            quoteCharacter = '`')
    void whatIsNoNumberIsReported(String yaml, String problem) {
        ConfigReader reader = reader(yaml);
        reader.integer("key", 1, 0, 10);
        assertThat(problems(reader)).singleElement().asString().contains(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "on", "1", "wahr", ""})
    void booleanIsTrueOrFalse(String text) {
        ConfigReader reader = reader("key: '" + text + "'");
        reader.bool("key", false);
        assertThat(problems(reader)).singleElement().asString().contains("true or false");
    }

    @Test
    void numberIsTakenAsItIsWritten() {
        assertThat(reader("key: 010").integer("key", 1, 0, 100)).isEqualTo(10);
        assertThat(reader("key: 12:30").string("key", "")).isEqualTo("12:30");
        assertThat(reader("key: 2026-01-31").string("key", "")).isEqualTo("2026-01-31");
        assertThat(reader("key: ${HOME}").string("key", "")).isEqualTo("${HOME}");
    }

    @Test
    void whatIsRequiredAndMissingIsReported() {
        ConfigReader reader = reader("");
        reader.requiredString("tokens.issuer");
        reader.requiredSecret("database.password");
        assertThat(problems(reader))
                .containsExactly(
                        "tokens.issuer: is not set: text, not blank",
                        "database.password: is not set: set it, or database.password-file to a file that holds it");
    }

    @Test
    void twoValuesThatDoNotGoTogetherAreAProblem() {
        ConfigReader reader = reader("");
        reader.problem("a.min", "9", "at most a.max");
        assertThat(problems(reader)).containsExactly("a.min: \"9\" is not allowed: at most a.max");
    }

    @Test
    void secretIsReadFromTheKeyOrFromItsFile() throws IOException {
        Files.writeString(dir.resolve("secret.txt"), " geheim \r\n");
        assertThat(reader("password: geheim").requiredSecret("password").reveal())
                .isEqualTo("geheim");
        assertThat(reader("password-file: secret.txt")
                        .requiredSecret("password")
                        .reveal())
                .isEqualTo(" geheim ");
        ConfigReader both = reader("password: geheim\npassword-file: secret.txt\n");
        both.optionalSecret("password");
        assertThat(problems(both)).containsExactly("password-file: set either password or password-file, not both");
    }

    @Test
    void fileOfASecretThatCannotBeUsedIsReportedOnce() throws IOException {
        Files.writeString(dir.resolve("empty.txt"), "\n");
        Files.write(dir.resolve("binary.txt"), new byte[] {(byte) 0xFF, (byte) 0xFE});
        Files.write(dir.resolve("large.txt"), new byte[70_000]);
        assertThat(secretFileProblem("none.txt"))
                .isEqualTo("password-file: \"none.txt\" is not allowed: a file that exists");
        assertThat(secretFileProblem(".")).endsWith("a file that exists");
        assertThat(secretFileProblem("empty.txt")).endsWith("a file that is not empty");
        assertThat(secretFileProblem("binary.txt")).endsWith("a file that can be read");
        assertThat(secretFileProblem("large.txt")).endsWith("a file of at most 64KiB");
    }

    @Test
    void secretIsNeverPrinted() {
        ConfigReader reader = reader("""
                password: [geheim]
                paswword: geheim
                secret: geheim
                amqp: {uri: "http://ada:geheim@host"}
                broken: {uri: "amqp://ada:geh/e@broken host"}
                good: {uri: "amqp://ada:geheim@host"}
                database: {url: "jdbc:postgresql://host/db?user=ada&password=geheim&ssl=true"}
                """);
        reader.optionalSecret("password");
        reader.optionalSecret("secret");
        reader.uri("amqp.uri", URI.create("amqp://ada:geheim@host"), "amqp");
        reader.uri("broken.uri", URI.create("amqp://host"), "amqp");
        reader.uri("good.uri", URI.create("amqp://host"), "amqp");
        reader.string("database.url", "");
        reader.problem("database.url", "jdbc:postgresql://host/db?password=geheim", "another");
        assertThat(problems(reader)).hasSize(5).noneMatch(problem -> problem.contains("geh"));
        assertThat(reader.effective())
                .noneMatch(value -> value.contains("geh"))
                .contains(
                        "good.uri = amqp://***@host",
                        "secret = ***",
                        "database.url = jdbc:postgresql://host/db?user=ada&password=***&ssl=true");
        assertThat(reader.keys()).noneMatch(key -> key.toString().contains("geheim"));
    }

    @Test
    void keysAreTheReference() {
        ConfigReader reader = reader("");
        reader.port("server.port", 8080);
        reader.requiredSecret("database.password");
        assertThat(reader.keys())
                .containsExactly(
                        new ConfigKey("server.port", "whole number", "8080", "0 to 65535", false),
                        new ConfigKey("database.password", "secret", "required", "", false),
                        new ConfigKey(
                                "database.password-file",
                                "path",
                                "none",
                                "a file that holds database.password",
                                false));
        assertThat(reader.keys().getFirst().environmentVariable()).isEqualTo("GATEHOUSE_SERVER_PORT");
        assertThat(reader.keys().getFirst().systemProperty()).isEqualTo("gatehouse.server.port");
        assertThat(reader.keys().getLast().environmentVariable()).isEqualTo("GATEHOUSE_DATABASE_PASSWORD_FILE");
    }

    @Test
    void keyMayBeWrittenWithDots() {
        assertThat(reader("server.port: 81").port("server.port", 80)).isEqualTo(81);
    }

    @Test
    void valuesGivenInCodeReplaceTheFile() {
        ConfigReader reader = new ConfigReader(
                ConfigSources.of(write("port: 1"), Map.of(), Map.of()).with(Map.of("port", "2", "list", "a,b")));
        assertThat(reader.port("port", 0)).isEqualTo(2);
        assertThat(reader.strings("list", List.of())).containsExactly("a", "b");
        reader.finish();
    }

    @Test
    void keyGivenTwiceIsAnError() {
        assertThatThrownBy(() -> reader("server:\n  port: 1\nserver:\n  port: 2\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("server.port: is there twice, in line 2 and in line 4");
    }

    @Test
    void textThatIsNotYamlIsAnErrorThatQuotesNothing() {
        assertThatThrownBy(() -> reader("server:\n  password: 'geheim\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("test.yaml")
                .hasMessageContaining("the file is not valid YAML")
                .hasMessageContaining("(line 3)")
                .hasMessageNotContaining("geheim");
        assertThatThrownBy(() -> reader("a: 1\n---\nb: 2\n")).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> reader("[1, 2]")).hasMessageContaining("the file is not a group of keys (line 1)");
        assertThatThrownBy(() -> reader("? [a]\n: 1\n")).hasMessageContaining("a key is not a single word (line 1)");
        assertThatThrownBy(() -> reader("a: &x {b: *x}")).isInstanceOf(ConfigException.class);
    }

    @Test
    void fileThatIsNotTextIsAnError() throws IOException {
        Files.write(dir.resolve("test.yaml"), "a: \u00e4".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> ConfigSources.of(dir.resolve("test.yaml"), Map.of(), Map.of()))
                .hasMessageContaining("the file is not UTF-8 text");
    }

    @Test
    void missingFileIsAnError() {
        assertThatThrownBy(() -> ConfigSources.of(dir.resolve("none.yaml"), Map.of(), Map.of()))
                .hasMessageContaining("none.yaml")
                .hasMessageContaining("there is no such file");
        assertThatThrownBy(() -> ConfigSources.of(dir, Map.of(), Map.of()))
                .hasMessageContaining("the file cannot be read");
    }

    private int inFlight(ConfigSources sources) {
        ConfigReader reader = new ConfigReader(sources);
        int value = reader.integer("rpc.max-in-flight", 9, 1, 100);
        reader.finish();
        return value;
    }

    private String secretFileProblem(String file) {
        ConfigReader reader = reader("password-file: " + file);
        reader.requiredSecret("password");
        List<String> problems = problems(reader);
        assertThat(problems).hasSize(1);
        return problems.getFirst();
    }

    private static List<String> problems(ConfigReader reader) {
        return catchThrowableOfType(ConfigException.class, reader::finish).problems();
    }

    private ConfigReader reader(String yaml) {
        return new ConfigReader(ConfigSources.of(write(yaml), Map.of(), Map.of()));
    }

    private Path write(String yaml) {
        try {
            return Files.writeString(dir.resolve("test.yaml"), yaml);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
