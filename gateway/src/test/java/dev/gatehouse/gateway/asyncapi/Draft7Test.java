package dev.gatehouse.gateway.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Draft7Test {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'prefixItems': [true], 'items': false} | {'items': [true], 'additionalItems': false}",
                "{'items': {'prefixItems': [{}]}} | {'items': {'items': [{}]}}",
                "{'dependentRequired': {'a': ['b']}} | {'dependencies': {'a': ['b']}}",
                "{'dependentSchemas': {'a': {'prefixItems': []}}} | {'dependencies': {'a': {'items': []}}}",
                "{'dependentRequired': {'a': ['b']}, 'dependentSchemas': {'a': {}}}"
                        + " | {'dependencies': {'a': {'allOf': [{'required': ['b']}, {}]}}}",
                "{'unevaluatedProperties': false, 'type': 'object'} | {'type': 'object'}",
                "{'contains': {}, 'minContains': 2, 'maxContains': 3} | {'contains': {}}",
                "{'contains': {}, 'minContains': 0} | {}",
                "{'$ref': '#/x'} | {'$ref': '#/x'}",
                "{'$ref': '#/x', 'description': 'd', 'allOf': [true]} | {'description': 'd', 'allOf': [{'$ref': '#/x'}, true]}",
                "{'const': {'prefixItems': 1}} | {'const': {'prefixItems': 1}}",
                "{'properties': {'prefixItems': true}} | {'properties': {'prefixItems': true}}"
            })
    void schemaSaysTheSameInDraft7(String schema, String translated) {
        assertThat(Draft7.of(Json.mapper().readTree(schema.replace('\'', '"'))))
                .isEqualTo(Json.mapper().readTree(translated.replace('\'', '"')));
    }

    @Test
    void schemaItselfStaysAsItIs() {
        var schema = Json.mapper().readTree("{\"items\": {\"dependentRequired\": {\"a\": [\"b\"]}}}");
        var before = schema.deepCopy();
        Draft7.of(schema);
        assertThat(schema).isEqualTo(before);
    }
}
