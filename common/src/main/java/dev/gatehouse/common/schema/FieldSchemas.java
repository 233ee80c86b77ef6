package dev.gatehouse.common.schema;

import dev.gatehouse.common.schema.SchemaResources.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a schema says of each field of the request, references followed, into other files too. The fields of {@code allOf} are the request's own.
 * Immutable once built.
 */
final class FieldSchemas {
    private final SchemaResources resources;
    private final Map<String, JsonNode> fields = new HashMap<>();
    private final Map<String, JsonNode> items = new HashMap<>();

    FieldSchemas(SchemaResources resources) {
        this.resources = resources;
        gather(resources.root(), new HashSet<>());
    }

    /** Of a field. */
    Optional<JsonNode> of(String field) {
        return Optional.ofNullable(fields.get(field));
    }

    /** Of each item of a field that is a list. */
    Optional<JsonNode> ofItems(String field) {
        return Optional.ofNullable(items.get(field));
    }

    private void gather(Place part, Set<String> seen) {
        if (!seen.add(part.identity())) {
            return;
        }
        part.schema()
                .path("properties")
                .propertyNames()
                .forEach(name -> SchemaResources.at(part, "/properties/" + SchemaKeywords.escaped(name))
                        .ifPresent(place -> add(name, resources.resolved(place))));
        resources.target(part).ifPresent(target -> gather(target, seen));
        for (int i = 0; i < part.schema().path("allOf").size(); i++) {
            SchemaResources.at(part, "/allOf/" + i).ifPresent(inner -> gather(inner, seen));
        }
    }

    private void add(String name, Place field) {
        if (fields.putIfAbsent(name, field.schema()) == null) {
            SchemaResources.at(field, "/items")
                    .ifPresent(
                            place -> items.put(name, resources.resolved(place).schema()));
        }
    }
}
