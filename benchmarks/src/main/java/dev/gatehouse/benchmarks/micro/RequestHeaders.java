package dev.gatehouse.benchmarks.micro;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import java.util.Arrays;
import java.util.Set;

/** The headers of requests as clients send them, and their HPACK blocks: all indexed but what is different each time or is a secret. */
public enum RequestHeaders {
    BROWSER(false),
    BROWSER_WITH_TOKEN(true),
    CURL(false),
    CURL_WITH_TOKEN(true);

    private static final Set<String> UNINDEXED = Set.of(":path", "authorization");
    private static final int TOKEN_CHARACTERS = 713;

    private final boolean token;

    RequestHeaders(boolean token) {
        this.token = token;
    }

    /** The blocks of the first and of a later request of a connection. */
    byte[][] firstAndLater() {
        Http2HeadersEncoder encoder =
                new DefaultHttp2HeadersEncoder((name, value) -> UNINDEXED.contains(name.toString()), false, 64, 0);
        return new byte[][] {encode(encoder), encode(encoder)};
    }

    private byte[] encode(Http2HeadersEncoder encoder) {
        ByteBuf block = Unpooled.buffer();
        try {
            encoder.encodeHeaders(1, headers(), block);
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
        return Arrays.copyOf(block.array(), block.writerIndex());
    }

    private Http2Headers headers() {
        Http2Headers headers = new DefaultHttp2Headers()
                .method("GET")
                .scheme("https")
                .path("/v1/things/0198a1de/parts?limit=20")
                .authority("gateway.example.com");
        switch (this) {
            case CURL, CURL_WITH_TOKEN ->
                headers.add("user-agent", "curl/7.88.1").add("accept", "*/*");
            case BROWSER, BROWSER_WITH_TOKEN -> addBrowser(headers);
        }
        if (token) {
            // As random as base64url is, and the same each time.
            String characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
            StringBuilder text = new StringBuilder("Bearer ");
            for (int i = 0; i < TOKEN_CHARACTERS; i++) {
                text.append(characters.charAt(i * 37 % 64 ^ i % 61));
            }
            headers.add("authorization", text.toString());
        }
        return headers;
    }

    private static void addBrowser(Http2Headers headers) {
        headers.add("sec-ch-ua", "\"Chromium\";v=\"142\", \"Not_A Brand\";v=\"99\"")
                .add("sec-ch-ua-mobile", "?0")
                .add("sec-ch-ua-platform", "\"Linux\"")
                .add(
                        "user-agent",
                        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36")
                .add("accept", "application/json, text/plain, */*")
                .add("origin", "https://app.example.com")
                .add("sec-fetch-site", "same-site")
                .add("sec-fetch-mode", "cors")
                .add("sec-fetch-dest", "empty")
                .add("referer", "https://app.example.com/things")
                .add("accept-encoding", "gzip, deflate, br, zstd")
                .add("accept-language", "en-GB,en;q=0.9,de;q=0.8");
    }
}
