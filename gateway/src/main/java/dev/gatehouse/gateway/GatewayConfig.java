package dev.gatehouse.gateway;

import dev.gatehouse.common.amqp.AmqpConfig;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.reload.ReloadConfig;
import dev.gatehouse.common.rpc.RpcClientConfig;
import dev.gatehouse.gateway.http.HttpConfig;
import dev.gatehouse.gateway.idempotency.IdempotencyConfig;
import dev.gatehouse.gateway.limit.RateLimitConfig;
import dev.gatehouse.gateway.presence.PresenceConfig;
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
 * @param door how clients reach it
 * @param trust whose tokens count
 * @param bus how it reaches services, and they its clients
 * @param memory what it remembers of requests
 * @param live what may change while it runs
 */
public record GatewayConfig(Door door, Trust trust, Bus bus, Memory memory, ReloadConfig reload, LiveConfig live) {

    /** How clients reach the gateway. */
    public record Door(HttpConfig http, TlsConfig tls) {
        static Door read(ConfigReader reader) {
            return new Door(HttpConfig.read(reader), TlsConfig.read(reader));
        }
    }

    /** Whose tokens count, and for how long. */
    public record Trust(TokenConfig tokens, RevocationConfig revocations) {
        static Trust read(ConfigReader reader) {
            return new Trust(TokenConfig.read(reader), RevocationConfig.read(reader));
        }
    }

    /** How the gateway reaches services, and how they reach its clients. */
    public record Bus(AmqpConfig amqp, RpcClientConfig rpc, PushConfig pushes, PresenceConfig presence) {
        static Bus read(ConfigReader reader) {
            return new Bus(
                    AmqpConfig.read(reader),
                    RpcClientConfig.read(reader),
                    PushConfig.read(reader),
                    PresenceConfig.read(reader));
        }
    }

    /**
     * What the gateway remembers of requests.
     *
     * @param redis where several gateways share it; empty where each remembers for itself
     */
    public record Memory(Optional<RedisConfig> redis, RateLimitConfig rateLimits, IdempotencyConfig idempotency) {
        static Memory read(ConfigReader reader) {
            return new Memory(RedisConfig.read(reader), RateLimitConfig.read(reader), IdempotencyConfig.read(reader));
        }
    }

    public static GatewayConfig read(ConfigReader reader) {
        return new GatewayConfig(
                Door.read(reader),
                Trust.read(reader),
                Bus.read(reader),
                Memory.read(reader),
                ReloadConfig.read(reader),
                reader.reloadable(LiveConfig::read));
    }

    /** The same with the route files of another directory. */
    public GatewayConfig withRoutesDirectory(Path directory) {
        return new GatewayConfig(door, trust, bus, memory, reload, live.withRoutesDirectory(directory));
    }

    /** Loads the route table as this configuration would have it. */
    public RouteTableLoader routeTableLoader() {
        return new RouteTableLoader(
                live.routesDirectory(),
                new RouteBounds(
                        live.rpcTimeout(),
                        RouteBounds.DEFAULT_BODY_LIMIT,
                        door.http().limits().maxBody()));
    }
}
