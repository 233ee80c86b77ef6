package dev.gatehouse.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.config.ByteSize;
import dev.gatehouse.common.contract.GatewayApi;
import dev.gatehouse.gateway.limit.RateLimit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableLoaderTest {
    private static final RouteBounds BOUNDS =
            new RouteBounds(Duration.ofSeconds(5), ByteSize.ofKiB(64), ByteSize.ofMiB(1));

    @TempDir
    private Path base;

    private Path routes;

    @BeforeEach
    void layOut() throws IOException {
        routes = Files.createDirectory(base.resolve("routes"));
        Files.createDirectory(base.resolve("schemas"));
        Files.writeString(base.resolve("schemas/good.json"), "{\"type\":\"object\"}");
        Files.writeString(base.resolve("schemas/bad.json"), "{\"type\":\"objekt\"}");
    }

    @Test
    void shippedRoutesAreGood() {
        RouteTable table = loaded(Path.of("..", "etc", "routes"));
        assertThat(table.routes())
                .extracting(Route::name)
                .contains(
                        "auth.register",
                        "auth.login",
                        "auth.refresh",
                        "auth.logout",
                        "auth.validate",
                        "auth.me",
                        "auth.jwks",
                        "admin.connections");
        Route register = table.named("auth.register").orElseThrow();
        assertThat(register.reply().status()).isEqualTo(201);
        assertThat(register.access().auth()).isEqualTo(Access.Auth.NONE);
        assertThat(register.request().schema()).isPresent();
        assertThat(register.target()).isEqualTo(new Target.Rpc("core.auth.rpc.register.v1", Duration.ofSeconds(5)));
        assertThat(table.named("auth.validate").orElseThrow().access().bearerAs())
                .contains("access_token");
        assertThat(table.named("auth.jwks").orElseThrow().reply().envelope()).isFalse();
        Route connections = table.named("admin.connections").orElseThrow();
        assertThat(connections.access().auth()).isEqualTo(Access.Auth.REQUIRED);
        assertThat(connections.access().roles()).containsExactly("admin");
        assertThat(connections.target())
                .isEqualTo(new Target.Rpc(GatewayApi.CONNECTIONS.routingKey(), Duration.ofSeconds(3)));
    }

    @Test
    void everyKeyIsRead() throws IOException {
        write("a.yaml", """
                - name: orders.get
                  http: GET /v1/orders/{order_id}
                  rpc: core.orders.rpc.get.v1
                  auth: required
                  scopes: [orders:read]
                  roles: [admin, clerk]
                  timeout: PT2S
                  status: 202
                  request: schemas/good.json
                  response: schemas/good.json
                  errors: [orders.unknown, common.conflict]
                  body-limit: 1KiB
                  envelope: false
                  bearer-as: access_token
                  summary: One order
                """);
        Route route = loaded(routes).named("orders.get").orElseThrow();
        assertThat(route.endpoint().orElseThrow()).hasToString("GET /v1/orders/{order_id}");
        assertThat(route.target()).isEqualTo(new Target.Rpc("core.orders.rpc.get.v1", Duration.ofSeconds(2)));
        assertThat(route.access().scopes()).containsExactly("orders:read");
        assertThat(route.access().roles()).containsExactly("admin", "clerk");
        assertThat(route.request().maxBodyBytes()).isEqualTo(1024);
        assertThat(route.reply().status()).isEqualTo(202);
        assertThat(route.reply().errors()).containsExactly("orders.unknown", "common.conflict");
        assertThat(route.summary()).isEqualTo("One order");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    http: GET /a, rpc: core.a.rpc.b.v1                       | idempotent: is for POST, PUT, PATCH and DELETE
                    http: POST /a, respond: {data: {}}                       | idempotent: is for rpc; a fixed answer
                    http: POST /a, rpc: core.a.rpc.b.v1, bearer-as: token    | idempotent: does not go with bearer-as
                    """)
    void idempotentIsRefusedWhereItMeansNothing(String rest, String text) throws IOException {
        Path file = write("a.yaml", "- {name: a.b, idempotent: true, " + rest + "}\n");
        assertThat(refused(routes)).singleElement().asString().startsWith(file + ":1:27: " + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void whatChangesSomethingMayBeIdempotent(String method) throws IOException {
        write("a.yaml", "- {name: a.b, http: " + method + " /a, rpc: core.a.rpc.b.v1, idempotent: true}\n");
        write("b.yaml", "- {name: a.c, http: " + method + " /b, rpc: core.a.rpc.b.v1}\n");
        RouteTable table = loaded(routes);
        assertThat(table.named("a.b").orElseThrow().idempotent()).isTrue();
        assertThat(table.named("a.c").orElseThrow().idempotent()).isFalse();
    }

    @Test
    void rateLimitsAreRead() throws IOException {
        write("a.yaml", """
                - name: a.burst
                  respond: {data: {}}
                  rate-limit: {per: account, limit: 100, period: PT1S, burst: 50}
                - name: a.plain
                  auth: none
                  respond: {data: {}}
                  rate-limit: {per: route, limit: 5, period: PT24H}
                """);
        RouteTable table = loaded(routes);
        assertThat(table.named("a.burst").orElseThrow().rateLimit())
                .contains(new RateLimit(RateLimit.Per.ACCOUNT, 100, Duration.ofSeconds(1), 50));
        assertThat(table.named("a.plain").orElseThrow().rateLimit())
                .contains(new RateLimit(RateLimit.Per.ROUTE, 5, Duration.ofDays(1), 5));
    }

    @Test
    void aLimitPerAccountIsRefusedWhereNobodyHasOne() throws IOException {
        write("a.yaml", """
                - name: a.b
                  auth: none
                  respond: {data: {}}
                  rate-limit: {per: account, limit: 1, period: PT1S}
                """);
        assertThat(refused(routes))
                .singleElement()
                .asString()
                .contains("a.yaml:4:21: per: account needs auth: required or optional");
    }

    @Test
    void fixedAnswersAreRead() throws IOException {
        write("a.yaml", """
                - name: a.data
                  respond: {data: {n: 1, "on": true, list: [x, null, 1.5]}}
                - name: a.error
                  respond: {error_code: common.not_implemented, message: Not yet}
                """);
        RouteTable table = loaded(routes);
        assertThat(table.named("a.data").orElseThrow().target())
                .isInstanceOfSatisfying(
                        Target.FixedData.class,
                        data -> assertThat(new String(data.json(), StandardCharsets.UTF_8))
                                .isEqualTo("{\"n\":1,\"on\":true,\"list\":[\"x\",null,1.5]}"));
        assertThat(table.named("a.error").orElseThrow().target())
                .isEqualTo(new Target.FixedError("common.not_implemented", "Not yet"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    auth: requierd              | 3:9  | auth: "requierd" is not allowed: required, optional or none
                    status: 302                 | 3:11 | status: "302" is not allowed: 200 to 299
                    status: 204                 | 3:11 | status: 204 has no body
                    timeout: 5s                 | 3:12 | timeout: "5s" is not allowed: an ISO 8601 duration of PT0.001S to PT1M
                    timeout: PT2H               | 3:12 | timeout: "PT2H" is not allowed
                    timeout:                    | 3:11 | timeout: has no value
                    body-limit: 2MiB            | 3:15 | body-limit: "2MiB" is not allowed: a size of 1B to 1MiB
                    envelope: no                | 3:13 | envelope: "no" is not allowed: true or false
                    scopes: orders              | 3:11 | scopes: must be a list
                    scopes: ["a b"]             | 3:12 | scopes: "a b" is not allowed
                    request: schemas/none.json  | 3:12 | there is no such file
                    request: schemas/bad.json   | 3:12 | is not a valid schema
                    http: FETCH /a              | 3:9  | http: "FETCH /a" is not allowed: a method (GET, POST, PUT, PATCH, DELETE)
                    http: GET a                 | 3:9  | http: "GET a" is not allowed
                    http: GET /a/{x}/{x}        | 3:9  | http: "GET /a/{x}/{x}" is not allowed
                    http: GET /a/b{x}           | 3:9  | http: "GET /a/b{x}" is not allowed
                    respond: {data: {}}         | 3:12 | respond: is there beside rpc; allowed is exactly one of them
                    rate-limit: 5               | 3:15 | rate-limit: must be a mapping such as {per: ip, limit: 10, period: PT1S}
                    rate-limit: {limit: 1}      | 3:15 | rate-limit: per: is not set
                    rate-limit: {per: ip}       | 3:15 | rate-limit: limit: is not set
                    rate-limit: {per: host}     | 3:21 | per: "host" is not allowed: account, ip or route
                    rate-limit: {limit: 0}      | 3:23 | limit: "0" is not allowed: a whole number, 1 to 1000000
                    rate-limit: {burst: 1000001} | 3:23 | burst: "1000001" is not allowed
                    rate-limit: {period: PT25H} | 3:24 | period: "PT25H" is not allowed: an ISO 8601 duration of PT0.1S to PT24H
                    rate-limit: {size: 1}       | 3:16 | "size": unknown key; allowed are per, limit, period, burst
                    rate-limit: {per: ip, limit: 1, period: PT24H, burst: 8} | 3:57 | burst: would take PT192H to be there again; at most PT168H
                    http: GET /docs             | 3:9  | http: the gateway itself serves /docs and everything below
                    http: POST /docs/a/{x}      | 3:9  | http: the gateway itself serves /docs and everything below
                    http: GET /openapi.json     | 3:9  | http: the gateway itself serves /openapi.json and everything below
                    http: GET /asyncapi.json    | 3:9  | http: the gateway itself serves /asyncapi.json and everything below
                    errors: [Unknown]           | 3:12 | errors: "Unknown" is not allowed: error codes such as orders.unknown
                    idempotent: yes             | 3:15 | idempotent: "yes" is not allowed: true or false
                    idempotent: true            | 3:15 | idempotent: needs http: the key comes in a header
                    tiemout: PT2S               | 3:3  | "tiemout": unknown key; allowed are name, http, rpc
                    name: a.again               | 3:3  | name: is there twice, first at
                    bearer-as: Token            | 3:14 | bearer-as: "Token" is not allowed
                    summary: {a: b}             | 3:12 | summary: must be one value
                    """)
    void mistakeIsNamedWithItsPlace(String line, String place, String text) throws IOException {
        Path file = write("a.yaml", "- name: a.b\n  rpc: core.a.rpc.b.v1\n  " + line + "\n");
        List<String> problems = refused(routes);
        assertThat(problems)
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith(file + ":" + place + ": ")
                        .contains(text));
    }

    @Test
    void allMistakesOfAllFilesAreFoundAtOnce() throws IOException {
        write("a.yaml", """
                - name: A
                  rpc: x
                  auth: maybe
                - http: GET /x
                  respond: {data: 1}
                - just a text
                """);
        write("b.yaml", "- name: b.c\n");
        write("c.yaml", "a: [");
        write("d.yaml", "name: not.a.list");
        assertThat(refused(routes))
                .hasSize(9)
                .anyMatch(problem -> problem.contains("a.yaml:1:9: name: \"A\""))
                .anyMatch(problem -> problem.contains("a.yaml:2:8: rpc: \"x\""))
                .anyMatch(problem -> problem.contains("a.yaml:3:9: auth: \"maybe\""))
                .anyMatch(problem -> problem.contains("a.yaml:4:3: name: is not set"))
                .anyMatch(problem -> problem.contains("a.yaml:5:19: respond.data: must be an object"))
                .anyMatch(problem -> problem.contains("a.yaml:6:3: a route is a mapping"))
                .anyMatch(problem -> problem.contains("b.yaml:1:3: rpc: is not set, and neither is respond"))
                .anyMatch(problem -> problem.contains("c.yaml:1:5: is not valid YAML"))
                .anyMatch(problem -> problem.contains("d.yaml:1:1: a route file is a list"));
    }

    @Test
    void clashesNameBothPlaces() throws IOException {
        Path first = write("a.yaml", """
                - {name: a.one, http: "GET /a/{x}", rpc: core.a.rpc.b.v1}
                - {name: a.two, http: "POST /a/{z}", rpc: core.a.rpc.b.v1}
                """);
        Path second = write("b.yaml", """
                - {name: a.one, http: "GET /b", rpc: core.a.rpc.b.v1}
                - {name: b.two, http: "GET /a/{y}", rpc: core.a.rpc.b.v1}
                """);
        assertThat(refused(routes))
                .containsExactly(
                        second + ":1:10: name: \"a.one\" is there already, at " + first + ":1:10",
                        second + ":2:23: http: \"GET /a/{y}\" is served already, by a.one (\"GET /a/{x}\") at " + first
                                + ":1:23");
    }

    @Test
    void ambiguousPathsNameBothPlaces() throws IOException {
        Path first = write("a.yaml", """
                - {name: a.one, http: "GET /a/{x}/c", rpc: core.a.rpc.b.v1}
                - {name: a.two, http: "GET /a/{x}/{y}", rpc: core.a.rpc.b.v1}
                """);
        Path second = write("b.yaml", """
                - {name: b.one, http: "GET /a/b/{z}", rpc: core.a.rpc.b.v1}
                - {name: b.two, http: "GET /{v}/b/c", rpc: core.a.rpc.b.v1}
                """);
        assertThat(refused(routes))
                .containsExactly(
                        second + ":1:23: http: \"GET /a/b/{z}\" is ambiguous: some paths lead to it as well as to"
                                + " a.one (\"GET /a/{x}/c\") at " + first + ":1:23",
                        second + ":2:23: http: \"GET /{v}/b/c\" is ambiguous: some paths lead to it as well as to"
                                + " b.one (\"GET /a/b/{z}\") at " + second + ":1:23");
    }

    @Test
    void moreExactPathsAndOtherMethodsAreNotAmbiguous() throws IOException {
        write("a.yaml", """
                - {name: a.one, http: "GET /a/{x}/c", rpc: core.a.rpc.b.v1}
                - {name: a.two, http: "GET /a/{x}/{y}", rpc: core.a.rpc.b.v1}
                - {name: a.three, http: "GET /a/b/c", rpc: core.a.rpc.b.v1}
                - {name: a.four, http: "POST /a/b/{z}", rpc: core.a.rpc.b.v1}
                - {name: a.five, http: "GET /a/b", rpc: core.a.rpc.b.v1}
                """);
        RouteTable table = loaded(routes);
        assertThat(table.match("GET", "/a/b/c"))
                .isInstanceOfSatisfying(
                        RouteMatch.Found.class,
                        found -> assertThat(found.route().name()).isEqualTo("a.three"));
        assertThat(table.match("GET", "/a/b/d"))
                .isInstanceOfSatisfying(
                        RouteMatch.Found.class,
                        found -> assertThat(found.route().name()).isEqualTo("a.two"));
    }

    @Test
    void everyFileThatMattersIsNamedWhetherItIsThereOrNot() throws IOException {
        Path schemas = Files.createDirectories(base.resolve("schemas"));
        Files.writeString(schemas.resolve("a.json"), "{\"$ref\": \"b.json\"}");
        Files.writeString(schemas.resolve("b.json"), "{\"type\": \"object\"}");
        Path file = write("a.yaml", """
                - {name: a.one, rpc: core.a.rpc.b.v1, request: schemas/a.json}
                - {name: a.two, rpc: core.a.rpc.b.v1, response: schemas/missing.json}
                """);
        assertThat(new RouteTableLoader(routes, BOUNDS).load().files())
                .containsExactlyInAnyOrder(
                        routes,
                        file,
                        schemas.resolve("a.json"),
                        schemas.resolve("b.json"),
                        schemas.resolve("missing.json"));
    }

    @Test
    void protectionThatWouldNotActIsRefused() throws IOException {
        write("a.yaml", """
                - name: a.b
                  rpc: core.a.rpc.b.v1
                  auth: none
                  scopes: [a]
                  roles: [b]
                  bearer-as: token
                """);
        assertThat(refused(routes)).hasSize(3).allMatch(problem -> problem.contains("auth: required"));
    }

    @Test
    void errorsOfAFixedAnswerAreRefused() throws IOException {
        write("a.yaml", "- {name: a.b, respond: {data: {}}, errors: [a.odd]}");
        assertThat(refused(routes))
                .singleElement()
                .asString()
                .contains("errors: are what a service behind rpc answers");
    }

    @Test
    void pathsBesideThoseOfTheGatewayAreFree() throws IOException {
        write("a.yaml", """
                - {name: a.one, http: GET /docs2, respond: {data: {}}}
                - {name: a.two, http: GET /v1/docs, respond: {data: {}}}
                - {name: a.any, http: "GET /{any}", respond: {data: {}}}
                """);
        assertThat(loaded(routes).routes()).hasSize(3);
    }

    @Test
    void missingDirectoryIsAProblem() {
        assertThat(refused(base.resolve("nowhere"))).singleElement().asString().contains("is not a directory");
    }

    @Test
    void onlyYamlFilesAreRead() throws IOException {
        write("a.yaml", "- {name: a.b, respond: {data: {}}}");
        write("a.yaml.bak", "rubbish");
        write("empty.yaml", "");
        assertThat(loaded(routes).routes()).hasSize(1);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(routes.resolve(name), text);
    }

    @Test
    void routeThatNoRequestCouldPassIsRefused() throws IOException {
        Files.writeString(base.resolve("schemas/closed.json"), """
                {"$ref": "#/$defs/it", "$defs": {"it":
                  {"type": "object", "additionalProperties": false, "properties": {"order_id": {"type": "string"}}}}}""");
        write("a.yaml", """
                - name: orders.get
                  http: GET /v1/{shop}/orders/{order_id}
                  rpc: core.orders.rpc.get.v1
                  bearer-as: access_token
                  request: schemas/closed.json
                """);
        assertThat(refused(routes))
                .hasSize(2)
                .anyMatch(problem -> problem.contains(":2:9: http: {shop} is no field of the request's schema"))
                .anyMatch(problem -> problem.contains(":4:14: bearer-as: \"access_token\" is no field"));
    }

    @Test
    void schemaThatAllowsOtherFieldsRefusesNone() throws IOException {
        Files.writeString(
                base.resolve("schemas/patterns.json"),
                "{\"additionalProperties\": false, \"patternProperties\": {\"_id$\": {}}}");
        write("a.yaml", """
                - {name: a.b, http: "GET /a/{order_id}", rpc: core.a.rpc.b.v1, request: schemas/good.json}
                - {name: a.c, http: "GET /c/{order_id}", rpc: core.a.rpc.c.v1, request: schemas/patterns.json}
                """);
        assertThat(loaded(routes).routes()).hasSize(2);
    }

    @Test
    void reviewTellsWhatIsLeftOut() throws IOException {
        write("a.yaml", """
                - {name: a.full, summary: All, rpc: core.a.rpc.b.v1, request: schemas/good.json, response: schemas/good.json}
                - {name: a.empty, rpc: core.a.rpc.c.v1}
                - {name: a.fixed, summary: Fixed, respond: {data: {}}}
                """);
        RouteReview review = new RouteTableLoader(routes, BOUNDS).review();
        assertThat(review.loading()).isInstanceOf(RouteLoading.Loaded.class);
        assertThat(review.warnings())
                .hasSize(3)
                .allMatch(warning -> warning.line() == 2 && warning.text().startsWith("a.empty: no "));
    }

    private static RouteTable loaded(Path directory) {
        RouteLoading loading = new RouteTableLoader(directory, BOUNDS).load();
        assertThat(loading).isInstanceOf(RouteLoading.Loaded.class);
        return ((RouteLoading.Loaded) loading).table();
    }

    private static List<String> refused(Path directory) {
        RouteLoading loading = new RouteTableLoader(directory, BOUNDS).load();
        assertThat(loading).isInstanceOf(RouteLoading.Refused.class);
        return ((RouteLoading.Refused) loading)
                .problems().stream().map(RouteProblem::toString).toList();
    }
}
