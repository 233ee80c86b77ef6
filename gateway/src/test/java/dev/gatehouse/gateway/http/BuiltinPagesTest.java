package dev.gatehouse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.common.json.Json;
import dev.gatehouse.gateway.openapi.OpenApiConfig;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BuiltinPagesTest {
    private static final String ROUTES = """
            - {name: t.open, http: POST /open, rpc: core.t.rpc.open.v1, auth: none}
            - {name: t.any, http: "GET /{page}", rpc: core.t.rpc.any.v1, auth: none}
            """;
    private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

    private TestGateway gateway;
    private Tunables atStart;
    private Path directory;

    @BeforeAll
    void startGateway(@TempDir Path temporary) throws IOException {
        directory = temporary;
        gateway = TestGateway.start(temporary, ROUTES);
        atStart = gateway.tunables;
    }

    @AfterAll
    void stopGateway() {
        gateway.close();
    }

    @BeforeEach
    void asAtStart() {
        gateway.tunables = atStart;
        gateway.requests.clear();
    }

    @Test
    void descriptionIsServedToEverybody() {
        HttpResponse<String> response = gateway.get("/openapi.json");
        assertThat(response.statusCode()).isEqualTo(200);
        assertHeader(response, "Content-Type", "application/json");
        assertHeader(response, "Cache-Control", "public, max-age=60");
        assertHeader(response, "X-Content-Type-Options", "nosniff");
        JsonNode document = Json.mapper().readTree(response.body());
        assertThat(document.path("paths").propertyNames()).containsExactly("/open", "/{page}");
        assertThat(gateway.requests).isEmpty();
    }

    @Test
    void descriptionOfTheWebSocketIsServedLikeTheOther() {
        HttpResponse<String> response = gateway.get("/asyncapi.json");
        assertThat(response.statusCode()).isEqualTo(200);
        assertHeader(response, "Content-Type", "application/json");
        assertHeader(response, "Cache-Control", "public, max-age=60");
        JsonNode document = Json.mapper().readTree(response.body());
        assertThat(document.path("operations").propertyNames()).contains("tOpen", "tAny");
        assertThat(gateway.send(gateway.request("/asyncapi.json").header("If-None-Match", header(response, "ETag")))
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void clientThatHasTheDescriptionIsToldSo() throws IOException {
        String tag = header(gateway.get("/openapi.json"), "ETag");
        assertThat(tag).matches("\"[0-9a-f]{32}\"");
        HttpResponse<String> response =
                gateway.send(gateway.request("/openapi.json").header("If-None-Match", "\"x\", W/" + tag));
        assertThat(response.statusCode()).isEqualTo(304);
        assertHeader(response, "ETag", tag);
        assertHeader(response, "Cache-Control", "public, max-age=60");
        assertThat(gateway.send(gateway.request("/openapi.json").header("If-None-Match", "\"x\""))
                        .statusCode())
                .isEqualTo(200);
        String raw =
                gateway.raw("GET /openapi.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\nIf-None-Match: *\r\n\r\n");
        assertThat(raw).startsWith("HTTP/1.1 304").endsWith("\r\n\r\n").doesNotContain("openapi");
    }

    @Test
    void headHasTheHeadersOfGet() {
        HttpResponse<String> get = gateway.get("/openapi.json");
        HttpResponse<String> head =
                gateway.send(gateway.request("/openapi.json").method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertHeader(head, "ETag", header(get, "ETag"));
        assertHeader(head, "Content-Length", header(get, "Content-Length"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi.json", "/asyncapi.json", "/docs"})
    void otherMethodsAreRefusedInTheEnvelope(String path) {
        HttpResponse<String> response = gateway.post(path, "{}");
        assertThat(response.statusCode()).isEqualTo(405);
        assertHeader(response, "Allow", "GET, HEAD, OPTIONS");
        assertHeader(response, "Content-Type", "application/json");
        assertThat(response.body()).contains("common.method_not_allowed");
    }

    @Test
    void explorerIsServedWithAPolicyThatLetsNothingElseIn() {
        HttpResponse<String> response = gateway.get("/docs");
        assertThat(response.statusCode()).isEqualTo(200);
        assertHeader(response, "Content-Type", "text/html; charset=utf-8");
        assertThat(header(response, "Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", "connect-src 'self';")
                .doesNotContain("unsafe");
        assertThat(response.body()).doesNotContain("<script>", "style=", "onload", "http:", "https:", "{assets}");
    }

    @Test
    void everyAssetOfTheExplorerIsServedForGood() {
        List<String> assets = ASSET.matcher(gateway.get("/docs").body())
                .results()
                .map(MatchResult::group)
                .map(attribute -> attribute.replaceAll(".*=\"|\"", ""))
                .filter(link -> !link.equals("openapi.json"))
                .toList();
        assertThat(assets).hasSize(4).allSatisfy(asset -> {
            HttpResponse<String> response = gateway.get("/" + asset);
            assertThat(response.statusCode()).isEqualTo(200);
            assertHeader(response, "Cache-Control", "public, max-age=31536000, immutable");
            assertThat(header(response, "Content-Type"))
                    .isEqualTo(
                            asset.endsWith(".js")
                                    ? "text/javascript; charset=utf-8"
                                    : asset.endsWith(".css") ? "text/css; charset=utf-8" : "image/png");
            assertThat(gateway.send(gateway.request("/" + asset).header("If-None-Match", header(response, "ETag")))
                            .statusCode())
                    .isEqualTo(304);
        });
    }

    @Test
    void pageWithASlashLeadsToTheOneWithout() {
        HttpResponse<String> response = gateway.get("/docs/");
        assertThat(response.statusCode()).isEqualTo(308);
        assertHeader(response, "Location", "../docs");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/index.html",
                "/docs/x",
                "/docs/../openapi.json",
                "/docs/..%2f..%2fetc/passwd",
                "/docs/%2e%2e/x",
                "/docs//swagger-ui.css",
                "/openapi.json/",
                "/docs/META-INF/MANIFEST.MF"
            })
    void nothingElseIsServedBelow(String path) throws IOException {
        String answer = gateway.raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 404").contains("common.not_found");
    }

    @Test
    void whatIsSwitchedOffIsNotThere() {
        serve(new OpenApiConfig(true, OpenApiConfig.ApiInfo.DEFAULT, false));
        assertThat(gateway.get("/openapi.json").statusCode()).isEqualTo(200);
        assertThat(gateway.get("/docs/").statusCode()).isEqualTo(404);

        serve(new OpenApiConfig(false, OpenApiConfig.ApiInfo.DEFAULT, true));
        // The names are free for a route with a parameter.
        assertThat(gateway.get("/openapi.json").body()).contains("\"data\":{}");
        assertThat(gateway.get("/asyncapi.json").body()).contains("\"data\":{}");
        assertThat(gateway.requests).hasSize(2);
        assertThat(gateway.get("/docs/").statusCode()).isEqualTo(404);
    }

    @Test
    void explorerMaySendRequestsToAnApiThatIsElsewhere() {
        serve(new OpenApiConfig(
                true, new OpenApiConfig.ApiInfo("Shop", "2", "Words.", "https://api.example.com/v2"), true));
        assertThat(header(gateway.get("/docs"), "Content-Security-Policy"))
                .contains("connect-src 'self' https://api.example.com;");
        JsonNode document = Json.mapper().readTree(gateway.get("/openapi.json").body());
        assertThat(document.at("/servers/0/url").asString()).isEqualTo("https://api.example.com/v2");
        assertThat(document.path("info").toString())
                .isEqualTo("{\"title\":\"Shop\",\"description\":\"Words.\",\"version\":\"2\"}");
    }

    private void serve(OpenApiConfig config) {
        gateway.tunables = new Tunables(
                atStart.edge(),
                atStart.routes(),
                BuiltinPages.of(config, atStart.routes(), directory, true),
                atStart.answers());
    }

    private static void assertHeader(HttpResponse<String> response, String name, String value) {
        assertThat(response.headers().firstValue(name)).contains(value);
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }
}
