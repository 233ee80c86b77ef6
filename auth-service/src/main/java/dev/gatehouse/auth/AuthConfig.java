package dev.gatehouse.auth;

import dev.gatehouse.auth.account.RegistrationConfig;
import dev.gatehouse.auth.command.DeduplicationConfig;
import dev.gatehouse.auth.credential.PasswordConfig;
import dev.gatehouse.auth.database.DatabaseConfig;
import dev.gatehouse.auth.key.KeyConfig;
import dev.gatehouse.auth.outbox.OutboxConfig;
import dev.gatehouse.auth.token.TokenConfig;
import dev.gatehouse.common.amqp.AmqpConfig;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.event.EventPublisherConfig;
import dev.gatehouse.common.rpc.RpcServerConfig;

/** The configuration of the auth service, apart from what belongs to its process. */
public record AuthConfig(
        AmqpConfig amqp,
        RpcServerConfig rpc,
        DatabaseConfig database,
        KeyConfig keys,
        PasswordConfig password,
        TokenConfig tokens,
        DeduplicationConfig deduplication,
        EventPublisherConfig events,
        OutboxConfig outbox,
        RegistrationConfig registration) {

    public static AuthConfig read(ConfigReader reader) {
        return new AuthConfig(
                AmqpConfig.read(reader),
                RpcServerConfig.read(reader),
                DatabaseConfig.read(reader),
                KeyConfig.read(reader),
                PasswordConfig.read(reader),
                TokenConfig.read(reader),
                DeduplicationConfig.read(reader),
                EventPublisherConfig.read(reader),
                OutboxConfig.read(reader),
                RegistrationConfig.read(reader));
    }
}
