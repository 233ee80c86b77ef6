package dev.gatehouse.common.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class JsonDepthTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    private static void scan(String json) {
        try (JsonParser parser = JsonScan.of(json.getBytes(UTF_8))) {
            while (parser.nextToken() != null) {
                // To its end.
            }
        }
    }

    @Test
    void aPayloadAndAMessageAreBoundedApart() {
        assertThat(Json.payloads().readTree(nested(500))).isNotNull();
        assertThatThrownBy(() -> Json.payloads().readTree(nested(501))).isInstanceOf(StreamConstraintsException.class);
        assertThat(Json.mapper().readTree(nested(501))).isNotNull();
        assertThatThrownBy(() -> Json.mapper().readTree(nested(502))).isInstanceOf(StreamConstraintsException.class);
        scan(nested(501));
        assertThatThrownBy(() -> scan(nested(502))).isInstanceOf(StreamConstraintsException.class);
    }

    @Test
    void whatMayBeReadMayBeWritten() {
        assertThat(Json.mapper().writeValueAsString(Json.mapper().readTree(nested(501))))
                .isEqualTo(nested(501));
    }

    @Test
    void aMessageIsBoundedInNothingElse() {
        scan("{\"" + "n".repeat(100_000) + "\":" + "1".repeat(10_000) + "}");
    }

    @Test
    void whatIsTooDeepIsCutOut() {
        assertThat(cut("{\"a\":[1,{\"b\":[2]},3],\"c\":4}", 2)).isEqualTo("{\"a\":[1,null,3],\"c\":4}");
        assertThat(cut("[[[]],\"]]\\\"[[\",{}]", 1)).isEqualTo("[null,\"]]\\\"[[\",null]");
        assertThat(cut("[\"\\\\\",[]]", 1)).isEqualTo("[\"\\\\\",null]");
        assertThat(cut("{\"a\":1}", 1)).isEqualTo("{\"a\":1}");
        assertThat(cut("[[", 1)).isEqualTo("[null");
        assertThat(cut("]]", 1)).isEqualTo("]]");
        assertThat(cut("\"\\", 1)).isEqualTo("\"\\");
    }

    private static String cut(String json, int levels) {
        return new String(JsonDepth.cut(json.getBytes(UTF_8), levels), UTF_8);
    }

    @Provide
    Arbitrary<JsonNode> trees() {
        Arbitrary<String> texts = Arbitraries.of("", "a", "[", "]", "{", "}", "\"", "\\", "\\\"[", "\u00e9", "\u20ac{");
        return Arbitraries.lazyOf(
                () -> texts.map(NODES::stringNode),
                () -> Arbitraries.integers().map(NODES::numberNode),
                () -> trees().list().ofMaxSize(3).map(items -> {
                    ArrayNode array = NODES.arrayNode();
                    items.forEach(array::add);
                    return array;
                }),
                () -> trees().list()
                        .ofMaxSize(3)
                        .flatMap(items -> texts.map(name -> {
                            ObjectNode object = NODES.objectNode();
                            for (int i = 0; i < items.size(); i++) {
                                object.set(name + i, items.get(i));
                            }
                            return object;
                        })));
    }

    @Property
    void whatIsLeftIsTheSameTreeWithoutItsDeepestParts(
            @ForAll("trees") JsonNode tree, @ForAll @IntRange(min = 1, max = 5) int levels) {
        byte[] left = JsonDepth.cut(Json.mapper().writeValueAsBytes(tree), levels);
        assertThat(Json.mapper().readTree(left)).isEqualTo(pruned(tree, levels));
    }

    private static JsonNode pruned(JsonNode tree, int levels) {
        if (!tree.isContainer()) {
            return tree;
        }
        if (levels == 0) {
            return NODES.nullNode();
        }
        if (tree instanceof ObjectNode object) {
            ObjectNode left = NODES.objectNode();
            object.properties().forEach(field -> left.set(field.getKey(), pruned(field.getValue(), levels - 1)));
            return left;
        }
        ArrayNode left = NODES.arrayNode();
        tree.forEach(item -> left.add(pruned(item, levels - 1)));
        return left;
    }
}
