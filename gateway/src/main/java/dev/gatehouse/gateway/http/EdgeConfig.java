package dev.gatehouse.gateway.http;

import dev.gatehouse.common.config.ConfigReader;
import dev.gatehouse.gateway.proxy.ProxyConfig;
import java.time.Duration;

/**
 * What the HTTP server does with each request: all of it may change while the server runs.
 *
 * @param concurrentRequests over it, {@code common.overloaded} is the answer
 * @param requestTimeout from the request line to the end of the body; and again for taking the answer
 * @param proxies whose word is taken for where a request comes from
 * @param answers what answers are like beside their content
 */
public record EdgeConfig(int concurrentRequests, Duration requestTimeout, ProxyConfig proxies, AnswerConfig answers) {
    public static final int DEFAULT_CONCURRENT_REQUESTS = 2_048;
    public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(20);
    public static final EdgeConfig DEFAULT = new EdgeConfig(
            DEFAULT_CONCURRENT_REQUESTS, DEFAULT_REQUEST_TIMEOUT, ProxyConfig.NONE, AnswerConfig.DEFAULT);

    public static EdgeConfig read(ConfigReader reader) {
        return new EdgeConfig(
                reader.integer("server.max-concurrent-requests", DEFAULT_CONCURRENT_REQUESTS, 1, 100_000),
                reader.duration(
                        "server.request-timeout",
                        DEFAULT_REQUEST_TIMEOUT,
                        Duration.ofMillis(100),
                        Duration.ofMinutes(10)),
                ProxyConfig.read(reader),
                AnswerConfig.read(reader));
    }
}
