package dev.gatehouse.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.common.config.ConfigException;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.config.ConfigSources;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PresenceConfigTest {
    @Test
    void withoutKeysTheDefaultsHold() {
        assertThat(PresenceConfig.read(reader(Map.of()))).isEqualTo(PresenceConfig.defaults());
    }

    @Test
    void keysAreRead() {
        PresenceConfig config = PresenceConfig.read(
                reader(Map.of("websocket.presence.events", "false", "websocket.presence.max-waiting", "7")));
        assertThat(config.events()).isFalse();
        assertThat(config.maxWaiting()).isEqualTo(7);
    }

    @Test
    void queueWithoutRoomIsRefused() {
        ConfigReader reader = reader(Map.of("websocket.presence.max-waiting", "0"));
        PresenceConfig.read(reader);
        assertThatThrownBy(reader::finish)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("websocket.presence.max-waiting");
    }

    private static ConfigReader reader(Map<String, String> values) {
        return new ConfigReader(ConfigSources.ofMap("test", values, Path.of(".")));
    }
}
