package dev.gatehouse.common.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalEncoderTest {
    @Test
    void lineHasTimeOfDayLevelAndMessageAndNothingThatCommandsATerminal() {
        LoggingEvent event = new LoggingEvent(
                "",
                new LoggerContext().getLogger("dev.gatehouse.Test"),
                Level.WARN,
                "went\u001b[2J \u202e{}",
                new IllegalStateException("no"),
                new Object[] {"x\n12:00:00 ERROR forged"});
        assertThat(new String(new TerminalEncoder().encode(event), StandardCharsets.UTF_8))
                .matches("\\d\\d:\\d\\d:\\d\\d WARN  went\\\\u001b\\[2J \\\\u202ex \\.\\.\\.\\[22 more characters]\n");
    }
}
