package dev.gatehouse.gateway.openapi;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Numbers within the bounds of a schema: one where that is allowed, else what is next to a bound. */
final class ExampleNumbers {
    private ExampleNumbers() {}

    static JsonNode of(JsonNode schema, boolean whole) {
        BigDecimal step = step(schema, whole);
        BigDecimal value = BigDecimal.ONE.max(step);
        BigDecimal least = least(schema, step);
        if (value.compareTo(least) < 0) {
            value = least;
        }
        value = multiple(value, step, RoundingMode.CEILING);
        BigDecimal most = most(schema, step, value);
        if (value.compareTo(most) > 0) {
            value = multiple(most, step, RoundingMode.FLOOR);
        }
        return written(value, whole);
    }

    private static BigDecimal step(JsonNode schema, boolean whole) {
        BigDecimal multiple =
                schema.path("multipleOf").isNumber() ? schema.path("multipleOf").decimalValue() : BigDecimal.ZERO;
        // Of a whole number that has to be a multiple of 2.5, the multiples of 5 are tried.
        BigDecimal step = multiple.signum() > 0 ? multiple : whole ? BigDecimal.ONE : new BigDecimal("0.01");
        while (whole && step.stripTrailingZeros().scale() > 0 && step.scale() < 9) {
            step = step.multiply(BigDecimal.TWO).stripTrailingZeros();
        }
        return step;
    }

    private static BigDecimal least(JsonNode schema, BigDecimal step) {
        BigDecimal least = bound(schema, "minimum", new BigDecimal("-1E+9"));
        BigDecimal exclusive =
                bound(schema, "exclusiveMinimum", least.subtract(step)).add(step);
        return least.max(exclusive);
    }

    private static BigDecimal most(JsonNode schema, BigDecimal step, BigDecimal value) {
        BigDecimal most = bound(schema, "maximum", value);
        BigDecimal exclusive = bound(schema, "exclusiveMaximum", most.add(step)).subtract(step);
        return most.min(exclusive);
    }

    private static BigDecimal bound(JsonNode schema, String keyword, BigDecimal other) {
        return schema.path(keyword).isNumber() ? schema.path(keyword).decimalValue() : other;
    }

    private static BigDecimal multiple(BigDecimal value, BigDecimal step, RoundingMode rounding) {
        return value.divide(step, 0, rounding).multiply(step);
    }

    private static JsonNode written(BigDecimal value, boolean whole) {
        BigInteger integer = value.toBigInteger();
        boolean isInteger = new BigDecimal(integer).compareTo(value) == 0;
        return whole || isInteger
                ? JsonNodeFactory.instance.numberNode(integer)
                : JsonNodeFactory.instance.numberNode(value.stripTrailingZeros());
    }
}
