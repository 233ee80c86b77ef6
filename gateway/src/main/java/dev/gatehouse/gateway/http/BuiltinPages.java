package dev.gatehouse.gateway.http;

import dev.gatehouse.gateway.asyncapi.AsyncApiDocument;
import dev.gatehouse.gateway.openapi.OpenApiConfig;
import dev.gatehouse.gateway.openapi.OpenApiDocument;
import dev.gatehouse.gateway.route.RouteTable;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the gateway serves itself, without a route: the descriptions of its API and the explorer that shows one. A fixed list of paths, each with its
 * content in memory; nothing is looked up by what a client sends. Immutable.
 */
public final class BuiltinPages {
    /** Nothing. */
    public static final BuiltinPages NONE = new BuiltinPages(Map.of());

    private static final String JSON = "application/json";

    private final Map<String, Page> pages;

    private BuiltinPages(Map<String, Page> pages) {
        this.pages = Map.copyOf(pages);
    }

    /**
     * What the configuration asks for, of a table.
     *
     * @param schemaDirectory what the routes' schemas are named relative to
     * @param webSocket whether there are sessions to describe
     */
    public static BuiltinPages of(OpenApiConfig config, RouteTable table, Path schemaDirectory, boolean webSocket) {
        if (!config.enabled()) {
            return NONE;
        }
        Map<String, Page> pages = new HashMap<>();
        URI schemas = schemaDirectory.toUri();
        pages.put("/openapi.json", description("openapi", OpenApiDocument.write(table, config.info(), schemas)));
        if (webSocket) {
            pages.put("/asyncapi.json", description("asyncapi", AsyncApiDocument.write(table, config.info(), schemas)));
        }
        if (config.explorer()) {
            pages.putAll(ExplorerPages.of(config.serverOrigin()));
        }
        return new BuiltinPages(pages);
    }

    private static Page description(String name, byte[] document) {
        return Page.of(name, JSON, document, AnswerHeaders.PUBLIC_FOR_A_MINUTE);
    }

    /** @param path as it came, still encoded */
    Optional<Page> at(String path) {
        return Optional.ofNullable(pages.get(path));
    }
}
