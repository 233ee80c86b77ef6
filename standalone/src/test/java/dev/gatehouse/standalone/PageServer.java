package dev.gatehouse.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.common.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** Serves the page of a test, of an origin other than the gateway's, and hears what the page tells. */
final class PageServer implements AutoCloseable {
    private static final int LIMIT_SECONDS = 60;
    private static final int MAX_TOLD = 100;
    private static final int OK = 200;

    private final HttpServer server;
    private final BlockingQueue<JsonNode> told = new LinkedBlockingQueue<>(MAX_TOLD);

    PageServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/told", exchange -> {
            told.add(Json.mapper().readTree(exchange.getRequestBody().readAllBytes()));
            answer(exchange, "application/json", "{}".getBytes(UTF_8));
        });
        server.start();
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Serves a file under its name. */
    void serve(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        String type = file.toString().endsWith(".js") ? "text/javascript" : "text/html";
        server.createContext("/" + file.getFileName(), exchange -> answer(exchange, type, content));
    }

    void settings(byte[] json) {
        server.createContext("/settings.json", exchange -> answer(exchange, "application/json", json));
    }

    /** The name of the next check that the page has passed; empty at the end. */
    String nextCheck() throws InterruptedException {
        JsonNode line = told.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (line == null || line.has("failed")) {
            throw new AssertionError("the page told " + line);
        }
        return line.path("check").asString("");
    }

    private static void answer(HttpExchange exchange, String type, byte[] content) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.sendResponseHeaders(OK, content.length);
        exchange.getResponseBody().write(content);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
