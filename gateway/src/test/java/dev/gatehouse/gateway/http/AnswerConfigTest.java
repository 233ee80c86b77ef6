package dev.gatehouse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.common.config.ConfigException;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.config.ConfigSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerConfigTest {
    @TempDir
    private Path directory;

    @Test
    void nothingSaidIsTheDefault() throws IOException {
        assertThat(read("log: {level: info}")).isEqualTo(AnswerConfig.DEFAULT);
    }

    @Test
    void everythingIsRead() throws IOException {
        assertThat(read("""
                        cors:
                          allowed-origins: ["https://a.test", "https://*.a.test", "null"]
                          allowed-methods: [GET]
                          allowed-headers: [X-A]
                          exposed-headers: []
                          allow-credentials: true
                          max-age: PT2H
                        security-headers: {enabled: false, hsts: P365D}
                        server: {server-timing: true, compression: {enabled: false, min-size: 4KiB}}
                        """))
                .isEqualTo(new AnswerConfig(
                        new CorsConfig(
                                List.of("https://a.test", "https://*.a.test", "null"),
                                List.of("GET"),
                                List.of("X-A"),
                                List.of(),
                                true,
                                Duration.ofHours(2)),
                        new SecurityHeadersConfig(false, Duration.ofDays(365)),
                        true,
                        new CompressionConfig(false, ByteSize.ofKiB(4))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com",
                "http://localhost:3000",
                "https://*.example.com",
                "https://*.example.com:8443",
                "http://*.localhost:3000",
                "http://[::1]:8080",
                "http://127.0.0.1",
                "https://xn--bcher-kva.example",
                "chrome-extension://abcdefghijklmnop",
                "capacitor://localhost",
                "null",
                "*"
            })
    void originsAreRead(String origin) throws IOException {
        assertThat(read("cors: {allowed-origins: ['" + origin + "']}").cors().allowedOrigins())
                .containsExactly(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.example.com",
                "https://app.example.com/",
                "https://app.example.com/path",
                "https://App.example.com",
                "HTTPS://app.example.com",
                "https://app.example.com:443",
                "http://app.example.com:80",
                "https://app.example.com:0",
                "https://app.example.com:65536",
                "https://user@app.example.com",
                "https://app.example.com?x",
                "https://*",
                "https://*.com",
                "https://a.*.example.com",
                "https://a*.example.com",
                "https://**.example.com",
                "https://*.*.example.com",
                "*.example.com",
                "*://example.com",
                "https://app..example.com",
                "https://büch.example",
                "https://a.test, https://b.test",
                "https://"
            })
    void whatNoBrowserSendsIsRefused(String origin) {
        assertThatThrownBy(() -> read("cors: {allowed-origins: ['" + origin + "']}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("1 problem")
                .hasMessageMatching("(?s).*cors.allowed-origins: \".*\" is not allowed: origins as browsers.*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{allowed-origins: ['*'], allow-credentials: true}",
                "{allowed-headers: ['*'], allow-credentials: true}",
                "{exposed-headers: ['*'], allow-credentials: true}"
            })
    void credentialsForEverybodyAreRefused(String cors) {
        assertThatThrownBy(() -> read("cors: " + cors))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cors.allow-credentials: \"true\" is not allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{allowed-methods: [get]}",
                "{allowed-methods: ['*']}",
                "{allowed-methods: [TRACE]}",
                "{allowed-headers: ['a b']}",
                "{exposed-headers: [\"a\\r\\nb\"]}",
                "{max-age: P2D}"
            })
    void otherMistakesAreRefused(String cors) {
        assertThatThrownBy(() -> read("cors: " + cors)).isInstanceOf(ConfigException.class);
    }

    @Test
    void listsThatWouldNotFitAFrameOfHttp2AreRefused() {
        String names = String.join(", ", Collections.nCopies(41, "x".repeat(100)));
        assertThatThrownBy(() -> read("cors: {exposed-headers: [" + names + "]}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cors.exposed-headers: \"41 items\" is not allowed: at most 4096 characters");
    }

    private AnswerConfig read(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("gateway.yaml"), yaml);
        ConfigReader reader = new ConfigReader(ConfigSources.of(file, Map.of(), Map.of()));
        AnswerConfig config = AnswerConfig.read(reader);
        var _ = reader.string("log.level", "info");
        reader.finish();
        return config;
    }
}
