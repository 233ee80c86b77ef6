package dev.gatehouse.benchmarks.peer;

import dev.gatehouse.auth.credential.PasswordConfig;
import dev.gatehouse.auth.credential.Passwords;
import dev.gatehouse.common.json.Json;
import dev.gatehouse.common.rpc.Deadline;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The ceilings that have a client: {@code BareCaller AMQP-URI}. The command {@code rpc CALLERS SECONDS} calls the echo responder, {@code
 * hash THREADS SECONDS} hashes passwords at their default cost; each is answered with its {@link Load}.
 */
public final class BareCaller {
    private static final Duration HASH_LIMIT = Duration.ofMinutes(1);
    private static final String PASSWORD = "a long walk by the sea";

    private BareCaller() {}

    public static void main(String[] args) throws Exception {
        try (BareRpc rpc = new BareRpc(
                        BareConnection.open(args[0], "bench-publish"), BareConnection.open(args[0], "bench-replies"));
                Passwords passwords = new Passwords(
                        PasswordConfig.defaults(), new SecureRandom(), InstantSource.system(), System::nanoTime)) {
            passwords.start();
            PeerProtocol.serve("ready", command -> answer(command.split(" ", -1), rpc, passwords));
        }
    }

    private static String answer(String[] command, BareRpc rpc, Passwords passwords) throws Exception {
        int callers = Integer.parseInt(command[1]);
        Duration time = Duration.ofMillis(Math.round(Double.parseDouble(command[2]) * 1000));
        Load load = switch (command[0]) {
            case "rpc" ->
                Callers.run(callers, time, Thread.ofVirtual().name("caller-", 0).factory(), rpc::call);
            case "hash" ->
                Callers.run(callers, time, Thread.ofVirtual().name("caller-", 0).factory(), () -> hash(passwords));
            default -> throw new IllegalArgumentException(command[0]);
        };
        return Json.mapper().writeValueAsString(load);
    }

    private static boolean hash(Passwords passwords) {
        return !passwords
                .hash(PASSWORD, Deadline.after(HASH_LIMIT, InstantSource.system()))
                .toString()
                .isEmpty();
    }
}
