package dev.gatehouse.gateway.openapi;

import dev.gatehouse.common.json.Json;
import dev.gatehouse.gateway.route.PathTemplate.Segment;
import dev.gatehouse.gateway.route.Route;
import dev.gatehouse.gateway.route.RouteTable;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI 3.1 document of a route table: every route that is reached over HTTP, with all that it may answer. The same table gives the same
 * document, byte for byte, wherever its files lie.
 */
public final class OpenApiDocument {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String VERSION = "3.1.0";

    private final OpenApiConfig.ApiInfo info;
    private final SchemaBundle bundle;
    private final ErrorResponses errors;
    private final Examples examples;
    private final ResponseHeaders headers = new ResponseHeaders();
    private final Operations operations;

    private OpenApiDocument(OpenApiConfig.ApiInfo info, URI schemaDirectory) {
        this.info = info;
        this.bundle = new SchemaBundle(schemaDirectory);
        this.errors = new ErrorResponses(ErrorSchemas.addTo(bundle), headers);
        this.examples = new Examples(bundle);
        this.operations = new Operations(bundle, examples, errors, headers);
    }

    /**
     * The document in UTF-8.
     *
     * @param schemaDirectory what schemas are named relative to
     */
    public static byte[] write(RouteTable table, OpenApiConfig.ApiInfo info, URI schemaDirectory) {
        return Json.mapper().writeValueAsBytes(new OpenApiDocument(info, schemaDirectory).document(table));
    }

    private ObjectNode document(RouteTable table) {
        List<Route> routes = table.routes().stream()
                .filter(route -> route.endpoint().isPresent())
                .toList();
        ObjectNode document = NODES.objectNode().put("openapi", VERSION);
        document.putObject("info")
                .put("title", info.title())
                .put("description", info.description())
                .put("version", info.version());
        document.putArray("servers").addObject().put("url", info.serverUrl());
        Set<String> tags = routes.stream().map(Route::domain).collect(Collectors.toCollection(LinkedHashSet::new));
        tags.forEach(tag -> document.withArray("tags")
                .addObject()
                .put("name", tag)
                .put("description", "The routes of the domain " + tag + "."));
        document.set("paths", paths(routes));
        examples.write();
        addComponents(document);
        return document;
    }

    /** Paths that differ in the names of their parameters only are one path, with the names of the first. */
    private ObjectNode paths(List<Route> routes) {
        ObjectNode paths = NODES.objectNode();
        Map<String, Route.Endpoint> firsts = new LinkedHashMap<>();
        for (Route route : routes) {
            Route.Endpoint endpoint = route.endpoint().orElseThrow();
            Route.Endpoint first = firsts.computeIfAbsent(shape(endpoint), shape -> endpoint);
            JsonNode path = paths.path(first.path().text());
            ObjectNode item =
                    path.isMissingNode() ? paths.putObject(first.path().text()) : path.asObject();
            item.set(
                    endpoint.method().toLowerCase(Locale.ROOT),
                    operations.operation(route, first.path().parameters()));
        }
        return paths;
    }

    private static String shape(Route.Endpoint endpoint) {
        return endpoint.path().segments().stream()
                .map(segment -> segment instanceof Segment.Literal(String text) ? "/" + text : "/{}")
                .collect(Collectors.joining());
    }

    private void addComponents(ObjectNode document) {
        ObjectNode components = document.putObject("components");
        components.set("responses", errors.responses());
        components.set("schemas", bundle.reachableFrom(document));
        components.set("headers", headers.components());
        components.set("examples", errors.examples());
        components
                .putObject("securitySchemes")
                .putObject(Operations.SECURITY_SCHEME)
                .put("type", "http")
                .put("scheme", "bearer")
                .put("bearerFormat", "JWT")
                .put("description", "An access token.");
    }
}
