package dev.gatehouse.testkit.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Requests over one connection of HTTP/1.1, one after the other without waiting. What is known to come is expected; what has been mutated is sent to its
 * end, and must be answered by nothing that is a defect.
 *
 * @param pieces what is written at a time
 * @param messages what is known of the answers; empty if nothing is
 */
record Http1Case(List<byte[]> pieces, List<Http1Message> messages) implements FuzzCase {
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int NOT_IMPLEMENTED = 501;

    @Override
    public String expectation() {
        return messages.isEmpty()
                ? "answers that are no defect, and the end of the connection"
                : messages.stream()
                        .map(message -> message.statuses() + (message.lasting() ? "" : " and the end"))
                        .collect(Collectors.joining(", then "));
    }

    @Override
    public byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return all.toByteArray();
    }

    @Override
    public Optional<String> play(FuzzTarget target) throws IOException {
        try (Socket socket = target.connect()) {
            Thread.ofVirtual().name("fuzz-writer").start(() -> write(socket));
            InputStream in = new BufferedInputStream(socket.getInputStream());
            return messages.isEmpty() ? whateverComes(in) : expected(in);
        }
    }

    /** The gateway may end the connection at any time, and what it says before is what counts. */
    private void write(Socket socket) {
        try {
            OutputStream out = socket.getOutputStream();
            for (byte[] piece : pieces) {
                out.write(piece);
            }
            if (messages.isEmpty()) {
                socket.shutdownOutput();
            }
        } catch (IOException e) {
            // The connection has ended; what has come before is what counts, and is read by another thread.
        }
    }

    private Optional<String> expected(InputStream in) throws IOException {
        for (Http1Message message : messages) {
            Optional<Http1Answer> answer = Http1Answer.read(in, message.head());
            int status = answer.map(Http1Answer::status).orElse(0);
            if (!message.statuses().contains(status)) {
                return Optional.of(
                        status == 0
                                ? "the connection ends, and not an answer of " + message.statuses()
                                : "the answer " + status + ", and not " + message.statuses());
            }
            if (!message.lasting()) {
                return afterTheLast(in);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> afterTheLast(InputStream in) throws IOException {
        try {
            return in.read() < 0
                    ? Optional.empty()
                    : Optional.of("something after the answer that ends the connection");
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> whateverComes(InputStream in) throws IOException {
        while (true) {
            Optional<Http1Answer> answer = Http1Answer.read(in, false);
            if (answer.isEmpty()) {
                return Optional.empty();
            }
            int status = answer.get().status();
            if (status >= FIRST_SERVER_ERROR && status != NOT_IMPLEMENTED) {
                return Optional.of("the answer " + status);
            }
        }
    }
}
