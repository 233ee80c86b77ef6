package dev.gatehouse.common.schema;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.format.Format;
import com.networknt.schema.keyword.FormatValidator;
import com.networknt.schema.path.NodePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * A format whose work is bounded: the library looks for some formats with expressions that overflow the stack or take a time that grows with
 * the square of the value, and throws for some values instead of refusing them. A text of more than {@value #MAX_CHARACTERS} characters has no
 * format, and neither has a value that the format cannot be told of. Immutable.
 */
record BoundedFormat(Format format) implements Format {
    /** Of a text that has a format. The longest that are in use, addresses on the web, have about half of it. */
    static final int MAX_CHARACTERS = 4_096;

    private static final Logger LOG = LoggerFactory.getLogger(BoundedFormat.class);

    @Override
    public String getName() {
        return format.getName();
    }

    @Override
    public String getMessageKey() {
        return format.getMessageKey();
    }

    @Override
    public boolean matches(
            ExecutionContext execution,
            SchemaContext schema,
            JsonNode value,
            JsonNode root,
            NodePath place,
            boolean assertions,
            FormatValidator validator) {
        if (value.isString() && value.asString().length() > MAX_CHARACTERS) {
            return false;
        }
        try {
            return format.matches(execution, schema, value, root, place, assertions, validator);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.debug("the format {} cannot be told: {}", format.getName(), e.toString());
            return false;
        }
    }
}
