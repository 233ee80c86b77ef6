package dev.gatehouse.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.common.config.ConfigException;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.config.ConfigSources;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxyConfigTest {
    @Test
    void noProxyIsTrustedUnlessSaidSo() {
        ConfigReader reader = reader(Map.of());
        assertThat(ProxyConfig.read(reader)).isEqualTo(ProxyConfig.NONE);
        reader.finish();
    }

    @Test
    void addressesAndRangesOfBothVersionsAreTaken() {
        ConfigReader reader = reader(Map.of(
                "server.trusted-proxies", "10.0.0.0/8, 192.0.2.9,fd00::/8",
                "server.forwarded-header", "forwarded"));
        ProxyConfig config = ProxyConfig.read(reader);
        reader.finish();
        assertThat(config.header()).isEqualTo(ForwardedHeader.FORWARDED);
        assertThat(config.trusted()).hasToString("[10.0.0.0/8, 192.0.2.9/32, fd00:0:0:0:0:0:0:0/8]");
        assertThat(config.isTrusted(InetAddress.ofLiteral("192.0.2.9"))).isTrue();
        assertThat(config.isTrusted(InetAddress.ofLiteral("192.0.2.8"))).isFalse();
    }

    @Test
    void everyBadRangeIsToldWithWhatIsAllowed() {
        ConfigReader reader = reader(Map.of("server.trusted-proxies", "10.0.0.1/8,10.0.0.0/8,localhost"));
        ProxyConfig.read(reader);
        assertThatThrownBy(reader::finish)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "server.trusted-proxies: \"10.0.0.1/8\" is not allowed: an IP address, or a range")
                .hasMessageContaining("server.trusted-proxies: \"localhost\" is not allowed")
                .hasMessageNotContaining("\"10.0.0.0/8\"");
    }

    @Test
    void rangesAreCounted() {
        ConfigReader most = reader(ranges(ProxyConfig.MAX_RANGES));
        assertThat(ProxyConfig.read(most).trusted()).hasSize(ProxyConfig.MAX_RANGES);
        most.finish();
        ConfigReader more = reader(ranges(ProxyConfig.MAX_RANGES + 1));
        ProxyConfig.read(more);
        assertThatThrownBy(more::finish).hasMessageContaining("at most 256");
    }

    private static Map<String, String> ranges(int count) {
        return Map.of("server.trusted-proxies", String.join(",", Collections.nCopies(count, "10.0.0.0/8")));
    }

    private static ConfigReader reader(Map<String, String> values) {
        return new ConfigReader(ConfigSources.ofMap("test", values, Path.of(".")));
    }
}
