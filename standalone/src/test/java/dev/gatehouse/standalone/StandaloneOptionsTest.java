package dev.gatehouse.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StandaloneOptionsTest {
    private static final Path HOME = Path.of("/home/gatehouse");

    @Test
    void withoutOptionsTheConfigurationDecidesAndDataIsKeptBesideTheLauncher() {
        assertThat(parse())
                .isEqualTo(new StandaloneOptions(Optional.empty(), Optional.empty(), 5673, 0, HOME.resolve("var")));
    }

    @Test
    void everyOptionIsReadInBothForms() {
        StandaloneOptions expected = new StandaloneOptions(Optional.of(1), Optional.of(2), 3, 4, Path.of("/a b"));
        assertThat(parse(
                        "--port",
                        "1",
                        "--admin-port",
                        "2",
                        "--amqp-port",
                        "3",
                        "--database-port",
                        "4",
                        "--data",
                        "/a b"))
                .isEqualTo(expected);
        assertThat(parse("--port=1", "--admin-port=2", "--amqp-port=3", "--database-port=4", "--data=/a b"))
                .isEqualTo(expected);
    }

    @Test
    void whatIsNoOptionOrNoValueIsTold() {
        assertThatThrownBy(() -> parse("--prot", "1")).hasMessageContaining("unknown option: --prot");
        assertThatThrownBy(() -> parse("8080")).hasMessageContaining("unknown option: 8080");
        assertThatThrownBy(() -> parse("--port")).hasMessageContaining("--port needs a value");
        assertThatThrownBy(() -> parse("--port", "65536")).hasMessageContaining("--port: \"65536\" is not allowed");
        assertThatThrownBy(() -> parse("--amqp-port", "x")).hasMessageContaining("--amqp-port: \"x\" is not allowed");
        assertThatThrownBy(() -> parse("--data", "")).hasMessageContaining("--data: \"\" is not allowed");
    }

    private static StandaloneOptions parse(String... arguments) {
        return StandaloneOptions.parse(List.of(arguments), HOME);
    }
}
