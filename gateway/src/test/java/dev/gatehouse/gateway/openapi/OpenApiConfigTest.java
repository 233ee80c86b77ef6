package dev.gatehouse.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.common.config.ConfigException;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.config.ConfigSources;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenApiConfigTest {
    @Test
    void nothingSaidIsTheDefault() {
        assertThat(read(Map.of())).isEqualTo(OpenApiConfig.DEFAULT);
    }

    @Test
    void everythingCanBeSaid() {
        assertThat(read(Map.of(
                        "openapi.enabled", "false",
                        "openapi.title", "Shop",
                        "openapi.version", "7",
                        "openapi.description", "All of it.",
                        "openapi.server-url", "https://api.example.com/shop",
                        "explorer.enabled", "false")))
                .isEqualTo(new OpenApiConfig(
                        false,
                        new OpenApiConfig.ApiInfo("Shop", "7", "All of it.", "https://api.example.com/shop"),
                        false));
    }

    @ParameterizedTest
    @CsvSource({
        "/, ''",
        "/api, ''",
        "https://api.example.com/shop, https://api.example.com",
        "http://127.0.0.1:8080, http://127.0.0.1:8080"
    })
    void originIsThatOfAUrlElsewhere(String url, String origin) {
        assertThat(read(Map.of("openapi.server-url", url)).serverOrigin().orElse(""))
                .isEqualTo(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api",
                "//example.com/",
                "ftp://example.com",
                "https://a b",
                "https://u:p@example.com/",
                "/?q",
                "/#f",
                "https:/x",
                "https://example.com'; script-src *"
            })
    void serverUrlThatIsNoneIsRefused(String url) {
        assertThatThrownBy(() -> read(Map.of("openapi.server-url", url)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("openapi.server-url");
    }

    private static OpenApiConfig read(Map<String, String> values) {
        ConfigReader reader = new ConfigReader(ConfigSources.ofMap("test", values, Path.of(".")));
        OpenApiConfig config = OpenApiConfig.read(reader);
        reader.finish();
        return config;
    }
}
