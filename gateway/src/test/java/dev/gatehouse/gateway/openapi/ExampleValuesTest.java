package dev.gatehouse.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.json.Json;
import dev.gatehouse.common.schema.JsonSchema;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ExampleValuesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type': 'string'}",
                "{'type': 'string', 'minLength': 40}",
                "{'type': 'string', 'maxLength': 2}",
                "{'type': 'string', 'minLength': 7, 'maxLength': 7}",
                "{'type': 'string', 'format': 'email'}",
                "{'type': 'string', 'format': 'uuid'}",
                "{'type': 'string', 'format': 'date-time'}",
                "{'type': 'string', 'format': 'date'}",
                "{'type': 'string', 'format': 'time'}",
                "{'type': 'string', 'format': 'duration'}",
                "{'type': 'string', 'format': 'uri'}",
                "{'type': 'string', 'format': 'uri-reference'}",
                "{'type': 'string', 'format': 'hostname'}",
                "{'type': 'string', 'format': 'ipv4'}",
                "{'type': 'string', 'format': 'ipv6'}",
                "{'type': 'string', 'format': 'json-pointer'}",
                "{'type': 'string', 'format': 'regex'}",
                "{'type': 'string', 'pattern': '^[A-Z]{3}-[0-9]{4}$'}",
                "{'type': 'string', 'pattern': '^[\\\\p{L}\\\\p{N}][\\\\p{L}\\\\p{M}\\\\p{N}_.-]*$', 'minLength': 3, 'maxLength': 32}",
                "{'type': 'string', 'pattern': '^(eur|usd)(/[a-z]+)?$', 'minLength': 5}",
                "{'type': 'string', 'pattern': '^\\\\+[1-9]\\\\d{1,14}$'}",
                "{'type': 'string', 'pattern': '^(?:v|w)\\\\w+@[^\\\\s]{2,}$'}",
                "{'type': 'string', 'pattern': '^[^a-zA-Z0-9]$'}",
                "{'type': 'string', 'pattern': '^[\\\\u0430-\\\\u044f]+$'}",
                "{'type': 'string', 'pattern': '^.+?\\\\.$', 'minLength': 6}",
                "{'type': 'integer'}",
                "{'type': 'integer', 'minimum': 10, 'maximum': 12}",
                "{'type': 'integer', 'exclusiveMinimum': 10}",
                "{'type': 'integer', 'exclusiveMaximum': 0}",
                "{'type': 'integer', 'maximum': -5}",
                "{'type': 'integer', 'minimum': 10, 'multipleOf': 7}",
                "{'type': 'integer', 'multipleOf': 2.5}",
                "{'type': 'number', 'exclusiveMinimum': 0, 'maximum': 0.5}",
                "{'type': 'number', 'multipleOf': 0.05, 'minimum': 3.01}",
                "{'type': 'boolean'}",
                "{'type': 'null'}",
                "{'type': ['null', 'integer'], 'minimum': 4}",
                "{'enum': ['b', 'a']}",
                "{'const': {'x': 1}}",
                "{'type': 'array', 'items': {'type': 'integer'}, 'minItems': 3}",
                "{'type': 'array', 'items': {'type': 'integer'}, 'maxItems': 0}",
                "{'type': 'array', 'prefixItems': [{'type': 'integer'}, {'type': 'string'}], 'items': false}",
                "{'type': 'object', 'required': ['a'], 'properties': {'a': {'type': 'string'}, 'b': {'type': 'integer'}}}",
                "{'allOf': [{'properties': {'a': {'type': 'integer'}}, 'required': ['a']}, {'properties': {'b': {'const': 2}}, 'required': ['b']}]}",
                "{'oneOf': [{'type': 'object', 'required': ['a'], 'properties': {'a': {'type': 'string'}}}, {'type': 'integer'}]}",
                "{'anyOf': [{'type': 'string', 'minLength': 50}, {'type': 'integer'}]}",
                "{'$defs': {'n': {'type': 'object', 'required': ['v'], 'properties': {'v': {'type': 'integer'}, 'next': {'$ref': '#/$defs/n'}}}}, '$ref': '#/$defs/n'}",
                "{}"
            })
    void exampleIsFoundAndHolds(String schema) {
        JsonNode json = json(schema);
        JsonNode example = example(json).orElseThrow();
        assertThat(JsonSchema.of("test", json).violations(example))
                .as(example.toString())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type': 'string', 'examples': ['x'], 'default': 'y'} | \"x\"",
                "{'type': 'string', 'default': 'y', 'enum': ['z', 'y']} | \"y\"",
                "{'type': 'integer', 'minimum': 1} | 1",
                "{'type': 'string', 'minLength': 2} | \"text\"",
                "{'type': 'array', 'items': {'type': 'boolean'}} | [true]",
                "{'type': 'object', 'properties': {'b': {'type': 'null'}, 'a': {'type': 'boolean'}}} | {\"b\":null,\"a\":true}",
            })
    void whatTheSchemaSaysComesFirst(String schema, String expected) {
        assertThat(example(json(schema)).orElseThrow().toString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type': 'string', 'pattern': '^(?=x)y$'}",
                "{'type': 'string', 'pattern': '^([a-z]{900}){900}$'}",
                "{'type': 'string', 'minLength': 100000}",
                "{'type': 'array', 'items': {'type': 'string'}, 'minItems': 1000}",
                "{'type': 'object', 'required': ['a'], 'properties': {'a': false}}",
                "false"
            })
    void nothingIsMadeUpWhereThereIsNoTelling(String schema) {
        assertThat(example(json(schema))).isEmpty();
    }

    private static Optional<JsonNode> example(JsonNode schema) {
        SchemaBundle bundle = new SchemaBundle(URI.create("file:/"));
        return new ExampleValues(bundle).of(bundle.reference(JsonSchema.of("test", schema)));
    }

    private static JsonNode json(String text) {
        return Json.mapper().readTree(text.replace('\'', '"'));
    }
}
