package dev.gatehouse.benchmarks.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * How the benchmark and its peers talk: a command is a line on the peer's standard input, its answer a line on the standard output that
 * begins with {@value #MARK}. A peer ends with its input, so that none is left behind.
 */
public final class PeerProtocol {
    public static final String MARK = "@";

    private PeerProtocol() {}

    /** Answers a command. */
    @FunctionalInterface
    interface Commands {
        String answer(String command) throws Exception;
    }

    /** Says something first, then answers until there are no more commands. */
    static void serve(String greeting, Commands commands) throws Exception {
        say(greeting);
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                say(commands.answer(line));
            }
        }
    }

    private static void say(String answer) throws IOException {
        System.out.println(MARK + answer);
        if (System.out.checkError()) {
            throw new IOException("nobody listens");
        }
    }
}
