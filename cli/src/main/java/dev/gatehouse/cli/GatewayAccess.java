package dev.gatehouse.cli;

import dev.gatehouse.common.amqp.AmqpConfig;
import dev.gatehouse.common.config.ConfigException;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.config.ConfigSources;
import dev.gatehouse.gateway.GatewayConfig;
import dev.gatehouse.gateway.GatewayProcessConfig;
import java.util.Map;
import java.util.Optional;

/** What the gateway of an installation is told. Immutable. */
public final class GatewayAccess {
    private static final String KEY = "amqp.uri";

    private final Installation installation;

    public GatewayAccess(Installation installation) {
        this.installation = installation;
    }

    /** The gateway's configuration, with its overrides. Throws {@link ConfigException} where anything is wrong with it. */
    public GatewayConfig gateway() {
        ConfigReader reader = installation.reader(installation.gatewayFile());
        GatewayProcessConfig config = GatewayProcessConfig.read(reader);
        reader.finish();
        return config.gateway();
    }

    /** The broker that a command was told of, else the gateway's. */
    public AmqpConfig broker(GatewayConfig config, Optional<String> typed) {
        return typed.map(this::typed).orElse(config.bus().amqp());
    }

    /** As above, where nothing else of the configuration is needed. */
    public AmqpConfig broker(Optional<String> typed) {
        return typed.map(this::typed).orElseGet(() -> gateway().bus().amqp());
    }

    private AmqpConfig typed(String uri) {
        ConfigReader reader = new ConfigReader(ConfigSources.ofMap("--amqp", Map.of(KEY, uri), installation.etc()));
        AmqpConfig config = AmqpConfig.read(reader);
        try {
            reader.finish();
        } catch (ConfigException e) {
            throw new UsageException("--amqp: " + String.join("; ", e.problems()));
        }
        return config;
    }
}
