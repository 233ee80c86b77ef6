package dev.gatehouse.common.error;

/**
 * One way in which a request breaks its schema.
 *
 * @param field the path of the field, such as {@code email} or {@code items[0].sku}; empty for the request as a whole
 * @param code what is wrong, for programs: a JSON Schema keyword in snake case ({@code required}, {@code format}, {@code min_length}),
 *     or {@code unknown} for a field that the request does not have
 * @param message what is wrong, for people; never the value itself
 */
public record FieldViolation(String field, String code, String message) {}
