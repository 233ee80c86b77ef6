package dev.gatehouse.gateway;

import dev.gatehouse.common.amqp.AmqpConfig;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.reload.ReloadConfig;
import dev.gatehouse.common.rpc.RpcClientConfig;
import dev.gatehouse.gateway.http.HttpConfig;
import dev.gatehouse.gateway.idempotency.IdempotencyConfig;
import dev.gatehouse.gateway.limit.RateLimitConfig;
import dev.gatehouse.gateway.push.PushConfig;
import dev.gatehouse.gateway.redis.RedisConfig;
import dev.gatehouse.gateway.route.RouteBounds;
import dev.gatehouse.gateway.route.RouteTableLoader;
import dev.gatehouse.gateway.security.RevocationConfig;
import dev.gatehouse.gateway.security.TokenConfig;
import dev.gatehouse.gateway.tls.TlsConfig;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Everything that the gateway is told.
 *
 * @param http the HTTP server
 * @param redis where several gateways share what they count; empty where each counts for itself
 * @param live what may change while it runs
 */
public record GatewayConfig(
        HttpConfig http,
        TlsConfig tls,
        TokenConfig tokens,
        RevocationConfig revocations,
        RpcClientConfig rpc,
        IdempotencyConfig idempotency,
        AmqpConfig amqp,
        PushConfig pushes,
        Optional<RedisConfig> redis,
        RateLimitConfig rateLimits,
        ReloadConfig reload,
        LiveConfig live) {

    public static GatewayConfig read(ConfigReader reader) {
        return new GatewayConfig(
                HttpConfig.read(reader),
                TlsConfig.read(reader),
                TokenConfig.read(reader),
                RevocationConfig.read(reader),
                RpcClientConfig.read(reader),
                IdempotencyConfig.read(reader),
                AmqpConfig.read(reader),
                PushConfig.read(reader),
                RedisConfig.read(reader),
                RateLimitConfig.read(reader),
                ReloadConfig.read(reader),
                reader.reloadable(LiveConfig::read));
    }

    /** The same with the route files of another directory. */
    public GatewayConfig withRoutesDirectory(Path directory) {
        return new GatewayConfig(
                http,
                tls,
                tokens,
                revocations,
                rpc,
                idempotency,
                amqp,
                pushes,
                redis,
                rateLimits,
                reload,
                live.withRoutesDirectory(directory));
    }

    /** Loads the route table as this configuration would have it. */
    public RouteTableLoader routeTableLoader() {
        return new RouteTableLoader(
                live.routesDirectory(),
                new RouteBounds(
                        live.rpcTimeout(),
                        RouteBounds.DEFAULT_BODY_LIMIT,
                        http.limits().maxBody()));
    }
}
