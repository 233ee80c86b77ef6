package dev.gatehouse.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.route.RouteTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class OpenApiDocumentTest {
    private static final String ORDER = """
            {'$schema': 'https://json-schema.org/draft/2020-12/schema', '$id': 'order.json', 'title': 'An order', 'type': 'object',
             'additionalProperties': false, 'required': ['order_id', 'sku', 'access_token'],
             'properties': {
               'order_id': {'type': 'integer', 'minimum': 1, 'description': 'Which order.'},
               'access_token': {'type': 'string'},
               'sku': {'type': 'string', 'pattern': '^[A-Z]{3}-[0-9]{4}$'},
               'count': {'type': 'integer', 'minimum': 2, 'default': 3},
               'tags': {'type': 'array', 'items': {'$ref': '#/$defs/tag'}},
               'place': {'$ref': 'common/place.json'}},
             '$defs': {'tag': {'$anchor': 'tag', 'enum': ['new', 'old']}}}
            """;
    private static final String PLACE = """
            {'type': 'object', 'required': ['city'], 'properties': {
              'city': {'type': 'string', 'minLength': 3}, 'within': {'$ref': '#'}, 'kind': {'$ref': '../order.json#tag'}}}
            """;
    private static final Map<String, String> SCHEMAS =
            Map.of("schemas/order.json", ORDER, "schemas/common/place.json", PLACE);

    @TempDir
    private Path directory;

    @Test
    void everyRouteOverHttpIsAnOperation() throws IOException {
        JsonNode document = document("""
                - {name: orders.get, summary: One order, http: "GET /orders/{order_id}", rpc: core.orders.rpc.get.v1}
                - {name: orders.put-it, http: "PUT /orders/{order_id}", rpc: core.orders.rpc.put.v1}
                - {name: orders.put_it, http: POST /orders, rpc: core.orders.rpc.post.v1}
                - {name: orders.watch, rpc: core.orders.rpc.watch.v1}
                - {name: stock.list, http: GET /stock, rpc: core.stock.rpc.list.v1}
                """);
        assertThat(document.path("openapi").asString()).isEqualTo("3.1.0");
        assertThat(document.path("paths").propertyNames()).containsExactly("/orders/{order_id}", "/orders", "/stock");
        JsonNode get = document.at("/paths/~1orders~1{order_id}/get");
        assertThat(get.path("operationId").asString()).isEqualTo("ordersGet");
        assertThat(get.path("summary").asString()).isEqualTo("One order");
        assertThat(get.path("tags").toString()).isEqualTo("[\"orders\"]");
        assertThat(document.at("/paths/~1orders~1{order_id}/put/operationId").asString())
                .isEqualTo("ordersPutIt");
        assertThat(document.at("/paths/~1orders/post/operationId").asString()).isEqualTo("ordersPutIt2");
        assertThat(document.path("tags")
                        .valueStream()
                        .map(tag -> tag.path("name").asString()))
                .containsExactly("orders", "stock");
        assertThat(document.toString()).doesNotContain("watch");
    }

    @Test
    void bodyHasWhatComesNeitherFromThePathNorFromTheToken() throws IOException {
        JsonNode document = document("""
                - name: orders.change
                  http: PATCH /orders/{order_id}
                  rpc: core.orders.rpc.change.v1
                  bearer-as: access_token
                  request: schemas/order.json
                """);
        JsonNode patch = document.at("/paths/~1orders~1{order_id}/patch");
        assertThat(patch.path("parameters")).hasSize(1);
        JsonNode parameter = patch.path("parameters").path(0);
        assertThat(parameter.path("name").asString()).isEqualTo("order_id");
        assertThat(parameter.path("in").asString()).isEqualTo("path");
        assertThat(parameter.path("required").booleanValue()).isTrue();
        assertThat(parameter.path("description").asString()).isEqualTo("Which order.");
        assertThat(parameter.at("/schema/type").asString()).isEqualTo("integer");
        assertThat(patch.at("/requestBody/required").booleanValue()).isTrue();
        JsonNode body = followed(document, patch.at("/requestBody/content/application~1json/schema"));
        assertThat(body.path("properties").propertyNames()).containsExactly("sku", "count", "tags", "place");
        assertThat(body.path("required").toString()).isEqualTo("[\"sku\"]");
        assertThat(document.toString()).doesNotContain("access_token\":");
    }

    @Test
    void fieldsAreFoundAndTakenAwayInEveryPartOfTheSameObject() throws IOException {
        JsonNode document = document("""
                - {name: a.b, http: "POST /a/{id}", rpc: core.a.rpc.b.v1, request: schemas/parts.json}
                """, Map.of("schemas/parts.json", """
                        {'allOf': [{'$ref': '#/$defs/base'}, {'properties': {'n': {'type': 'integer'}}, 'required': ['n']}],
                         'dependentRequired': {'id': ['n']}, 'unevaluatedProperties': false,
                         'examples': [{'id': 'x', 'n': 7}],
                         '$defs': {'base': {'type': 'object', 'properties': {'id': {'type': 'string'}, 'm': true}, 'required': ['id']}}}
                        """));
        JsonNode post = document.at("/paths/~1a~1{id}/post");
        assertThat(post.at("/parameters/0/schema/type").asString()).isEqualTo("string");
        JsonNode body = followed(document, post.at("/requestBody/content/application~1json/schema"));
        assertThat(body.toString()).doesNotContain("\"id\"");
        assertThat(body.at("/allOf/0/properties").propertyNames()).containsExactly("m");
        assertThat(body.at("/allOf/1/required").toString()).isEqualTo("[\"n\"]");
        assertThat(post.at("/requestBody/content/application~1json/example").toString())
                .isEqualTo("{\"n\":7}");
    }

    @Test
    void queryParametersHaveTheTypesOfTheSchema() throws IOException {
        JsonNode document = document("""
                - name: orders.find
                  http: GET /orders
                  rpc: core.orders.rpc.find.v1
                  bearer-as: access_token
                  request: schemas/order.json
                """);
        JsonNode get = document.at("/paths/~1orders/get");
        assertThat(get.has("requestBody")).isFalse();
        // A place is an object, for which a query has no form.
        assertThat(get.path("parameters")
                        .valueStream()
                        .map(one -> one.path("name").asString()))
                .containsExactly("order_id", "sku", "count", "tags");
        JsonNode tags = get.path("parameters").path(3);
        assertThat(tags.path("in").asString()).isEqualTo("query");
        assertThat(tags.path("required").booleanValue()).isFalse();
        assertThat(tags.path("style").asString()).isEqualTo("form");
        assertThat(tags.path("explode").booleanValue()).isTrue();
        assertThat(tags.path("example").toString()).isEqualTo("[\"new\"]");
        assertThat(get.at("/parameters/1/required").booleanValue()).isTrue();
        assertThat(get.at("/parameters/1/example").asString()).matches("[A-Z]{3}-[0-9]{4}");
        assertThat(get.at("/parameters/2/example").intValue()).isEqualTo(3);
    }

    @Test
    void schemasOfOtherFilesBecomeComponents() throws IOException {
        JsonNode document = document("""
                - {name: orders.add, http: POST /orders, rpc: core.orders.rpc.add.v1, request: schemas/order.json}
                - {name: orders.place, http: POST /place, rpc: core.orders.rpc.place.v1, response: schemas/common/place.json}
                """);
        JsonNode schemas = document.at("/components/schemas");
        assertThat(schemas.propertyNames())
                .containsExactly(
                        "CommonPlace",
                        "ErrorBody",
                        "FieldViolation",
                        "Order",
                        "OrderTag",
                        "OrdersAddResponse",
                        "OrdersPlaceResponse");
        assertThat(schemas.at("/Order/properties/place/$ref").asString()).isEqualTo("#/components/schemas/CommonPlace");
        assertThat(schemas.at("/CommonPlace/properties/within/$ref").asString())
                .isEqualTo("#/components/schemas/CommonPlace");
        assertThat(schemas.at("/OrdersPlaceResponse/properties/data/$ref").asString())
                .isEqualTo("#/components/schemas/CommonPlace");
        assertThat(document.toString()).doesNotContain("$schema", "$id", "$defs", "$anchor", directory.toString());
        assertNoReferenceIsBroken(document);
    }

    @Test
    void partOfASchemaIsOneComponentWhicheverWayLeadsToIt() throws IOException {
        JsonNode document = document("""
                - {name: orders.add, http: POST /orders, rpc: core.orders.rpc.add.v1, request: schemas/order.json}
                """);
        JsonNode schemas = document.at("/components/schemas");
        String byPointer = schemas.at("/Order/properties/tags/items/$ref").asString();
        String byAnchor = schemas.at("/CommonPlace/properties/kind/$ref").asString();
        assertThat(byAnchor).isEqualTo(byPointer).isEqualTo("#/components/schemas/OrderTag");
        assertThat(schemas.at("/OrderTag/enum").toString()).isEqualTo("[\"new\",\"old\"]");
    }

    @Test
    void recursiveSchemasEndInAReference() throws IOException {
        JsonNode document = document(
                "- {name: t.put, http: POST /tree, rpc: core.t.rpc.put.v1, request: schemas/tree.json}\n",
                Map.of("schemas/tree.json", """
                        {'type': 'object', 'required': ['name'], 'properties': {
                          'name': {'type': 'string'}, 'children': {'type': 'array', 'items': {'$ref': '#'}},
                          'mother': {'$dynamicRef': '#node'}}, '$dynamicAnchor': 'node'}
                        """));
        assertThat(document.at("/components/schemas/Tree/properties/children/items/$ref")
                        .asString())
                .isEqualTo("#/components/schemas/Tree");
        assertNoReferenceIsBroken(document);
        assertThat(document.at("/paths/~1tree/post/requestBody/content/application~1json/example")
                        .toString())
                .isEqualTo("{\"name\":\"text\",\"children\":[]}");
    }

    @Test
    void schemasWithNamesOfTheirOwnAreFoundByThem() throws IOException {
        JsonNode document = document(
                "- {name: t.put, http: POST /t, rpc: core.t.rpc.put.v1, request: schemas/t.json}\n",
                Map.of("schemas/t.json", """
                        {'$id': 'https://example.com/t', 'type': 'object',
                         'properties': {'a': {'$ref': '/inner'}, 'b': {'$ref': 'inner#/$defs/x'}, 'c': {'$ref': 'inner#y'}},
                         '$defs': {'in': {'$id': 'https://example.com/inner', 'type': 'object', 'properties': {'d': {'$ref': '#/$defs/x'}},
                           '$defs': {'x': {'type': 'integer'}, 'y': {'$anchor': 'y', 'type': 'null'}}}}}
                        """));
        JsonNode schemas = document.at("/components/schemas");
        assertThat(schemas.propertyNames()).contains("T", "TIn", "TX", "TY");
        assertThat(schemas.at("/T/properties/a/$ref").asString()).isEqualTo("#/components/schemas/TIn");
        assertThat(schemas.at("/T/properties/b/$ref").asString()).isEqualTo("#/components/schemas/TX");
        assertThat(schemas.at("/TIn/properties/d/$ref").asString()).isEqualTo("#/components/schemas/TX");
        assertThat(schemas.at("/T/properties/c/$ref").asString()).isEqualTo("#/components/schemas/TY");
        assertThat(schemas.at("/TY/type").asString()).isEqualTo("null");
    }

    @Test
    void dataThatLooksLikeASchemaStaysAsItIs() throws IOException {
        JsonNode document = document(
                "- {name: t.put, http: POST /t, rpc: core.t.rpc.put.v1, request: schemas/t.json}\n",
                Map.of("schemas/t.json", """
                        {'type': 'object', 'properties': {
                          '$id': {'type': 'string'}, '$defs': {'type': 'integer'}, 'x': {'const': {'$ref': '#/nowhere', '$id': 1}}}}
                        """));
        JsonNode properties = document.at("/components/schemas/T/properties");
        assertThat(properties.propertyNames()).containsExactly("$id", "$defs", "x");
        assertThat(properties.at("/x/const").toString()).isEqualTo("{\"$ref\":\"#/nowhere\",\"$id\":1}");
    }

    @Test
    void accessIsToldAsSecurityWordsAndExtensions() throws IOException {
        JsonNode paths = document("""
                        - {name: a.none, http: GET /none, rpc: core.a.rpc.b.v1, auth: none}
                        - {name: a.maybe, http: GET /maybe, rpc: core.a.rpc.b.v1, auth: optional}
                        - {name: a.must, http: GET /must, rpc: core.a.rpc.b.v1, scopes: [x:read, x:write], roles: [admin, clerk]}
                        """).path("paths");
        assertThat(paths.at("/~1none/get/security").toString()).isEqualTo("[]");
        assertThat(paths.at("/~1maybe/get/security").toString()).isEqualTo("[{},{\"bearer\":[]}]");
        JsonNode must = paths.at("/~1must/get");
        assertThat(must.path("security").toString()).isEqualTo("[{\"bearer\":[]}]");
        assertThat(must.path("description").asString())
                .isEqualTo("Needs all of the scopes `x:read`, `x:write`. Needs one of the roles `admin`, `clerk`.");
        assertThat(must.path("x-required-scopes").toString()).isEqualTo("[\"x:read\",\"x:write\"]");
        assertThat(must.path("x-required-roles").toString()).isEqualTo("[\"admin\",\"clerk\"]");
    }

    @Test
    void headersThatNoResponseHasAreNotDescribed() throws IOException {
        JsonNode plain = document("- {name: a.b, http: GET /b, rpc: core.a.rpc.b.v1}\n");
        assertThat(plain.at("/components/headers").propertyNames())
                .contains("X-Request-ID", "Retry-After")
                .doesNotContain("Idempotency-Replayed", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset");
        assertNoReferenceIsBroken(plain);
    }

    @Test
    void idempotencyAndLimitsAreToldAsHeaders() throws IOException {
        JsonNode document = document("""
                        - {name: a.once, http: POST /once, rpc: core.a.rpc.b.v1, idempotent: true}
                        - {name: a.few, http: GET /few, rpc: core.a.rpc.b.v1, rate-limit: {per: route, limit: 1, period: PT1S}}
                        """);
        JsonNode once = document.at("/paths/~1once/post");
        assertThat(once.path("parameters").valueStream())
                .anyMatch(parameter -> parameter.path("in").asString().equals("header")
                        && parameter.path("name").asString().equals("Idempotency-Key"));
        assertThat(once.at("/responses/201").isMissingNode()).isTrue();
        assertThat(once.at("/responses/200/headers").propertyNames()).contains("Idempotency-Replayed");
        assertThat(once.path("responses").propertyNames()).contains("409").doesNotContain("429");

        JsonNode few = document.at("/paths/~1few/get");
        assertThat(few.at("/responses/200/headers").propertyNames())
                .contains("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset");
        assertThat(followed(document, few.at("/responses/429")).path("headers").propertyNames())
                .contains("RateLimit-Limit", "Retry-After");
        assertNoReferenceIsBroken(document);
    }

    @Test
    void successIsToldInTheEnvelopeOrWithoutIt() throws IOException {
        JsonNode document = document("""
                - {name: a.in, http: POST /in, rpc: core.a.rpc.b.v1, status: 201, response: schemas/order.json}
                - {name: a.bare, http: GET /bare, rpc: core.a.rpc.b.v1, envelope: false, response: schemas/order.json}
                - {name: a.fixed, http: GET /fixed, respond: {data: {n: 1}}}
                - {name: a.later, http: GET /later, respond: {error_code: common.not_implemented, message: Not yet.}}
                """);
        JsonNode in = document.at("/paths/~1in/post/responses/201/content/application~1json");
        JsonNode envelope = followed(document, in.path("schema"));
        assertThat(envelope.path("required").toString()).isEqualTo("[\"success\",\"data\"]");
        assertThat(envelope.at("/properties/success/const").booleanValue()).isTrue();
        assertThat(envelope.at("/properties/data/$ref").asString()).isEqualTo("#/components/schemas/Order");
        assertThat(document.at("/paths/~1bare/get/responses/200/content/application~1json/schema/$ref")
                        .asString())
                .isEqualTo("#/components/schemas/Order");
        assertThat(document.at("/paths/~1fixed/get/responses/200/content/application~1json/example")
                        .toString())
                .isEqualTo("{\"success\":true,\"data\":{\"n\":1}}");
        JsonNode later = document.at("/paths/~1later/get/responses");
        assertThat(later.has("200")).isFalse();
        assertThat(later.at("/501/content/application~1json/examples/common.not_implemented/value/message")
                        .asString())
                .isEqualTo("Not yet.");
    }

    @Test
    void pathsThatDifferInParameterNamesOnlyAreOnePath() throws IOException {
        JsonNode paths = document("""
                        - {name: a.get, http: "GET /a/{x}/b", rpc: core.a.rpc.b.v1}
                        - {name: a.put, http: "PUT /a/{z}/b", rpc: core.a.rpc.b.v1}
                        """).path("paths");
        assertThat(paths.propertyNames()).containsExactly("/a/{x}/b");
        assertThat(paths.at("/~1a~1{x}~1b/put/parameters/0/name").asString()).isEqualTo("x");
    }

    @Test
    void bodyIsLeftOutWhereThereIsNothingToSend() throws IOException {
        JsonNode paths = document("""
                        - {name: a.closed, http: "POST /closed/{id}", rpc: core.a.rpc.b.v1, request: schemas/id.json}
                        - {name: a.gone, http: "DELETE /gone/{id}", rpc: core.a.rpc.b.v1}
                        - {name: a.open, http: POST /open, rpc: core.a.rpc.b.v1}
                        """, Map.of("schemas/id.json", """
                                {'type': 'object', 'properties': {'id': {'type': 'string'}}, 'additionalProperties': false}
                                """)).path("paths");
        assertThat(paths.at("/~1closed~1{id}/post").has("requestBody")).isFalse();
        assertThat(paths.at("/~1gone~1{id}/delete").has("requestBody")).isFalse();
        assertThat(paths.at("/~1open/post/requestBody/required").booleanValue()).isFalse();
    }

    @Test
    void exampleThatDoesNotHoldIsLeftOut() throws IOException {
        JsonNode document = document("""
                - {name: a.b, http: POST /a, rpc: core.a.rpc.b.v1, request: schemas/odd.json}
                - {name: a.c, http: GET /c, respond: {data: {n: 1}}, response: schemas/odd.json}
                """, Map.of("schemas/odd.json", """
                        {'type': 'object', 'properties': {'n': {'type': 'integer', 'not': {'minimum': 0}}}, 'required': ['n']}
                        """));
        assertThat(document.at("/paths/~1a/post/requestBody/content/application~1json")
                        .propertyNames())
                .containsExactly("schema");
        assertThat(document.at("/paths/~1c/get/responses/200/content/application~1json")
                        .propertyNames())
                .containsExactly("schema");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'$ref': '#'}",
                "{'properties': {'a': {'$ref': '#/properties/a'}}}",
                "{'allOf': [{'$ref': '#'}]}",
                "{'properties': {'a': {'type': 'number', 'minimum': 1e308}, 'b': {'type': 'integer', 'multipleOf': 1e-308}}}",
                "{'properties': {'a': {'type': 'string', 'minLength': 1e15, 'maxLength': 2}, 'b': {'minItems': 1e15, 'type': 'array'}}}",
                "{'properties': {'a': {'$ref': 'https://json-schema.org/draft/2020-12/schema'}}}",
                "{'properties': {'a': {'$ref': '#/$defs/a%20b~1%25'}}, '$defs': {'a b/%': {'type': 'string'}}}",
                "{'properties': {'a': {'type': 'string', 'pattern': '^(a+)+$'}, 'b': {'type': 'string', 'pattern': '[]a-]{2,}'}}}",
                "{'properties': {'a': true, 'b': false, 'c': {'enum': []}, 'd': {'type': ['null']}}}",
                "{'required': ['x'], 'properties': {}, 'anyOf': [false, true], 'not': {}}",
                "true",
                "false"
            })
    void oddSchemasAreToldAsFarAsTheyCanBe(String schema) throws IOException {
        for (String method : List.of("GET", "POST")) {
            JsonNode document = document(
                    "- {name: a.b, http: \"" + method
                            + " /a/{id}\", rpc: core.a.rpc.b.v1, request: schemas/odd.json, response: schemas/odd.json}\n",
                    Map.of("schemas/odd.json", schema));
            assertNoReferenceIsBroken(document);
        }
    }

    @Test
    void sameFilesGiveTheSameBytesWhereverTheyLie() throws IOException {
        String routes =
                "- {name: orders.add, http: POST /orders, rpc: core.orders.rpc.add.v1, request: schemas/order.json}\n";
        Path one = Files.createDirectory(directory.resolve("one"));
        Path two = Files.createDirectory(directory.resolve("a longer name"));
        byte[] first = TestTable.bytes(TestTable.write(one, routes, SCHEMAS), one);
        byte[] second = TestTable.bytes(TestTable.write(two, routes, SCHEMAS), two);
        assertThat(new String(second, StandardCharsets.UTF_8)).isEqualTo(new String(first, StandardCharsets.UTF_8));
    }

    @Test
    void nameThatTheDocumentNeedsItselfIsGivenToNoSchema() throws IOException {
        JsonNode document = document(
                "- {name: a.b, http: POST /a, rpc: core.a.rpc.b.v1, request: schemas/error-body.json}\n",
                Map.of("schemas/error-body.json", "{'type': 'object', 'properties': {'mine': {'type': 'string'}}}"));
        assertThat(document.at("/components/schemas/ErrorBody2/properties").has("mine"))
                .isTrue();
        assertThat(document.at("/components/schemas/ErrorBody/properties").has("error_code"))
                .isTrue();
    }

    private JsonNode document(String routes) throws IOException {
        return document(routes, SCHEMAS);
    }

    private JsonNode document(String routes, Map<String, String> schemas) throws IOException {
        RouteTable table = TestTable.write(directory, routes, schemas);
        return TestTable.document(table, directory);
    }

    private static JsonNode followed(JsonNode document, JsonNode reference) {
        return document.at(reference.path("$ref").asString().substring(1));
    }

    private static void assertNoReferenceIsBroken(JsonNode document) {
        Set<String> references = new HashSet<>();
        List<JsonNode> open = new ArrayList<>(List.of(document));
        while (!open.isEmpty()) {
            JsonNode node = open.removeLast();
            node.forEach(open::add);
            Stream.of(node.path("$ref")).filter(JsonNode::isString).forEach(ref -> references.add(ref.asString()));
        }
        assertThat(references).isNotEmpty().allSatisfy(reference -> {
            assertThat(reference).startsWith("#/components/");
            assertThat(document.at(reference.substring(1)).isMissingNode()).isFalse();
        });
    }
}
