package dev.gatehouse.gateway.security;

import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.rpc.RpcContext;
import dev.gatehouse.gateway.security.Verification.Rejected;
import dev.gatehouse.gateway.security.Verification.Verified;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Checks the claims of a token whose signature is good. Immutable. */
final class ClaimCheck {
    private static final long MAX_EPOCH_SECOND = Instant.MAX.getEpochSecond() / 2;

    private static final Pattern WORD = Pattern.compile("[!-~]+");

    private final TokenConfig config;
    private final InstantSource clock;

    ClaimCheck(TokenConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    Verification check(JsonNode claims) {
        if (!config.issuer().equals(claims.path("iss").asString(""))) {
            return invalid("another issuer");
        }
        if (!isForUs(claims.path("aud"))) {
            return invalid("another audience");
        }
        Optional<Instant> expires = time(claims.path("exp"));
        Optional<Instant> notBefore = time(claims.path("nbf"));
        if (expires.isEmpty() || (notBefore.isEmpty() && claims.has("nbf"))) {
            return invalid("exp or nbf is not a time");
        }
        Instant now = clock.instant();
        if (notBefore.isPresent() && now.plus(config.clockSkew()).isBefore(notBefore.get())) {
            return invalid("not valid yet");
        }
        Instant until = expires.get().plus(config.clockSkew());
        if (!now.isBefore(until)) {
            return new Rejected(ErrorCode.TOKEN_EXPIRED, "expired");
        }
        return caller(claims)
                .<Verification>map(caller -> new Verified(caller, until))
                .orElseGet(() -> invalid("sub, sid, scope or roles is missing or not of its form"));
    }

    /** RFC 7519, section 4.1.3: one text or a list of them. */
    private boolean isForUs(JsonNode audience) {
        return audience.isArray()
                ? audience.valueStream().anyMatch(one -> config.audience().equals(one.asString("")))
                : config.audience().equals(audience.asString(""));
    }

    /** RFC 7519, section 2, NumericDate. */
    private static Optional<Instant> time(JsonNode seconds) {
        if (!seconds.isNumber()) {
            return Optional.empty();
        }
        double value = seconds.asDouble();
        return value < 0 || value > MAX_EPOCH_SECOND
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond((long) value));
    }

    private static Optional<RpcContext.Caller> caller(JsonNode claims) {
        try {
            return Optional.of(new RpcContext.Caller(
                    UUID.fromString(claims.path("sub").asString("")),
                    UUID.fromString(claims.path("sid").asString("")),
                    scopes(claims.path("scope")),
                    roles(claims.path("roles"))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<String> scopes(JsonNode scope) {
        if (scope.isMissingNode()) {
            return List.of();
        }
        if (!scope.isString()) {
            throw new IllegalArgumentException("scope");
        }
        String text = scope.asString().strip();
        return text.isEmpty() ? List.of() : words(List.of(text.split(" +")));
    }

    private static List<String> roles(JsonNode roles) {
        if (roles.isMissingNode()) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        for (JsonNode role : roles) {
            names.add(role.isString() ? role.asString() : "");
        }
        if (!roles.isArray()) {
            throw new IllegalArgumentException("roles");
        }
        return words(names);
    }

    /** The names, each of which goes into a list separated by spaces on its way to a service. */
    private static List<String> words(List<String> names) {
        if (!names.stream().allMatch(name -> WORD.matcher(name).matches())) {
            throw new IllegalArgumentException("the name of a scope or role");
        }
        return names;
    }

    private static Rejected invalid(String reason) {
        return new Rejected(ErrorCode.INVALID_TOKEN, reason);
    }
}
