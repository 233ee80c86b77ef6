package dev.gatehouse.gateway;

import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.common.rpc.RpcClientConfig;
import dev.gatehouse.common.telemetry.LogConfig;
import dev.gatehouse.gateway.http.EdgeConfig;
import dev.gatehouse.gateway.openapi.OpenApiConfig;
import dev.gatehouse.gateway.ws.WebSocketConfig;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the gateway is told and may be told otherwise while it runs.
 *
 * @param routesDirectory holds the route files; schemas are named from the directory above it
 * @param rpcTimeout of routes that name none
 */
public record LiveConfig(
        EdgeConfig edge,
        WebSocketConfig webSocket,
        Path routesDirectory,
        Duration rpcTimeout,
        LogConfig log,
        OpenApiConfig openApi) {
    public static final String DEFAULT_ROUTES_DIRECTORY = "routes";

    static LiveConfig read(ConfigReader reader) {
        return new LiveConfig(
                EdgeConfig.read(reader),
                WebSocketConfig.read(reader),
                reader.path("routes.dir", DEFAULT_ROUTES_DIRECTORY),
                RpcClientConfig.readTimeout(reader),
                LogConfig.read(reader),
                OpenApiConfig.read(reader));
    }

    /** The same with the route files of another directory. */
    public LiveConfig withRoutesDirectory(Path directory) {
        return new LiveConfig(edge, webSocket, directory, rpcTimeout, log, openApi);
    }
}
