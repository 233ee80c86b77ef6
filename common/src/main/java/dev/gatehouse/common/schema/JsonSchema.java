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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.JsonNodeException;

/**
 * A request schema in JSON Schema, draft 2020-12. Formats are checked, not only noted; a {@code $ref} leads to files and class path
 * resources only, and is followed when the schema is loaded. At most 100 violations are reported of one request. Immutable.
 */
public final class JsonSchema implements RequestSchema {
    private static final Dialect DIALECT = Dialects.getDraft202012();
    private static final String DIALECT_ID = "https://json-schema.org/draft/2020-12/schema";
    private static final int MAX_REFS = 10;
    /** What schemas themselves are held to. */
    private static final Schema OF_SCHEMAS = registry(noFiles()).getSchema(SchemaLocation.of(DIALECT_ID));

    private final URI location;
    private final Map<URI, JsonNode> documents;
    private final JsonNode document;
    private final Schema schema;

    private JsonSchema(URI location, Map<URI, JsonNode> documents, JsonNode document, Schema schema) {
        this.location = location;
        this.documents = documents;
        this.document = document;
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

    /** Where the schema comes from, which is what relative references in it are relative to unless it has an {@code $id}. */
    public URI location() {
        return location;
    }

    /** The text of this schema and of every file that its references lead to, by location. Not to be changed. */
    public Map<URI, JsonNode> documents() {
        return documents;
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

    /** What the schema says of a field of the request; a reference inside the same document is followed. */
    public Optional<JsonNode> property(String field) {
        return Optional.of(resolved(document).path("properties").path(field))
                .filter(property -> !property.isMissingNode())
                .map(this::resolved);
    }

    /** Whether no request with this field can pass: the schema says which fields there may be, and this is none of them. */
    public boolean refuses(String field) {
        JsonNode root = resolved(document);
        JsonNode others = root.path("additionalProperties");
        return others.isBoolean()
                && !others.asBoolean()
                && root.path("patternProperties").isEmpty()
                && !root.path("properties").has(field);
    }

    private JsonNode resolved(JsonNode node) {
        JsonNode at = node;
        for (int i = 0; i < MAX_REFS; i++) {
            String reference = at.path("$ref").asString("");
            if (!reference.startsWith("#/")) {
                break;
            }
            at = document.at(JsonPointer.compile(reference.substring(1)));
        }
        return at;
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
            return new JsonSchema(URI.create(location), documents(location, document, files), document, schema);
        } catch (RuntimeException e) {
            throw new InvalidSchemaException(source, "cannot be used: " + e.getMessage());
        }
    }

    private static Map<URI, JsonNode> documents(String location, JsonNode document, LocalSchemas files) {
        Map<URI, JsonNode> documents = new LinkedHashMap<>();
        documents.put(URI.create(location), document);
        files.read().forEach((uri, text) -> documents.put(uri, Json.mapper().readTree(text)));
        return Collections.unmodifiableMap(documents);
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
