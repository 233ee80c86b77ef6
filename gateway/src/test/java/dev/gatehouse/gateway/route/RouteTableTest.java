package dev.gatehouse.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {
    private final RouteTable table = RouteTable.of(List.of(
            route("root", "GET", "/"),
            route("list", "GET", "/orders"),
            route("make", "POST", "/orders"),
            route("one", "GET", "/orders/{id}"),
            route("latest", "GET", "/orders/latest"),
            route("drop", "DELETE", "/orders/{order_id}"),
            route("item", "GET", "/orders/{id}/items/{item}"),
            route("latest-note", "GET", "/orders/latest/note")));

    @Test
    void literalBeatsParameter() {
        assertFound("GET", "/orders/latest", "latest");
        assertFound("GET", "/orders/17", "one", "17");
    }

    @Test
    void parameterIsTriedWhereTheLiteralLeadsNowhere() {
        assertFound("GET", "/orders/latest/items/3", "item", "latest", "3");
        assertFound("DELETE", "/orders/latest", "drop", "latest");
    }

    @Test
    void parametersHaveTheirRoutesNames() {
        assertThat(table.match("DELETE", "/orders/5"))
                .isInstanceOfSatisfying(
                        RouteMatch.Found.class,
                        found -> assertThat(found.parameters()).containsExactly("order_id"));
    }

    @Test
    void rootIsAPath() {
        assertFound("GET", "/", "root");
    }

    @Test
    void headIsServedAsGet() {
        assertFound("HEAD", "/orders", "list");
    }

    @Test
    void segmentsAreDecoded() {
        assertFound("GET", "/%6Frders/a%2Fb%20%C3%A4", "one", "a/b ä");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/orders/", "/orders//items/3", "//orders", "/orders/1/items", "/ORDERS"})
    void otherPathsLeadNowhere(String path) {
        assertThat(table.match("GET", path)).isInstanceOf(RouteMatch.Nothing.class);
    }

    @Test
    void knownPathTellsItsMethods() {
        assertThat(table.match("PATCH", "/orders/latest"))
                .isInstanceOfSatisfying(
                        RouteMatch.OtherMethods.class,
                        others -> assertThat(others.allowed()).containsExactly("DELETE", "GET", "HEAD", "OPTIONS"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "orders",
                "*",
                "/orders/%",
                "/orders/%4",
                "/orders/%zz",
                "/orders/%ff",
                "/orders/%C0%AF",
                "/a\"b",
                "/ä"
            })
    void invalidPathIsToldApart(String path) {
        assertThat(table.match("GET", path)).isInstanceOf(RouteMatch.BadPath.class);
    }

    @Test
    void manyRoutesAreFoundEach() {
        RouteTable large = RouteTable.of(IntStream.range(0, 2_000)
                .mapToObj(i -> route("r" + i, "GET", "/service-" + i + "/{id}/part"))
                .toList());
        assertThat(large.match("GET", "/service-1999/7/part"))
                .isInstanceOfSatisfying(
                        RouteMatch.Found.class,
                        found -> assertThat(found.route().name()).isEqualTo("r1999"));
    }

    private void assertFound(String method, String path, String name, String... values) {
        assertThat(table.match(method, path)).isInstanceOfSatisfying(RouteMatch.Found.class, found -> {
            assertThat(found.route().name()).isEqualTo(name);
            assertThat(found.values()).containsExactly(values);
        });
    }

    private static Route route(String name, String method, String path) {
        return new Route(
                name,
                "",
                Optional.of(new Route.Endpoint(method, PathTemplate.parse(path).orElseThrow())),
                new Target.FixedData(new byte[0]),
                Access.OPEN,
                Optional.empty(),
                new RequestRules(Optional.empty(), 1024),
                new ReplyRules(200, true, Optional.empty(), List.of()),
                false);
    }
}
