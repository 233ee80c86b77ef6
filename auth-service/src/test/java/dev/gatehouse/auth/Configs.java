package dev.gatehouse.auth;

import dev.gatehouse.auth.account.RegistrationConfig;
import dev.gatehouse.auth.credential.Argon2Parameters;
import dev.gatehouse.auth.credential.PasswordConfig;
import dev.gatehouse.auth.key.KeyConfig;
import dev.gatehouse.auth.outbox.OutboxConfig;
import dev.gatehouse.auth.token.TokenConfig;
import dev.gatehouse.common.amqp.AmqpConfig;
import java.net.URI;
import java.time.Duration;

/** Configurations that differ in one thing. */
final class Configs {
    private Configs() {}

    static AuthConfig withIssuer(AuthConfig config, String issuer) {
        return withTokens(config, issuer, config.tokens().audience());
    }

    static AuthConfig withAudience(AuthConfig config, String audience) {
        return withTokens(config, config.tokens().issuer(), audience);
    }

    private static AuthConfig withTokens(AuthConfig config, String issuer, String audience) {
        TokenConfig tokens = config.tokens();
        TokenConfig changed = new TokenConfig(
                issuer,
                audience,
                tokens.accessLifetime(),
                tokens.refreshIdle(),
                tokens.refreshAbsolute(),
                tokens.refreshGrace(),
                tokens.defaultScopes(),
                tokens.retention(),
                tokens.pruneInterval());
        return with(config, config.keys(), config.password(), changed, config.registration());
    }

    static AuthConfig withPasswordCost(AuthConfig config, Argon2Parameters cost) {
        return with(config, config.keys(), new PasswordConfig(cost, 2, 256), config.tokens(), config.registration());
    }

    static AuthConfig withoutRegistration(AuthConfig config) {
        return with(config, config.keys(), config.password(), config.tokens(), new RegistrationConfig(false));
    }

    static AuthConfig withKeys(AuthConfig config, KeyConfig keys) {
        return with(config, keys, config.password(), config.tokens(), config.registration());
    }

    static AuthConfig withBroker(AuthConfig config, URI broker) {
        return new AuthConfig(
                AmqpConfig.of(broker),
                config.rpc(),
                config.database(),
                config.keys(),
                config.password(),
                config.tokens(),
                config.deduplication(),
                config.events(),
                config.outbox(),
                config.registration());
    }

    static AuthConfig withPollInterval(AuthConfig config, Duration pollInterval) {
        OutboxConfig outbox = config.outbox();
        return new AuthConfig(
                config.amqp(),
                config.rpc(),
                config.database(),
                config.keys(),
                config.password(),
                config.tokens(),
                config.deduplication(),
                config.events(),
                new OutboxConfig(pollInterval, outbox.batchSize(), outbox.retryMax(), outbox.warnAfter()),
                config.registration());
    }

    private static AuthConfig with(
            AuthConfig config,
            KeyConfig keys,
            PasswordConfig password,
            TokenConfig tokens,
            RegistrationConfig registration) {
        return new AuthConfig(
                config.amqp(),
                config.rpc(),
                config.database(),
                keys,
                password,
                tokens,
                config.deduplication(),
                config.events(),
                config.outbox(),
                registration);
    }
}
