package dev.gatehouse.common.schema;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A schema with everything that its references lead to (JSON Schema 2020-12, section 8.2). Immutable once built. */
public final class SchemaResources {
    private static final int MAX_REFS = 10;

    /** By the URI that each is known under: its file's, or the one that its {@code $id} gives it. */
    private final Map<URI, Place> resources = new HashMap<>();

    private final Map<URI, Place> anchors = new HashMap<>();
    private final Place root;

    /**
     * @param location which of the documents is the schema
     * @param documents by location
     */
    SchemaResources(URI location, Map<URI, JsonNode> documents) {
        documents.forEach((source, document) -> {
            URI file = canonical(source);
            Place place = new Place(inside(file, document), file.toString(), document);
            resources.put(file, place);
            index(place, "", document);
        });
        root = Objects.requireNonNull(resources.get(canonical(location)));
    }

    /**
     * A schema in its document.
     *
     * @param base what references in it are relative to
     * @param identity the location of its resource with the way to it from there
     */
    public record Place(URI base, String identity, JsonNode schema) {}

    /** The schema itself. */
    public Place root() {
        return root;
    }

    /** What a reference leads to; empty for what is in none of the documents, such as the schema of schemas. */
    public Optional<Place> find(URI base, String reference) {
        // URI.resolve takes no reference for relative to an opaque base, such as that of a class path resource.
        boolean isInSame = reference.isEmpty() || reference.startsWith("#");
        URI target = canonical(isInSame ? URI.create(base + reference) : base.resolve(reference));
        String fragment = Objects.requireNonNullElse(target.getFragment(), "");
        Place resource = resources.get(withoutFragment(target));
        if (fragment.isEmpty() || resource == null) {
            return Optional.ofNullable(resource);
        }
        return fragment.startsWith("/") ? at(resource, fragment) : Optional.ofNullable(anchors.get(target));
    }

    /** What a schema refers to, over further references where there are any; the schema itself where it refers to nothing. */
    Place resolved(Place place) {
        Place at = place;
        for (int i = 0; i < MAX_REFS; i++) {
            Optional<Place> next = target(at);
            if (next.isEmpty()) {
                break;
            }
            at = next.get();
        }
        return at;
    }

    /** What a schema refers to, if it does. */
    Optional<Place> target(Place place) {
        JsonNode reference = place.schema().path(SchemaKeywords.REF);
        return reference.isString() ? find(place.base(), reference.asString()) : Optional.empty();
    }

    /** What a base becomes inside a schema, which may have a name of its own. */
    public static URI inside(URI base, JsonNode schema) {
        JsonNode id = schema.path(SchemaKeywords.ID);
        return id.isString() ? withoutFragment(canonical(base.resolve(id.asString()))) : base;
    }

    /**
     * Notes the names in a schema.
     *
     * @param way where it is in its file
     */
    private void index(Place outer, String way, JsonNode schema) {
        URI base = inside(outer.base(), schema);
        Place here = new Place(base, file(outer) + (way.isEmpty() ? "" : "#" + way), schema);
        if (schema.path(SchemaKeywords.ID).isString()) {
            resources.putIfAbsent(base, here);
        }
        for (String keyword : new String[] {"$anchor", "$dynamicAnchor"}) {
            String name = schema.path(keyword).asString("");
            if (!name.isEmpty()) {
                anchors.putIfAbsent(URI.create(base + "#" + name), here);
            }
        }
        SchemaKeywords.eachWithin(schema, (step, child) -> index(here, way + step, child));
    }

    private static String file(Place place) {
        int hash = place.identity().indexOf('#');
        return hash < 0 ? place.identity() : place.identity().substring(0, hash);
    }

    /** What a JSON pointer leads to. */
    static Optional<Place> at(Place from, String pointer) {
        JsonNode schema = from.schema();
        URI base = from.base();
        for (String token : pointer.substring(1).split("/", -1)) {
            String name = token.replace("~1", "/").replace("~0", "~");
            schema = schema.isArray() && name.matches("[0-9]{1,9}")
                    ? schema.path(Integer.parseInt(name))
                    : schema.path(name);
            base = inside(base, schema);
        }
        return schema.isMissingNode()
                ? Optional.empty()
                : Optional.of(new Place(
                        base, from.identity() + (from.identity().contains("#") ? "" : "#") + pointer, schema));
    }

    /** One text for one file, however many slashes begin it. */
    private static URI canonical(URI uri) {
        URI normal = uri.normalize();
        if (!"file".equals(normal.getScheme())) {
            return normal;
        }
        String fragment = normal.getRawFragment() == null ? "" : "#" + normal.getRawFragment();
        return URI.create("file:" + normal.getRawPath() + fragment);
    }

    private static URI withoutFragment(URI uri) {
        String text = uri.toString();
        int hash = text.indexOf('#');
        return hash < 0 ? uri : URI.create(text.substring(0, hash));
    }
}
