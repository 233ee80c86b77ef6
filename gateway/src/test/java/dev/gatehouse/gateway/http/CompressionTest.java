package dev.gatehouse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What clients that take gzip get, and what the others get. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompressionTest {
    private static final String ROUTES = """
            - {name: t.get, http: GET /get, rpc: core.t.rpc.get.v1, auth: none}
            - {name: t.keys, http: GET /keys, rpc: core.t.rpc.keys.v1, auth: none, envelope: false}
            - {name: t.post, http: POST /post, rpc: core.t.rpc.post.v1, auth: none}
            """;
    private static final String LARGE = "{\"success\":true,\"data\":{\"a\":\"" + "x".repeat(5_000) + "\"}}";

    private final HttpClient client = HttpClient.newHttpClient();
    private TestGateway gateway;

    @BeforeAll
    void startGateway(@TempDir Path directory) throws IOException {
        gateway = TestGateway.start(directory, ROUTES);
    }

    @AfterAll
    void stopGateway() {
        gateway.close();
        client.close();
    }

    @Test
    void aLargeAnswerIsCompressedForWhoTakesIt() throws Exception {
        gateway.answer(LARGE);
        HttpResponse<byte[]> response = get("/get", "gzip");
        assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(response.body().length);
        assertThat(response.headers().allValues("Vary")).anyMatch(vary -> vary.contains("Accept-Encoding"));
        assertThat(response.body().length).isLessThan(500);
        assertThat(unzipped(response.body())).isEqualTo(LARGE);
    }

    @Test
    void whoDoesNotTakeItGetsTheBytesAndLearnsThatTheyVary() throws Exception {
        gateway.answer(LARGE);
        HttpResponse<byte[]> response = get("/get", "br, gzip;q=0");
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(response.headers().allValues("Vary")).anyMatch(vary -> vary.contains("Accept-Encoding"));
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(LARGE);
    }

    @Test
    void aSmallAnswerIsSentAsItIs() throws Exception {
        gateway.answer("{\"success\":true,\"data\":{}}");
        HttpResponse<byte[]> response = get("/get", "gzip");
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(response.headers().allValues("Vary")).noneMatch(vary -> vary.contains("Accept-Encoding"));
    }

    @Test
    void bareDataIsCompressedWithAWeakTagThatIsKnownAgain() throws Exception {
        gateway.answer(LARGE);
        HttpResponse<byte[]> response = get("/keys", "gzip");
        String tag = response.headers().firstValue("ETag").orElseThrow();
        assertThat(tag).startsWith("W/\"");
        assertThat(unzipped(response.body())).isEqualTo("{\"a\":\"" + "x".repeat(5_000) + "\"}");

        HttpResponse<byte[]> again = client.send(
                request("/keys").header("If-None-Match", tag).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(again.statusCode()).isEqualTo(304);
    }

    @Test
    void unchangedContentHasTheHeadersThatItWouldBeSentWith() throws Exception {
        gateway.answer(LARGE);
        for (String accepted : new String[] {"gzip", "identity"}) {
            HttpResponse<byte[]> content = get("/keys", accepted);
            HttpResponse<byte[]> unchanged = client.send(
                    request("/keys")
                            .header("Accept-Encoding", accepted)
                            .header("If-None-Match", "*")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(unchanged.statusCode()).isEqualTo(304);
            assertThat(unchanged.body()).isEmpty();
            assertThat(unchanged.headers().firstValue("Content-Encoding")).isEmpty();
            for (String name : new String[] {"Vary", "ETag", "Cache-Control"}) {
                assertThat(unchanged.headers().allValues(name))
                        .isNotEmpty()
                        .isEqualTo(content.headers().allValues(name));
            }
        }
    }

    @Test
    void headTellsWhatGetWouldSend() throws Exception {
        gateway.answer(LARGE);
        HttpResponse<byte[]> get = get("/get", "gzip");
        HttpResponse<byte[]> head = client.send(
                request("/get").header("Accept-Encoding", "gzip").HEAD().build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(head.body()).isEmpty();
        for (String name : new String[] {"Content-Encoding", "Content-Length", "Vary"}) {
            assertThat(head.headers().allValues(name)).isEqualTo(get.headers().allValues(name));
        }
    }

    @Test
    void whatDoesNotShrinkIsSentAsItIs() throws Exception {
        StringBuilder noise = new StringBuilder();
        new java.util.Random(7).ints(2_000, 0x4e00, 0x9fa5).forEach(noise::appendCodePoint);
        String body = "{\"success\":true,\"data\":{\"a\":\"" + noise + "\"}}";
        gateway.answer(body);
        HttpResponse<byte[]> response = get("/get", "gzip");
        String text = response.headers().firstValue("Content-Encoding").isPresent()
                ? unzipped(response.body())
                : new String(response.body(), StandardCharsets.UTF_8);
        assertThat(text).isEqualTo(body);
        assertThat(response.body().length).isLessThanOrEqualTo(body.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void compressedRequestsAreRefused() {
        HttpResponse<String> response = gateway.send(gateway.request("/post")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.body()).contains("common.unsupported_media_type");
    }

    @Test
    void whatTheGatewayServesItselfIsCompressedOnce() {
        Page page = Page.of("page", "text/css", new byte[100_000], AnswerHeaders.PUBLIC_FOR_A_MINUTE);
        byte[] first = Compression.applied(page.answer(List.of()), List.of("gzip"), CompressionConfig.DEFAULT)
                .body();
        assertThat(first).hasSizeLessThan(1_000);
        assertThat(Compression.applied(page.answer(List.of()), List.of("gzip"), CompressionConfig.DEFAULT)
                        .body())
                .isSameAs(first);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.server.port() + path));
    }

    private HttpResponse<byte[]> get(String path, String acceptEncoding) throws IOException, InterruptedException {
        return client.send(
                request(path).header("Accept-Encoding", acceptEncoding).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String unzipped(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
