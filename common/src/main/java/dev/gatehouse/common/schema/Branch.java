package dev.gatehouse.common.schema;

import com.networknt.schema.path.NodePath;
import java.util.Optional;

/**
 * The outermost choice (anyOf, oneOf) that a finding is inside of. The validator reports why each branch does not apply; the violation
 * is that none does.
 *
 * @param keyword {@code anyOf} or {@code oneOf}
 * @param depth how many steps into the request the choice is made
 */
record Branch(String keyword, int depth) {
    /** The choice on the way to a finding, if there is one. */
    static Optional<Branch> of(NodePath evaluation) {
        int depth = 0;
        int steps = evaluation.getNameCount();
        for (int i = 0; i < steps; i++) {
            String keyword = String.valueOf(evaluation.getElement(i));
            switch (keyword) {
                case "anyOf", "oneOf" -> {
                    if (i + 1 < steps) {
                        return Optional.of(new Branch(keyword, depth));
                    }
                }
                case "properties", "patternProperties", "prefixItems" -> {
                    depth++;
                    i++;
                }
                case "items", "contains", "additionalProperties", "unevaluatedProperties", "unevaluatedItems" ->
                    depth++;
                case "allOf", "dependentSchemas" -> i++;
                default -> {
                    // $ref, if, then, else and the like stay where they are in the request.
                }
            }
        }
        return Optional.empty();
    }
}
