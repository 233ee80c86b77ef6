package dev.gatehouse.gateway.asyncapi;

import dev.gatehouse.common.json.Json;
import dev.gatehouse.gateway.openapi.ErrorSchemas;
import dev.gatehouse.gateway.openapi.OpenApiConfig;
import dev.gatehouse.gateway.openapi.RequestFields;
import dev.gatehouse.gateway.openapi.SchemaBundle;
import dev.gatehouse.gateway.route.RouteTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The AsyncAPI 3.0 document of the WebSocket: the frames of its protocol, which are always the same, and the command and the result of every route.
 * The same table gives the same document, byte for byte, wherever its files lie.
 */
public final class AsyncApiDocument {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String PROTOCOL = "asyncapi/protocol.json";
    private static final String SCHEMAS = "schemas";
    private static final String MESSAGES = "messages";

    /** The error of a frame. Its only difference to the body of an HTTP error is that no frame says {@code success}. */
    private static final String ERROR = "Error";

    private final ObjectNode document;
    private final SchemaBundle bundle;

    private AsyncApiDocument(URI schemaDirectory) {
        this.document = protocol();
        this.bundle = new SchemaBundle(schemaDirectory);
    }

    /**
     * The document in UTF-8.
     *
     * @param info what the OpenAPI document says, too
     * @param schemaDirectory what schemas are named relative to
     */
    public static byte[] write(RouteTable table, OpenApiConfig.ApiInfo info, URI schemaDirectory) {
        return Json.mapper().writeValueAsBytes(new AsyncApiDocument(schemaDirectory).document(table, info));
    }

    private ObjectNode document(RouteTable table, OpenApiConfig.ApiInfo info) {
        document.set(
                "info",
                NODES.objectNode()
                        .put("title", info.title())
                        .put("version", info.version())
                        .put("description", info.description()));
        document.set("servers", Servers.of(info.serverUrl()));
        ObjectNode components = object("components");
        components.path(SCHEMAS).properties().forEach(schema -> bundle.add(schema.getKey(), schema.getValue()));
        bundle.add(ERROR, withoutSuccess(ErrorSchemas.addTo(bundle)));
        ObjectNode messages = components.path(MESSAGES).asObject();
        new Commands(bundle, messages, object("operations")).addAll(table);
        ObjectNode channel = document.at("/channels/connect").asObject();
        ObjectNode carried = channel.putObject(MESSAGES);
        messages.propertyNames().forEach(name -> carried.putObject(name).put("$ref", "#/components/messages/" + name));
        // What nothing refers to is left out; what is reached from there alone stays, as it is looked for in the
        // document as a whole.
        components.remove(SCHEMAS);
        components.set(SCHEMAS, bundle.reachableFrom(document));
        components.set("securitySchemes", securitySchemes());
        asDraft7(components);
        return document;
    }

    private ObjectNode object(String name) {
        return document.path(name).asObject();
    }

    private JsonNode withoutSuccess(ObjectNode errorBody) {
        return new RequestFields(bundle, errorBody).without(Set.of("success"));
    }

    private static ObjectNode securitySchemes() {
        ObjectNode schemes = NODES.objectNode();
        schemes.putObject(Servers.SECURITY_SCHEME)
                .put("type", "http")
                .put("scheme", "bearer")
                .put("bearerFormat", "JWT")
                .put("description", "An access token. Browsers send it as a subprotocol, or in the first frame.");
        return schemes;
    }

    private static void asDraft7(ObjectNode components) {
        components.path(MESSAGES).forEach(message -> replace(message.asObject(), "payload"));
        ObjectNode schemas = components.path(SCHEMAS).asObject();
        schemas.propertyNames().stream().toList().forEach(name -> replace(schemas, name));
    }

    private static void replace(ObjectNode holder, String name) {
        holder.set(name, Draft7.of(holder.path(name)));
    }

    /** A list of the one channel's messages, as operations name them. */
    static ArrayNode references(String... messages) {
        ArrayNode list = NODES.arrayNode();
        for (String message : messages) {
            list.addObject().put("$ref", "#/channels/connect/messages/" + message);
        }
        return list;
    }

    private static ObjectNode protocol() {
        try (InputStream in = AsyncApiDocument.class.getClassLoader().getResourceAsStream(PROTOCOL)) {
            if (in == null) {
                throw new IllegalStateException("the class path has no " + PROTOCOL);
            }
            return Json.mapper().readTree(in.readAllBytes()).asObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
