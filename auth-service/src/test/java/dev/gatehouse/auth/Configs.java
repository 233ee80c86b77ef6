package dev.gatehouse.auth;

import dev.gatehouse.auth.account.RegistrationConfig;
import dev.gatehouse.auth.credential.Argon2Parameters;
import dev.gatehouse.auth.credential.PasswordConfig;
import dev.gatehouse.auth.key.KeyConfig;
import dev.gatehouse.auth.token.TokenConfig;

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
        return new AuthConfig(config.database(), config.keys(), config.password(), changed, config.registration());
    }

    static AuthConfig withPasswordCost(AuthConfig config, Argon2Parameters cost) {
        return new AuthConfig(
                config.database(),
                config.keys(),
                new PasswordConfig(cost, 2, 256),
                config.tokens(),
                config.registration());
    }

    static AuthConfig withoutRegistration(AuthConfig config) {
        return new AuthConfig(
                config.database(), config.keys(), config.password(), config.tokens(), new RegistrationConfig(false));
    }

    static AuthConfig withKeys(AuthConfig config, KeyConfig keys) {
        return new AuthConfig(config.database(), keys, config.password(), config.tokens(), config.registration());
    }
}
