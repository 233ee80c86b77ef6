package dev.gatehouse.common.schema;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import dev.gatehouse.common.error.FieldViolation;
import dev.gatehouse.common.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.JsonNodeException;

/**
 * A request schema in JSON Schema, draft 2020-12. Formats are checked, not only noted; a {@code $ref} leads to files and class path
 * resources only, and is followed when the schema is loaded. At most 100 violations are reported of one request. Immutable.
 */
public final class JsonSchema implements RequestSchema {
    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .formats(formats -> formats.replaceAll((name, format) -> new BoundedFormat(format)))
            .build();
    private static final String DIALECT_ID = "https://json-schema.org/draft/2020-12/schema";
    /** What schemas themselves are held to. */
    private static final Schema OF_SCHEMAS = registry(noFiles()).getSchema(SchemaLocation.of(DIALECT_ID));

    private final SchemaResources resources;
    private final FieldSchemas fields;
    private final Schema schema;

    private JsonSchema(SchemaResources resources, Schema schema) {
        this.resources = resources;
        this.fields = new FieldSchemas(resources);
        this.schema = schema;
    }

    /** The schema in a class path resource. Throws {@link InvalidSchemaException}. */
    public static JsonSchema ofResource(String resource) {
        try (InputStream in = JsonSchema.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new InvalidSchemaException(resource, "there is no such class path resource");
            }
            return parse(resource, "classpath:" + resource, in.readAllBytes(), noFiles());
        } catch (IOException e) {
            throw new InvalidSchemaException(resource, "cannot be read: " + e.getMessage());
        }
    }

    /** The schema in a file. Throws {@link InvalidSchemaException}. */
    public static JsonSchema ofFile(Path file) {
        return ofFile(file, touched -> {});
    }

    /**
     * The schema in a file. Throws {@link InvalidSchemaException}.
     *
     * @param touched is told of the file and of every file that a {@code $ref} leads to, before it is read
     */
    public static JsonSchema ofFile(Path file, Consumer<Path> touched) {
        touched.accept(file);
        try {
            return parse(file.toString(), file.toUri().toString(), Files.readAllBytes(file), new LocalSchemas(touched));
        } catch (IOException e) {
            throw new InvalidSchemaException(
                    file.toString(),
                    Files.exists(file) ? "cannot be read: " + e.getMessage() : "there is no such file");
        }
    }

    /** A schema that exists in memory only, under a name for people. Throws {@link InvalidSchemaException}. */
    public static JsonSchema of(String name, JsonNode document) {
        return load(name, "gatehouse:/" + name, document, noFiles());
    }

    /** The text of this schema and of every file that its references lead to. Not to be changed. */
    public SchemaResources resources() {
        return resources;
    }

    @Override
    public List<FieldViolation> violations(JsonNode request) {
        try {
            return Violations.of(schema.validate(request));
        } catch (JsonNodeException e) {
            return Violations.of(schema.validate(HugeNumbers.asIntegers(request)));
        }
    }

    @Override
    public Set<String> types(String field) {
        return property(field)
                .map(property -> property.path("type"))
                .map(type -> type.isArray()
                        ? type.valueStream().map(one -> one.asString("")).collect(Collectors.toUnmodifiableSet())
                        : type.isString() ? Set.of(type.asString()) : Set.<String>of())
                .orElse(Set.of());
    }

    /** What the schema says of a field of the request; references are followed. */
    public Optional<JsonNode> property(String field) {
        return fields.of(field);
    }

    /** What the schema says of each item of a field that is a list; references are followed. */
    public Optional<JsonNode> item(String field) {
        return fields.ofItems(field);
    }

    /** Whether no request with this field can pass: the schema says which fields there may be, and this is none of them. */
    public boolean refuses(String field) {
        JsonNode root = resources.resolved(resources.root()).schema();
        JsonNode others = root.path("additionalProperties");
        return others.isBoolean()
                && !others.asBoolean()
                && root.path("patternProperties").isEmpty()
                && !root.path("properties").has(field);
    }

    private static JsonSchema parse(String source, String location, byte[] text, LocalSchemas files) {
        try {
            return load(source, location, Json.mapper().readTree(text), files);
        } catch (JacksonException e) {
            throw new InvalidSchemaException(source, "is not JSON: " + place(e) + e.getOriginalMessage());
        }
    }

    private static String place(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null || location.getLineNr() < 1
                ? ""
                : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
    }

    private static JsonSchema load(String source, String location, JsonNode document, LocalSchemas files) {
        String dialect = document.path("$schema").asString(DIALECT_ID);
        if (!dialect.equals(DIALECT_ID)) {
            throw new InvalidSchemaException(source, "$schema is " + dialect + ", not " + DIALECT_ID);
        }
        List<FieldViolation> mistakes = Violations.of(OF_SCHEMAS.validate(document));
        if (!mistakes.isEmpty()) {
            throw new InvalidSchemaException(source, "is not a valid schema: " + described(mistakes));
        }
        try {
            Schema schema = registry(files).getSchema(SchemaLocation.of(location), document);
            schema.initializeValidators();
            return new JsonSchema(
                    new SchemaResources(URI.create(location), documents(location, document, files)), schema);
        } catch (RuntimeException e) {
            throw new InvalidSchemaException(source, "cannot be used: " + e.getMessage());
        }
    }

    private static Map<URI, JsonNode> documents(String location, JsonNode document, LocalSchemas files) {
        Map<URI, JsonNode> documents = new LinkedHashMap<>();
        documents.put(URI.create(location), document);
        files.read().forEach((uri, text) -> documents.put(uri, Json.mapper().readTree(text)));
        return documents;
    }

    private static LocalSchemas noFiles() {
        return new LocalSchemas(touched -> {});
    }

    private static String described(List<FieldViolation> mistakes) {
        return mistakes.stream()
                .map(mistake -> (mistake.field().isEmpty() ? "it" : mistake.field()) + " " + mistake.message())
                .collect(Collectors.joining("; "));
    }

    private static SchemaRegistry registry(LocalSchemas files) {
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .formatAssertionsEnabled(true)
                .locale(Locale.ROOT)
                .regularExpressionFactory(BoundedRegularExpression::new)
                .build();
        return SchemaRegistry.withDialect(
                DIALECT,
                builder -> builder.schemaRegistryConfig(config)
                        .schemaLoader(loader -> loader.resourceLoaders(resources -> resources.add(files))));
    }
}
