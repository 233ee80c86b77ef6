package dev.gatehouse.gateway.ws;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that connect, and leave without a word, each in another way. */
final class AbruptEnds {
    private static final int AT_A_TIME = 32;
    private static final String PATH = "/v1/connect";
    private static final byte[] NORMAL = {0x03, (byte) 0xE8};

    private final int port;
    private final List<String> tokens;
    private final List<Way> ways = List.of(
            this::inTheRequest,
            this::behindTheRequest,
            this::beforeAuthentication,
            this::halfBeforeAuthentication,
            this::duringAuthentication,
            this::afterHello,
            this::halfAfterHello,
            this::inAFrame,
            this::inAFrameInGoodOrder,
            this::betweenFragments,
            this::duringASubscription,
            this::duringACommand,
            this::duringTheClosing,
            this::afterTheClosing);

    private interface Way {
        void go(String token) throws IOException;
    }

    /** @param tokens taken in turn */
    AbruptEnds(int port, List<String> tokens) {
        this.port = port;
        this.tokens = tokens;
    }

    /** Lets that many come and go. */
    void run(int clients) throws InterruptedException, ExecutionException {
        AtomicInteger next = new AtomicInteger();
        List<Future<Void>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < AT_A_TIME; i++) {
                running.add(threads.submit(() -> {
                    for (int n = next.getAndIncrement(); n < clients; n = next.getAndIncrement()) {
                        ways.get(n % ways.size()).go(tokens.get(n % tokens.size()));
                    }
                    return null;
                }));
            }
            for (Future<Void> one : running) {
                one.get();
            }
        }
    }

    private void inTheRequest(String token) throws IOException {
        byte[] request = RawWebSocket.request(port, PATH, "Authorization: Bearer " + token);
        send(request, request.length / 2);
    }

    private void behindTheRequest(String token) throws IOException {
        byte[] request = RawWebSocket.request(port, PATH, "Authorization: Bearer " + token);
        send(request, request.length);
    }

    private void send(byte[] request, int length) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request, 0, length);
            socket.setSoLinger(true, 0);
        }
    }

    private void beforeAuthentication(String token) throws IOException {
        new RawWebSocket(port, PATH).reset();
    }

    private void halfBeforeAuthentication(String token) throws IOException {
        half(new RawWebSocket(port, PATH));
    }

    private void duringAuthentication(String token) throws IOException {
        RawWebSocket client = new RawWebSocket(port, PATH);
        client.send("{\"type\":\"auth\",\"access_token\":\"" + token + "\"}");
        client.reset();
    }

    private void afterHello(String token) throws IOException {
        connect(token).reset();
    }

    private void halfAfterHello(String token) throws IOException {
        half(connect(token));
    }

    /** Says that nothing more comes, and waits for the gateway's end of it. */
    private static void half(RawWebSocket client) throws IOException {
        try (client) {
            client.socket.shutdownOutput();
            if (!client.isEnded()) {
                throw new IllegalStateException("the gateway keeps a connection whose client has gone");
            }
        }
    }

    private void inAFrame(String token) throws IOException {
        RawWebSocket client = connect(token);
        client.raw(halfAFrame());
        client.reset();
    }

    private void inAFrameInGoodOrder(String token) throws IOException {
        RawWebSocket client = connect(token);
        client.raw(halfAFrame());
        client.close();
    }

    private void betweenFragments(String token) throws IOException {
        RawWebSocket client = connect(token);
        client.frame(RawWebSocket.TEXT, bytes("{\"type\":"));
        client.reset();
    }

    private void duringASubscription(String token) throws IOException {
        RawWebSocket client = connect(token);
        client.send(
                "{\"type\":\"subscribe\",\"id\":\"1\",\"topic\":\"public.ends." + client.socket.getLocalPort() + "\"}");
        client.reset();
    }

    private void duringACommand(String token) throws IOException {
        RawWebSocket client = connect(token);
        client.send("{\"type\":\"command\",\"id\":\"1\",\"domain\":\"t\",\"command\":\"any\"}");
        client.reset();
    }

    private void duringTheClosing(String token) throws IOException {
        RawWebSocket client = connect(token);
        client.frame(RawWebSocket.FIN | RawWebSocket.CLOSE, NORMAL);
        client.reset();
    }

    private void afterTheClosing(String token) throws IOException {
        try (RawWebSocket client = connect(token)) {
            client.frame(RawWebSocket.FIN | RawWebSocket.CLOSE, NORMAL);
            client.closeCode();
        }
    }

    private RawWebSocket connect(String token) throws IOException {
        RawWebSocket client = RawWebSocket.withToken(port, token);
        client.message("hello");
        return client;
    }

    private static byte[] halfAFrame() {
        byte[] frame = RawWebSocket.masked(RawWebSocket.FIN | RawWebSocket.TEXT, bytes("{\"type\":\"ping\"}"));
        return java.util.Arrays.copyOf(frame, frame.length / 2);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
