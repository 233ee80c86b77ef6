package dev.gatehouse.common.schema;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import dev.gatehouse.common.error.FieldViolation;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Turns the validator's findings into violations: our codes, our words, never the value. */
final class Violations {
    /** What one answer carries at most: a body of the allowed size can hold tens of thousands of mistakes. */
    static final int MAX = 100;

    /** A field's path is in part what the client has sent. */
    private static final int MAX_FIELD = 200;

    private static final int MAX_CHOICES = 20;
    private static final Pattern CAPITAL = Pattern.compile("([A-Z])");
    private static final Comparator<FieldViolation> ORDER =
            Comparator.comparing(FieldViolation::field).thenComparing(FieldViolation::code);

    private Violations() {}

    /** At most {@link #MAX} of them, ordered by field and code, one for each field and code. */
    static List<FieldViolation> of(List<Error> errors) {
        return errors.stream()
                .map(Violations::violation)
                .collect(Collectors.toMap(v -> List.of(v.field(), v.code()), v -> v, (first, second) -> first))
                .values()
                .stream()
                .sorted(ORDER)
                .limit(MAX)
                .toList();
    }

    private static FieldViolation violation(Error error) {
        Optional<Branch> branch = Branch.of(error.getEvaluationPath());
        if (branch.isPresent()) {
            String choice = branch.get().keyword();
            return new FieldViolation(
                    shortened(path(error.getInstanceLocation(), branch.get().depth())),
                    code(choice),
                    message(choice, error));
        }
        String field = shortened(field(error));
        return switch (error.getKeyword()) {
            case "additionalProperties", "unevaluatedProperties", "false" ->
                new FieldViolation(field, "unknown", "is not a known field");
            default -> new FieldViolation(field, code(error.getKeyword()), message(error.getKeyword(), error));
        };
    }

    private static String field(Error error) {
        NodePath location = error.getInstanceLocation();
        String at = path(location, location.getNameCount());
        Optional<String> child = switch (error.getKeyword()) {
            case "required", "additionalProperties", "unevaluatedProperties", "propertyNames" ->
                Optional.ofNullable(error.getProperty());
            case "dependentRequired" -> Optional.of(String.valueOf(error.getArguments()[0]));
            default -> Optional.empty();
        };
        return child.map(name -> at.isEmpty() ? name : at + "." + name).orElse(at);
    }

    private static String shortened(String field) {
        return field.length() <= MAX_FIELD ? field : field.substring(0, MAX_FIELD) + "...";
    }

    private static String path(NodePath location, int depth) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < Math.min(depth, location.getNameCount()); i++) {
            Object element = location.getElement(i);
            if (element instanceof Integer) {
                path.append('[').append(element).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(element);
            }
        }
        return path.toString();
    }

    private static String code(String keyword) {
        // The validator reports a plain "contains" as the "minContains" of 1 that it stands for.
        if (keyword.endsWith("Contains")) {
            return "contains";
        }
        return CAPITAL.matcher(keyword).replaceAll("_$1").toLowerCase(Locale.ROOT);
    }

    private static String message(String keyword, Error error) {
        JsonNode wanted = error.getSchemaNode();
        return switch (keyword) {
            case "required" -> "is required";
            case "dependentRequired" -> "is required together with another field";
            case "type" -> "must be " + types(wanted);
            case "format" -> format(wanted.asString(""));
            case "pattern" -> "does not have the required form";
            case "minLength" -> "must have at least " + counted(wanted, "character");
            case "maxLength" -> "must have at most " + counted(wanted, "character");
            case "minItems" -> "must have at least " + counted(wanted, "item");
            case "maxItems" -> "must have at most " + counted(wanted, "item");
            case "minProperties" -> "must have at least " + counted(wanted, "field");
            case "maxProperties" -> "must have at most " + counted(wanted, "field");
            case "uniqueItems" -> "must not have the same item twice";
            case "minimum" -> "must be at least " + wanted;
            case "maximum" -> "must be at most " + wanted;
            case "exclusiveMinimum" -> "must be more than " + wanted;
            case "exclusiveMaximum" -> "must be less than " + wanted;
            case "multipleOf" -> "must be a multiple of " + wanted;
            case "enum" -> choices(wanted);
            case "const" -> "must be " + wanted;
            case "contains", "minContains", "maxContains" ->
                "does not have the right number of items of the required kind";
            case "propertyNames" -> "is not an allowed name of a field";
            case "anyOf" -> "has none of the allowed forms";
            case "oneOf" -> "must have exactly one of the allowed forms";
            case "not" -> "has a form that is not allowed";
            default -> "is not valid";
        };
    }

    private static String types(JsonNode wanted) {
        if (!wanted.isArray()) {
            return type(wanted.asString(""));
        }
        return wanted.valueStream().map(type -> type(type.asString(""))).collect(Collectors.joining(" or "));
    }

    private static String type(String type) {
        return switch (type) {
            case "array" -> "a list";
            case "boolean" -> "true or false";
            case "integer" -> "a whole number";
            case "null" -> "null";
            case "object" -> "an object";
            default -> "a " + type;
        };
    }

    private static String format(String format) {
        return switch (format) {
            case "email", "idn-email" -> "must be an email address";
            case "uuid" -> "must be a UUID";
            case "date-time" -> "must be a date and time such as 2026-01-31T12:00:00Z";
            case "date" -> "must be a date such as 2026-01-31";
            case "time" -> "must be a time such as 12:00:00Z";
            case "duration" -> "must be a duration such as PT5S";
            default -> "must have the format " + format;
        };
    }

    private static String counted(JsonNode count, String unit) {
        return count + " " + unit + (count.asInt(0) == 1 ? "" : "s");
    }

    private static String choices(JsonNode wanted) {
        if (wanted.size() > MAX_CHOICES) {
            return "is not one of the allowed values";
        }
        return "must be one of "
                + wanted.valueStream()
                        .map(choice -> choice.isString() ? choice.asString() : choice.toString())
                        .collect(Collectors.joining(", "));
    }
}
