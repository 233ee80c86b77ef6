package dev.gatehouse.testkit.edge;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers over HTTP/1.1, each with a {@code Content-Length} or without a body. After a switch of protocols the rest is not looked at. */
final class Http1Heard implements Heard {
    private static final Pattern HEAD = Pattern.compile("HTTP/1\\.1 ([0-9]{3}) .*?\r\n\r\n", Pattern.DOTALL);
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: ([0-9]+)\r\n");
    private static final Pattern CLOSE = Pattern.compile("(?i)\r\nconnection: close\r\n");
    private static final int SWITCHING = 101;
    private static final int CONTINUE = 100;

    private final ByteArrayOutputStream unread = new ByteArrayOutputStream();
    private final List<Integer> statuses = new ArrayList<>();
    private int rest;
    private boolean switched;
    private boolean goodbye;

    @Override
    public void take(byte[] octets, int count) {
        int skipped = Math.min(rest, count);
        rest -= skipped;
        if (switched || skipped == count) {
            return;
        }
        unread.write(octets, skipped, count - skipped);
        readHeads();
    }

    private void readHeads() {
        String text = unread.toString(StandardCharsets.ISO_8859_1);
        Matcher head = HEAD.matcher(text);
        int at = 0;
        while (rest == 0 && !switched && head.find(at) && head.start() == at) {
            int status = Integer.parseInt(head.group(1));
            if (status != CONTINUE) {
                statuses.add(status);
            }
            switched = status == SWITCHING;
            goodbye = CLOSE.matcher(head.group()).find();
            Matcher length = LENGTH.matcher(head.group());
            rest = length.find() ? Integer.parseInt(length.group(1)) : 0;
            int body = Math.min(rest, text.length() - head.end());
            rest -= body;
            at = head.end() + body;
        }
        unread.reset();
        unread.writeBytes(text.substring(at).getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public List<Integer> statuses() {
        return statuses;
    }

    @Override
    public boolean hasSaid(Ending ending) {
        return ending instanceof Ending.Answers(List<Integer> expected, boolean _) && statuses.equals(expected);
    }

    /** Whether an answer has come, with its body. */
    boolean isComplete() {
        return !statuses.isEmpty() && rest == 0;
    }

    @Override
    public boolean isGoodbye() {
        return goodbye && rest == 0;
    }

    @Override
    public boolean hasReadAll() {
        return true;
    }

    @Override
    public String toString() {
        return "answers " + statuses;
    }
}
