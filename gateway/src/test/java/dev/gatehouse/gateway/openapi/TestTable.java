package dev.gatehouse.gateway.openapi;

import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.common.schema.JsonSchema;
import dev.gatehouse.gateway.route.RouteBounds;
import dev.gatehouse.gateway.route.RouteLoading;
import dev.gatehouse.gateway.route.RouteTable;
import dev.gatehouse.gateway.route.RouteTableLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Route tables of tests, read from files as the gateway reads them, and a reader's view of the documents that they make. */
public final class TestTable {
    public static final Path SHIPPED = Path.of("..", "etc", "routes");

    private TestTable() {}

    public static RouteTable load(Path routes) {
        RouteBounds bounds = new RouteBounds(Duration.ofSeconds(5), ByteSize.ofKiB(64), ByteSize.ofMiB(1));
        RouteLoading loading = new RouteTableLoader(routes, bounds).load();
        return switch (loading) {
            case RouteLoading.Loaded loaded -> loaded.table();
            case RouteLoading.Refused refused ->
                throw new IllegalArgumentException(refused.problems().toString());
        };
    }

    /** Writes route and schema files below a directory, by their paths there, with single quotes for double ones in JSON. */
    public static RouteTable write(Path directory, String routes, Map<String, String> schemas) throws IOException {
        for (Map.Entry<String, String> schema : schemas.entrySet()) {
            Path file = directory.resolve(schema.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, schema.getValue().replace('\'', '"'));
        }
        Path directoryOfRoutes = Files.createDirectories(directory.resolve("routes"));
        Files.writeString(directoryOfRoutes.resolve("test.yaml"), routes);
        return load(directoryOfRoutes);
    }

    static byte[] bytes(RouteTable table, Path schemaDirectory) {
        return OpenApiDocument.write(
                table,
                OpenApiConfig.ApiInfo.DEFAULT,
                schemaDirectory.toAbsolutePath().normalize().toUri());
    }

    static JsonNode document(RouteTable table, Path schemaDirectory) {
        return Json.mapper().readTree(bytes(table, schemaDirectory));
    }

    /** What a value breaks of a schema in the document. */
    public static List<?> violations(JsonNode document, JsonNode schema, JsonNode value) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.putArray("allOf").add(schema);
        whole.set("components", document.path("components"));
        return JsonSchema.of("test", whole).violations(value);
    }
}
