package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Takes one word. */
    private static final class OneWord implements Command {
        @Override
        public String usage() {
            return "usage: one WORD\n\nAll of it.\n";
        }

        @Override
        public int run(List<String> arguments) {
            if (arguments.size() != 1) {
                throw new UsageException("one word is needed");
            }
            return FAILED;
        }
    }

    private int run(String... arguments) {
        return Command.process(
                new OneWord(),
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void exitStatusIsTheCommands() {
        assertThat(run("word")).isEqualTo(Command.FAILED);
        assertThat(out.size() + err.size()).isZero();
    }

    @Test
    void helpIsAnAnswer() {
        assertThat(run("word", "--help")).isEqualTo(Command.OK);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("usage: one WORD\n\nAll of it.\n");
    }

    @Test
    void whatIsNotUnderstoodIsToldInAFewLines() {
        assertThat(run()).isEqualTo(Command.USAGE);
        assertThat(out.size()).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("one word is needed\nusage: one WORD\n--help tells more\n");
    }
}
