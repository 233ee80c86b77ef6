package dev.gatehouse.gateway.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Plays a case of the conformance table on a connection, and tells how it has ended. Not thread-safe. */
final class Http2Dialogue implements AutoCloseable {
    /** Sent after all steps: its answer shows that the server has taken them. */
    private static final long PROBE = 0x70726f6265L;

    private static final long AGAIN = 0x616761696eL;

    private final RawHttp2Client client;
    private final Http2Heard heard;
    private final List<Long> pings = new ArrayList<>();
    /** The client's preface has some. */
    private int settings = 1;

    Http2Dialogue(RawHttp2Client client) {
        this.client = client;
        this.heard = new Http2Heard(client);
    }

    /** Takes all steps; the server may end the connection in between. */
    void play(List<String> steps) throws IOException {
        try {
            for (String step : steps) {
                take(step);
            }
            ping(PROBE);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // The server has closed the connection. What it has said before is still to be read.
        }
    }

    private void take(String step) throws IOException {
        String[] words = step.split(" ", -1);
        switch (words[0]) {
            case "await" -> {
                await(words);
                heard.forget();
            }
            case "requests" -> {
                for (int i = 0; i < Integer.parseInt(words[1]); i++) {
                    client.get(2 * i + 1, words[2]);
                }
            }
            default -> send(FrameText.parse(step));
        }
    }

    private void send(FrameText frame) throws IOException {
        boolean ack = (frame.flags() & RawHttp2Client.ACK) != 0;
        if (frame.type() == RawHttp2Client.PING && !ack && frame.payload().length == Long.BYTES) {
            pings.add(ByteBuffer.wrap(frame.payload()).getLong());
        } else if (frame.type() == RawHttp2Client.SETTINGS && !ack) {
            settings++;
        }
        client.frame(frame.type(), frame.flags(), frame.stream(), frame.payload());
    }

    private void ping(long payload) throws IOException {
        pings.add(payload);
        client.frame(
                RawHttp2Client.PING,
                0,
                0,
                ByteBuffer.allocate(Long.BYTES).putLong(payload).array());
    }

    private void await(String[] words) throws IOException {
        while (!heard.isClosed() && !hasCome(words)) {
            heard.next();
        }
    }

    private boolean hasCome(String[] words) {
        return switch (words[1]) {
            case "ack" -> heard.acknowledgedSettings() >= settings;
            case "end" -> heard.hasEnded(Integer.parseInt(words[2]));
            default ->
                !heard.recent(FrameText.type(words[1]), Integer.parseInt(words[2]))
                        .isEmpty();
        };
    }

    /** Reads on until one of some endings has come, or none of them can come any more. Returns whether one has. */
    boolean endsIn(List<Http2Ending> endings) throws IOException {
        while (endings.stream().noneMatch(this::hasCome)) {
            if (heard.isClosed() || (heard.answeredPings().contains(PROBE) && heard.hasEnded(1) && heard.isNews())) {
                return false;
            }
            heard.next();
        }
        return true;
    }

    /** After a connection error the connection has to end, and after the error of a stream it has to go on. */
    boolean hasRightAftermath(List<Http2Ending> endings) throws IOException {
        List<Http2Ending> come = endings.stream().filter(this::hasCome).toList();
        if (come.stream().anyMatch(Http2Ending.ConnectionError.class::isInstance)) {
            while (!heard.isClosed()) {
                heard.next();
            }
        } else if (come.stream().anyMatch(Http2Ending.StreamError.class::isInstance)) {
            ping(AGAIN);
            while (!heard.isClosed() && !heard.answeredPings().contains(AGAIN)) {
                heard.next();
            }
            return !heard.isClosed();
        }
        return true;
    }

    private boolean hasCome(Http2Ending ending) {
        return switch (ending) {
            case Http2Ending.ConnectionError error -> heard.hasConnectionError(error.code());
            case Http2Ending.StreamError error -> heard.hasStreamError(error.code(), error.stream());
            case Http2Ending.Answer answer -> heard.status(1) == answer.status();
            case Http2Ending.Data data ->
                heard.recent(RawHttp2Client.DATA, 1).stream()
                        .findFirst()
                        .filter(frame -> frame.payload().length == data.bytes())
                        .isPresent();
            case Http2Ending.Simple simple -> hasCome(simple);
        };
    }

    private boolean hasCome(Http2Ending.Simple ending) {
        return switch (ending) {
            case SETTINGS_COME_FIRST -> heard.beginsWithSettings();
            case SETTINGS_ARE_ACKNOWLEDGED -> heard.acknowledgedSettings() == settings;
            case PING_IS_ANSWERED, THE_CONNECTION_GOES_ON ->
                heard.answeredPings().equals(pings);
            case THE_CONNECTION_ENDS -> heard.isClosed();
            case BAD_REQUEST_OVER_HTTP1 -> false;
        };
    }

    /** What the server has said. */
    Http2Heard heard() {
        return heard;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
