package dev.gatehouse.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Looks into a Redis, as an operator would. It speaks the protocol itself, so that no test depends on what it tests. Confined to one thread. */
final class RedisConsole implements AutoCloseable {
    private static final int DEFAULT_PORT = 6379;
    private static final int READ_LIMIT_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;

    private RedisConsole(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static RedisConsole open(URI uri) {
        try {
            Socket socket = new Socket(uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
            socket.setSoTimeout(READ_LIMIT_MILLIS);
            RedisConsole console = new RedisConsole(socket);
            console.enter(uri);
            return console;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all keys that begin with a prefix without special characters. */
    List<String> keys(String prefix) {
        Object names = ask("KEYS", prefix + "*");
        return names instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    long number(String... command) {
        return Long.parseLong(String.valueOf(ask(command)));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void enter(URI uri) {
        if (uri.getUserInfo() != null) {
            String[] user = uri.getUserInfo().split(":", 2);
            Object _ = user[0].isEmpty() ? ask("AUTH", user[1]) : ask("AUTH", user[0], user[1]);
        }
        if (uri.getPath() != null && uri.getPath().length() > 1) {
            Object _ = ask("SELECT", uri.getPath().substring(1));
        }
    }

    private Object ask(String... command) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(bytes("*" + command.length + "\r\n"));
        for (String part : command) {
            byte[] text = bytes(part);
            request.writeBytes(bytes("$" + text.length + "\r\n"));
            request.writeBytes(text);
            request.writeBytes(bytes("\r\n"));
        }
        try {
            socket.getOutputStream().write(request.toByteArray());
            return reply();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Object reply() throws IOException {
        String line = line();
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+', ':' -> rest;
            case '$' -> text(Integer.parseInt(rest));
            case '*' -> list(Integer.parseInt(rest));
            default -> throw new IllegalStateException("Redis says: " + line);
        };
    }

    private List<Object> list(int size) throws IOException {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            items.add(reply());
        }
        return items;
    }

    private String text(int length) throws IOException {
        if (length < 0) {
            return "";
        }
        String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        line();
        return text;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next != '\n') {
            if (next < 0) {
                throw new IOException("Redis has closed the connection");
            }
            if (next != '\r') {
                line.write(next);
            }
            next = in.read();
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
