package dev.gatehouse.gateway;

import dev.gatehouse.common.amqp.AmqpConfig;
import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.rpc.RpcClientConfig;
import dev.gatehouse.gateway.http.HttpConfig;
import dev.gatehouse.gateway.route.RouteBounds;
import dev.gatehouse.gateway.route.RouteTableLoader;
import dev.gatehouse.gateway.security.RevocationConfig;
import dev.gatehouse.gateway.security.TokenConfig;
import java.nio.file.Path;

/**
 * Everything that the gateway is told.
 *
 * @param http the HTTP server
 * @param routesDirectory holds the route files; schemas are named from the directory above it
 */
public record GatewayConfig(
        HttpConfig http,
        Path routesDirectory,
        TokenConfig tokens,
        RevocationConfig revocations,
        RpcClientConfig rpc,
        AmqpConfig amqp) {
    public static final String DEFAULT_ROUTES_DIRECTORY = "routes";

    public static GatewayConfig read(ConfigReader reader) {
        return new GatewayConfig(
                HttpConfig.read(reader),
                reader.path("routes.dir", DEFAULT_ROUTES_DIRECTORY),
                TokenConfig.read(reader),
                RevocationConfig.read(reader),
                RpcClientConfig.read(reader),
                AmqpConfig.read(reader));
    }

    /** Loads the route table as this configuration would have it. */
    public RouteTableLoader routeTableLoader() {
        return new RouteTableLoader(
                routesDirectory,
                new RouteBounds(
                        rpc.timeout(),
                        RouteBounds.DEFAULT_BODY_LIMIT,
                        http.limits().maxBody()));
    }
}
