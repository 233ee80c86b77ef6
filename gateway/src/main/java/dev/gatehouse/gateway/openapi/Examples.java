package dev.gatehouse.gateway.openapi;

import dev.gatehouse.common.schema.JsonSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives examples to what has a schema. Each is checked against that schema as it is in the document, and left out where it does not hold; so all are
 * found last, when the schemas are complete. Confined to the building of one document.
 */
public final class Examples {
    private final SchemaBundle bundle;
    private final List<Wanted> wanted = new ArrayList<>();

    /** @param given the example to use; else one is looked for */
    private record Wanted(ObjectNode holder, Optional<JsonNode> given) {}

    public Examples(SchemaBundle bundle) {
        this.bundle = bundle;
    }

    /** Later gives {@code holder}, which has a {@code schema}, an {@code example} of it, if one can be found. */
    public void find(ObjectNode holder) {
        wanted.add(new Wanted(holder, Optional.empty()));
    }

    /** Later gives {@code holder}, which has a {@code schema}, this {@code example}, if it is one. */
    public void fixed(ObjectNode holder, JsonNode example) {
        wanted.add(new Wanted(holder, Optional.of(example)));
    }

    /** Writes all examples. */
    public void write() {
        JsonNode components = JsonNodeFactory.instance.objectNode().set("schemas", bundle.all());
        ExampleValues values = new ExampleValues(bundle);
        for (Wanted one : wanted) {
            JsonNode schema = one.holder().path("schema");
            one.given()
                    .or(() -> values.of(schema))
                    .filter(example -> holds(example, schema, components))
                    .ifPresent(example -> one.holder().set("example", example));
        }
    }

    private static boolean holds(JsonNode example, JsonNode schema, JsonNode components) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.putArray("allOf").add(schema);
        document.set("components", components);
        try {
            return JsonSchema.of("example", document).violations(example).isEmpty();
        } catch (StackOverflowError e) {
            // A schema that is nothing but a reference to itself has no end, and no example.
            return false;
        }
    }
}
