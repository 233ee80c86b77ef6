package dev.gatehouse.standalone;

import dev.gatehouse.common.json.Json;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/** The WebSocket client of the JDK, frame by frame. The listener's fields belong to the thread that calls it, one at a time. */
final class JdkPeer implements WebSocket.Listener, AutoCloseable {
    private static final int LIMIT_SECONDS = 15;
    private static final int MAX_FRAMES = 1_000;

    private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>(MAX_FRAMES);
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();
    private final CompletableFuture<Void> ponged = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;

    /**
     * How the gateway has closed.
     *
     * @param nanoTime when that was heard
     */
    record Closed(int code, String reason, long nanoTime) {}

    /** @param token for the header; empty where there is none */
    JdkPeer(Visitor visitor, String token, String... moreSubprotocols) throws Exception {
        WebSocket.Builder builder = http.newWebSocketBuilder().subprotocols("gatehouse.v1", moreSubprotocols);
        if (!token.isEmpty()) {
            builder.header("Authorization", "Bearer " + token);
        }
        socket = builder.buildAsync(visitor.url(), this).get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    String subprotocol() {
        return socket.getSubprotocol();
    }

    void send(Map<String, ?> frame) throws Exception {
        send(Json.mapper().writeValueAsString(frame));
    }

    void send(String frame) throws Exception {
        socket.sendText(frame, true).get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** The next frame that is no warning of the token's end, which may come at any time. */
    JsonNode next() throws InterruptedException {
        while (true) {
            JsonNode frame = frames.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("no frame came");
            }
            if (!frame.path("type").asString().equals("token_expiring")) {
                return frame;
            }
        }
    }

    /** Sends a protocol ping and waits for its pong. */
    void ping() throws Exception {
        socket.sendPing(ByteBuffer.wrap(new byte[] {1})).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        ponged.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    int closeCode() throws InterruptedException, ExecutionException, TimeoutException {
        return closed().code();
    }

    Closed closed() throws InterruptedException, ExecutionException, TimeoutException {
        return closed.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    boolean isOpen() {
        return !closed.isDone();
    }

    void sendClose() throws Exception {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            frames.add(Json.mapper().readTree(text.toString()));
            text.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedStage(part);
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
        ponged.complete(null);
        from.request(1);
        return CompletableFuture.completedStage(message);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(new Closed(code, reason, System.nanoTime()));
        return CompletableFuture.completedStage(reason);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.completeExceptionally(error);
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
        http.close();
    }
}
