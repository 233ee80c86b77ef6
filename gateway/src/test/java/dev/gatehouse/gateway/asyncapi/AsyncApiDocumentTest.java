package dev.gatehouse.gateway.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.json.Json;
import dev.gatehouse.gateway.openapi.OpenApiConfig;
import dev.gatehouse.gateway.openapi.TestTable;
import dev.gatehouse.gateway.route.RouteTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class AsyncApiDocumentTest {
    private static final String ORDER = """
            {'type': 'object', 'additionalProperties': false, 'required': ['order_id', 'access_token'],
             'properties': {'order_id': {'type': 'integer'}, 'access_token': {'type': 'string'}, 'next': {'$ref': '#'}}}
            """;

    @TempDir
    private Path directory;

    @Test
    void everyRouteIsACommandAlsoOneThatIsNotReachedOverHttp() throws IOException {
        JsonNode document = document("""
                - {name: orders.get, summary: One order, http: "GET /orders/{order_id}", rpc: core.orders.rpc.get.v1, roles: [clerk]}
                - {name: orders.watch.all, rpc: core.orders.rpc.watch.v1}
                """);
        assertThat(document.path("asyncapi").asString()).isEqualTo("3.0.0");
        JsonNode get = document.at("/operations/ordersGet");
        assertThat(get.path("action").asString()).isEqualTo("receive");
        assertThat(get.path("summary").asString()).isEqualTo("One order");
        assertThat(get.path("x-route").asString()).isEqualTo("orders.get");
        assertThat(get.path("x-required-roles").toString()).isEqualTo("[\"clerk\"]");
        assertThat(get.path("x-error-codes").toString())
                .contains("rpc.timeout", "auth.forbidden")
                .doesNotContain("media_type");
        assertThat(get.at("/messages/0/$ref").asString()).isEqualTo("#/channels/connect/messages/ordersGetCommand");
        assertThat(get.at("/reply/messages").size()).isEqualTo(2);
        JsonNode watch = document.at("/components/messages/ordersWatchAllCommand/payload/properties");
        assertThat(watch.at("/domain/const").asString()).isEqualTo("orders");
        assertThat(watch.at("/command/const").asString()).isEqualTo("watch.all");
        assertNoReferenceIsBroken(document);
    }

    @Test
    void payloadIsTheRoutesRequestAndResultItsResponse() throws IOException {
        JsonNode document = document("""
                - {name: orders.change, http: "PATCH /o/{order_id}", rpc: core.orders.rpc.change.v1, request: schemas/order.json,
                   response: schemas/order.json}
                """);
        JsonNode command = document.at("/components/messages/ordersChangeCommand/payload");
        assertThat(command.at("/properties/payload/$ref").asString()).isEqualTo("#/components/schemas/Order");
        assertThat(command.path("required").toString())
                .isEqualTo("[\"type\",\"id\",\"domain\",\"command\",\"payload\"]");
        assertThat(command.path("additionalProperties").booleanValue()).isFalse();
        assertThat(document.at("/components/messages/ordersChangeResult/payload/properties/payload/$ref")
                        .asString())
                .isEqualTo("#/components/schemas/Order");
        assertThat(document.at("/components/messages/ordersChangeCommand/examples/0/payload/payload/order_id")
                        .isInt())
                .isTrue();
    }

    @Test
    void tokenThatTheGatewayHandsOnIsNoPartOfThePayload() throws IOException {
        JsonNode document = document("""
                - {name: orders.check, rpc: core.orders.rpc.check.v1, request: schemas/order.json, bearer-as: access_token}
                """);
        JsonNode payload = document.at("/components/messages/ordersCheckCommand/payload/properties/payload");
        assertThat(payload.path("properties").propertyNames()).containsExactly("order_id", "next");
    }

    @Test
    void fixedAnswersAreExamplesAndFixedErrorsHaveNoResult() throws IOException {
        JsonNode document = document("""
                - {name: a.data, respond: {data: {n: 7}}}
                - {name: a.error, respond: {error_code: common.not_implemented, message: Not yet.}}
                """);
        assertThat(document.at("/components/messages/aDataResult/examples/0/payload/payload/n")
                        .intValue())
                .isEqualTo(7);
        assertThat(document.at("/components/messages").has("aErrorResult")).isFalse();
        assertThat(document.at("/operations/aError/reply/messages/0/$ref").asString())
                .isEqualTo("#/channels/connect/messages/error");
        assertNoReferenceIsBroken(document);
    }

    @Test
    void namesOfRoutesDoNotTakeThoseOfTheProtocol() throws IOException {
        JsonNode document = document("- {name: tell.of-gap, rpc: core.tell.rpc.gap.v1}\n");
        assertThat(document.at("/operations/tellOfGap/action").asString()).isEqualTo("send");
        assertThat(document.at("/operations/tellOfGap2/x-route").asString()).isEqualTo("tell.of-gap");
    }

    @Test
    void errorOfAFrameIsThatOfHttpWithoutSuccess() throws IOException {
        JsonNode error = document("[]").at("/components/schemas/Error");
        assertThat(error.path("properties").propertyNames())
                .containsExactly("error_code", "message", "details", "request_id", "outcome", "retry_after");
        assertThat(error.path("required").toString()).isEqualTo("[\"error_code\",\"message\"]");
    }

    @Test
    void everyMessageThatComesAlongHasAnExampleThatHolds() {
        JsonNode document = Json.mapper()
                .readTree(AsyncApiDocument.write(
                        TestTable.load(TestTable.SHIPPED), OpenApiConfig.ApiInfo.DEFAULT, etc()));
        JsonNode messages = document.at("/components/messages");
        assertThat(messages.propertyNames()).contains("hello", "event", "authMeCommand", "authMeResult");
        messages.properties().forEach(message -> {
            JsonNode examples = message.getValue().path("examples");
            assertThat(examples).as(message.getKey()).isNotEmpty();
            examples.forEach(example -> assertThat(
                            TestTable.violations(document, message.getValue().path("payload"), example.path("payload")))
                    .as(message.getKey())
                    .isEmpty());
        });
        assertThat(document.at("/channels/connect/messages").propertyNames()).isEqualTo(messages.propertyNames());
        assertNoReferenceIsBroken(document);
    }

    @Test
    void sameTableGivesTheSameDocument() {
        RouteTable table = TestTable.load(TestTable.SHIPPED);
        byte[] first = AsyncApiDocument.write(table, OpenApiConfig.ApiInfo.DEFAULT, etc());
        assertThat(AsyncApiDocument.write(table, OpenApiConfig.ApiInfo.DEFAULT, etc()))
                .isEqualTo(first);
        assertThat(new String(first, java.nio.charset.StandardCharsets.UTF_8)).doesNotContain("file:", etc().getPath());
    }

    @Test
    void serverIsWhereTheConfigurationSays() throws IOException {
        JsonNode server = served("https://api.example.com:8443/v2").at("/servers/gateway");
        assertThat(server.path("host").asString()).isEqualTo("api.example.com:8443");
        assertThat(server.path("pathname").asString()).isEqualTo("/v2");
        assertThat(server.path("protocol").asString()).isEqualTo("wss");
        JsonNode relative = served("/").at("/servers/gateway");
        assertThat(relative.path("host").asString()).isEqualTo("{host}");
        assertThat(relative.has("pathname")).isFalse();
    }

    private JsonNode served(String url) throws IOException {
        RouteTable table = TestTable.write(directory, "[]", Map.of());
        return Json.mapper()
                .readTree(AsyncApiDocument.write(
                        table, new OpenApiConfig.ApiInfo("Shop", "2", "Words.", url), directory.toUri()));
    }

    private JsonNode document(String routes) throws IOException {
        RouteTable table = TestTable.write(directory, routes, Map.of("schemas/order.json", ORDER));
        return Json.mapper().readTree(AsyncApiDocument.write(table, OpenApiConfig.ApiInfo.DEFAULT, directory.toUri()));
    }

    private static java.net.URI etc() {
        return Path.of("..", "etc").toAbsolutePath().normalize().toUri();
    }

    private static void assertNoReferenceIsBroken(JsonNode document) {
        document.findValues("$ref").forEach(reference -> {
            JsonNode target = document.at(reference.asString().substring(1));
            assertThat(target.isMissingNode()).as(reference.asString()).isFalse();
        });
        assertThat(document.findValues("$ref")).isNotEmpty().doesNotContain(JsonNodeFactory.instance.nullNode());
    }
}
