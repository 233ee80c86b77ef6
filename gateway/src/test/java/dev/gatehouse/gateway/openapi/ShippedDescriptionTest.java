package dev.gatehouse.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.contract.AuthApi;
import dev.gatehouse.common.contract.GatewayApi;
import dev.gatehouse.common.contract.RpcMethod;
import dev.gatehouse.common.error.ErrorBody;
import dev.gatehouse.common.error.ErrorCode;
import dev.gatehouse.common.error.FieldViolation;
import dev.gatehouse.gateway.route.Route;
import dev.gatehouse.gateway.route.RouteTable;
import dev.gatehouse.gateway.route.Target;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The description of the routes that come along. */
class ShippedDescriptionTest {
    private static final RouteTable TABLE = TestTable.load(TestTable.SHIPPED);
    private static final JsonNode DOCUMENT = TestTable.document(TABLE, Path.of("..", "etc"));
    private static final Map<String, Class<?>> RESPONSES = Stream.of(AuthApi.class, GatewayApi.class)
            .flatMap(api -> Arrays.stream(api.getFields()))
            .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == RpcMethod.class)
            .map(field -> {
                try {
                    return (RpcMethod<?, ?>) field.get(null);
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            })
            .collect(Collectors.toMap(RpcMethod::routingKey, RpcMethod::response));

    static Stream<Route> routes() {
        return TABLE.routes().stream().filter(route -> route.endpoint().isPresent());
    }

    @ParameterizedTest
    @MethodSource("routes")
    void routeHasASummaryAndARequestExample(Route route) {
        assertThat(route.summary()).isNotEmpty();
        JsonNode operation = operation(route);
        operation
                .path("parameters")
                .forEach(parameter -> assertThat(parameter.has("example"))
                        .as(parameter.toString())
                        .isTrue());
        if (operation.has("requestBody")) {
            assertThat(operation
                            .at("/requestBody/content/application~1json/example")
                            .isMissingNode())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyExampleHoldsItsSchema(Route route) {
        JsonNode operation = operation(route);
        operation.path("parameters").forEach(ShippedDescriptionTest::assertExampleHolds);
        assertExampleHolds(operation.at("/requestBody/content/application~1json"));
        operation.path("responses").forEach(response -> {
            JsonNode media = resolved(response).at("/content/application~1json");
            assertExampleHolds(media);
            media.path("examples").forEach(example -> {
                JsonNode value = example.has("value")
                        ? example.path("value")
                        : DOCUMENT.at(example.path("$ref").asString().substring(1))
                                .path("value");
                assertThat(value.isMissingNode()).isFalse();
                assertThat(TestTable.violations(DOCUMENT, media.path("schema"), value))
                        .isEmpty();
            });
        });
    }

    /** What is in the answer is what the service sends, which is the record of the contract. */
    @ParameterizedTest
    @MethodSource("routes")
    void responseSchemaHasTheFieldsOfTheContract(Route route) {
        Class<?> type = response(route).orElseThrow(() -> new AssertionError(route.name() + " is in no contract"));
        JsonNode answer = resolved(
                operation(route).at("/responses/" + route.reply().status() + "/content/application~1json/schema"));
        assertThat(route.reply().schema()).as("response: of " + route.name()).isPresent();
        assertHolds(type, route.reply().envelope() ? resolved(answer.at("/properties/data")) : answer);
    }

    @Test
    void errorSchemaHasTheFieldsOfTheContract() {
        assertHolds(ErrorBody.class, DOCUMENT.at("/components/schemas/ErrorBody"));
        assertHolds(FieldViolation.class, DOCUMENT.at("/components/schemas/FieldViolation"));
    }

    @Test
    void errorOfEveryCodeHasAnExampleThatHolds() {
        for (ErrorCode code : ErrorCode.values()) {
            JsonNode example = ErrorSchemas.example(code.code());
            assertThat(example.has("outcome")).isEqualTo(code.carriesOutcome());
            assertThat(TestTable.violations(DOCUMENT, DOCUMENT.at("/components/schemas/ErrorBody"), example))
                    .isEmpty();
        }
    }

    @Test
    void headersOfErrorsFollowFromTheirStatus() {
        JsonNode responses = DOCUMENT.at("/paths/~1v1~1auth~1me/get/responses");
        assertThat(resolved(responses.path("401")).path("headers").propertyNames())
                .containsExactly("X-Request-ID", "WWW-Authenticate");
        assertThat(resolved(responses.path("503")).path("headers").propertyNames())
                .containsExactly("X-Request-ID", "Retry-After");
        assertThat(resolved(responses.path("400")).path("headers").propertyNames())
                .containsExactly("X-Request-ID");
        assertThat(resolved(responses.path("401")).path("x-error-codes").toString())
                .isEqualTo("[\"auth.token_expired\",\"auth.invalid_token\"]");
    }

    @Test
    void tokenThatTheGatewayHandsOnIsNoParameter() {
        assertThat(DOCUMENT.at("/paths/~1v1~1auth~1validate/get").has("parameters"))
                .isFalse();
    }

    private static Optional<Class<?>> response(Route route) {
        return route.target() instanceof Target.Rpc rpc
                ? Optional.ofNullable(RESPONSES.get(rpc.routingKey()))
                : Optional.empty();
    }

    private static JsonNode operation(Route route) {
        Route.Endpoint endpoint = route.endpoint().orElseThrow();
        return DOCUMENT.path("paths")
                .path(endpoint.path().text())
                .path(endpoint.method().toLowerCase(Locale.ROOT));
    }

    private static void assertExampleHolds(JsonNode holder) {
        if (holder.has("example")) {
            assertThat(TestTable.violations(DOCUMENT, holder.path("schema"), holder.path("example")))
                    .as(holder.toString())
                    .isEmpty();
        }
    }

    private static void assertHolds(Class<?> type, JsonNode schema) {
        Map<String, RecordComponent> fields = Arrays.stream(type.getRecordComponents())
                .collect(Collectors.toMap(field -> snake(field.getName()), Function.identity()));
        assertThat(schema.path("type").asString()).isEqualTo("object");
        assertThat(schema.path("properties").propertyNames()).containsExactlyInAnyOrderElementsOf(fields.keySet());
        assertThat(schema.path("required").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrderElementsOf(fields.entrySet().stream()
                        .filter(field ->
                                field.getValue().getType() != Optional.class && !isLeftOutWhereEmpty(field.getValue()))
                        .map(Map.Entry::getKey)
                        .toList());
        fields.forEach((name, field) -> assertType(
                field.getGenericType(), resolved(schema.path("properties").path(name))));
    }

    /** Of the contract's fields only the violations of an error are. */
    private static boolean isLeftOutWhereEmpty(RecordComponent field) {
        return field.getDeclaringRecord() == ErrorBody.class && field.getType() == List.class;
    }

    private static void assertType(Type type, JsonNode schema) {
        if (type instanceof ParameterizedType generic) {
            Type argument = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == List.class) {
                assertThat(schema.path("type").asString()).isEqualTo("array");
                assertType(argument, resolved(schema.path("items")));
            } else {
                assertType(argument, schema);
            }
        } else if (type instanceof Class<?> plain && plain.isRecord()) {
            assertHolds(plain, schema);
        } else {
            assertThat(schema.path("type").asString()).as(schema.toString()).isEqualTo(jsonType(type));
            assertThat(schema.path("format").asString("")).satisfies(format -> {
                if (type == UUID.class || type == Instant.class) {
                    assertThat(format).isEqualTo(type == UUID.class ? "uuid" : "date-time");
                }
            });
        }
    }

    private static String jsonType(Type type) {
        return switch (type.getTypeName()) {
            case "boolean" -> "boolean";
            case "long", "int", "java.lang.Long", "java.lang.Integer" -> "integer";
            case "tools.jackson.databind.JsonNode" -> "object";
            default -> "string";
        };
    }

    private static JsonNode resolved(JsonNode schema) {
        return schema.has("$ref")
                ? resolved(DOCUMENT.at(schema.path("$ref").asString().substring(1)))
                : schema;
    }

    private static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
