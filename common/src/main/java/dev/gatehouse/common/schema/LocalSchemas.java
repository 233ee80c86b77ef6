package dev.gatehouse.common.schema;

import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.resource.InputStreamSource;
import com.networknt.schema.resource.ResourceLoader;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Loads what a {@code $ref} points to from files. Nothing is ever fetched from a network. Confined to the thread that loads a schema. */
final class LocalSchemas implements ResourceLoader {
    private final Consumer<Path> touched;
    private final Map<URI, byte[]> read = new LinkedHashMap<>();

    /** @param touched is told of each file that is asked for */
    LocalSchemas(Consumer<Path> touched) {
        this.touched = touched;
    }

    @Override
    public @Nullable InputStreamSource getResource(AbsoluteIri iri) {
        String text = iri.toString();
        if (!text.startsWith("file:")) {
            return null;
        }
        Path file = Path.of(URI.create(text));
        touched.accept(file);
        return () -> {
            byte[] content = Files.readAllBytes(file);
            read.put(file.toUri(), content);
            return new ByteArrayInputStream(content);
        };
    }

    /** What has been read from each file. */
    Map<URI, byte[]> read() {
        return read;
    }
}
