package dev.gatehouse.gateway.route;

import dev.gatehouse.common.schema.InvalidSchemaException;
import dev.gatehouse.common.schema.JsonSchema;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The schemas of one loading: each file is read once, however many routes name it. Confined to the loading thread. */
final class SchemaFiles {
    private final Path base;
    private final Map<Path, JsonSchema> loaded = new HashMap<>();
    private final Set<Path> touched = new HashSet<>();

    /** @param base the directory that paths are relative to */
    SchemaFiles(Path base) {
        this.base = base;
    }

    Path base() {
        return base;
    }

    /** Throws {@link InvalidSchemaException}. */
    JsonSchema load(Path relative) {
        Path file = base.resolve(relative).normalize();
        JsonSchema known = loaded.get(file);
        if (known != null) {
            return known;
        }
        JsonSchema schema = JsonSchema.ofFile(file, path -> touched.add(path.normalize()));
        loaded.put(file, schema);
        return schema;
    }

    /** Every file that has been looked for, whether it is there or not. */
    Set<Path> touched() {
        return touched;
    }
}
