package dev.gatehouse.gateway.openapi;

import dev.gatehouse.common.schema.JsonSchema;
import dev.gatehouse.common.schema.SchemaKeywords;
import dev.gatehouse.common.schema.SchemaResources;
import dev.gatehouse.common.schema.SchemaResources.Place;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schemas of a document. Each file, and each part of one that a reference leads to, is one component, named after its file; whatever refers
 * to it, itself included, refers to the component. Confined to the building of one document.
 */
public final class SchemaBundle {
    private static final String PREFIX = "#/components/schemas/";
    private static final String SCHEMAS_DIRECTORY = "schemas/";
    private static final int MAX_REFS = 10;

    private final String directory;
    private final Identifiers names = new Identifiers();
    private final Map<String, String> nameOfPlace = new HashMap<>();
    private final SortedMap<String, JsonNode> components = new TreeMap<>();

    /** @param directory what names of schema files are relative to */
    public SchemaBundle(URI directory) {
        String path = directory.getRawPath();
        this.directory = "file:" + (path.endsWith("/") ? path : path + "/");
    }

    /** A reference to a schema's component. */
    public ObjectNode reference(JsonSchema schema) {
        SchemaResources resources = schema.resources();
        return reference(resources, resources.root());
    }

    /** A reference to a component that is made here. */
    public ObjectNode add(String wantedName, JsonNode schema) {
        String name = names.claim(wantedName);
        components.put(name, schema);
        return referenceTo(name);
    }

    /** The schema that a reference leads to, over further ones where there are any; the schema itself where it is none. */
    JsonNode resolved(JsonNode schema) {
        JsonNode at = schema;
        for (int i = 0; i < MAX_REFS; i++) {
            Optional<JsonNode> next = target(at);
            if (next.isEmpty()) {
                break;
            }
            at = next.get();
        }
        return at;
    }

    /** The component that a schema refers to, if it does. */
    Optional<JsonNode> target(JsonNode schema) {
        String reference = schema.path(SchemaKeywords.REF).asString("");
        return reference.startsWith(PREFIX)
                ? Optional.ofNullable(components.get(reference.substring(PREFIX.length())))
                : Optional.empty();
    }

    /** All components by name. */
    ObjectNode all() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        components.forEach(all::set);
        return all;
    }

    /** The components that something refers to, by whatever way. */
    public ObjectNode reachableFrom(JsonNode document) {
        SortedMap<String, JsonNode> found = new TreeMap<>();
        Deque<JsonNode> open = new ArrayDeque<>();
        open.add(document);
        while (!open.isEmpty()) {
            JsonNode node = open.pop();
            target(node).ifPresent(component -> {
                String name = node.path(SchemaKeywords.REF).asString("").substring(PREFIX.length());
                if (found.put(name, component) == null) {
                    open.push(component);
                }
            });
            node.forEach(open::push);
        }
        ObjectNode reachable = JsonNodeFactory.instance.objectNode();
        found.forEach(reachable::set);
        return reachable;
    }

    private ObjectNode reference(SchemaResources resources, Place place) {
        String known = nameOfPlace.get(place.identity());
        if (known != null) {
            return referenceTo(known);
        }
        String name = names.claim(nameOf(place.identity()));
        // Before it is translated: it may refer to itself.
        nameOfPlace.put(place.identity(), name);
        components.put(name, translated(resources, place.base(), place.schema()));
        return referenceTo(name);
    }

    private JsonNode translated(SchemaResources resources, URI outer, JsonNode schema) {
        if (!schema.isObject()) {
            return schema.deepCopy();
        }
        URI base = SchemaResources.inside(outer, schema);
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        schema.properties().forEach(member -> {
            String keyword = member.getKey();
            if (keyword.equals(SchemaKeywords.REF) || keyword.equals(SchemaKeywords.DYNAMIC_REF)) {
                // Of what is in no document, such as the schema of schemas, nothing is told.
                resources
                        .find(base, member.getValue().asString(""))
                        .ifPresent(place -> copy.setAll(reference(resources, place)));
            } else if (!SchemaKeywords.OF_THE_DOCUMENT.contains(keyword)) {
                copy.set(
                        keyword,
                        SchemaKeywords.mapped(keyword, member.getValue(), inner -> translated(resources, base, inner)));
            }
        });
        return copy;
    }

    /** {@code AuthAccount} of {@code .../schemas/auth/account.json}, {@code OrderAddress} of {@code .../order.json#/$defs/address}. */
    private String nameOf(String identity) {
        int hash = identity.indexOf('#');
        String file = hash < 0 ? identity : identity.substring(0, hash);
        String path = file.startsWith(directory)
                ? file.substring(directory.length())
                : file.substring(file.lastIndexOf('/') + 1);
        path = path.startsWith(SCHEMAS_DIRECTORY) ? path.substring(SCHEMAS_DIRECTORY.length()) : path;
        int dot = path.lastIndexOf('.');
        String stem = dot > path.lastIndexOf('/') && dot > 0 ? path.substring(0, dot) : path;
        String within = hash < 0 ? "" : identity.substring(identity.lastIndexOf('/') + 1);
        return Identifiers.pascal(stem + "/" + within);
    }

    private static ObjectNode referenceTo(String name) {
        return JsonNodeFactory.instance.objectNode().put(SchemaKeywords.REF, PREFIX + name);
    }
}
