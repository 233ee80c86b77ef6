package dev.gatehouse.common.schema;

import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.resource.InputStreamSource;
import com.networknt.schema.resource.ResourceLoader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Loads what a {@code $ref} points to from files. Nothing is ever fetched from a network. */
final class LocalSchemas implements ResourceLoader {
    @Override
    public @Nullable InputStreamSource getResource(AbsoluteIri iri) {
        String text = iri.toString();
        return text.startsWith("file:") ? () -> Files.newInputStream(Path.of(URI.create(text))) : null;
    }
}
