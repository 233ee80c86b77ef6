package dev.gatehouse.benchmarks.websocket;

import dev.gatehouse.benchmarks.system.LoadException;
import dev.gatehouse.common.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/** A session of an account. */
record Login(String accessToken, String refreshToken) {
    private static final int AT_A_TIME = 8;
    private static final int PER_ACCOUNT = 5;
    private static final String PASSWORD = "a fence of old oak";

    /** Makes so many sessions, 5 for each account. Those of an account are not next to each other. */
    static List<Login> make(WebSocketSystem system, int count) {
        int accounts = (count + PER_ACCOUNT - 1) / PER_ACCOUNT;
        List<Callable<Boolean>> registrations = new ArrayList<>();
        for (int i = 0; i < accounts; i++) {
            String name = name(i);
            registrations.add(() -> register(system, name));
        }
        List<Callable<Login>> logins = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = name(i % accounts);
            logins.add(() -> login(system, name));
        }
        try (ExecutorService workers = Executors.newFixedThreadPool(
                AT_A_TIME, Thread.ofVirtual().name("login-", 0).factory())) {
            List<Boolean> _ = all(workers, registrations);
            return all(workers, logins);
        }
    }

    private static String name(int account) {
        return "sockets" + account;
    }

    private static boolean register(WebSocketSystem system, String name) {
        Map<String, String> body = Map.of("username", name, "email", name + "@example.com", "password", PASSWORD);
        JsonNode _ = system.http()
                .post(system.url() + "/v1/auth/register", Json.mapper().writeValueAsString(body));
        return true;
    }

    private static Login login(WebSocketSystem system, String name) {
        Map<String, String> body = Map.of("username", name, "password", PASSWORD);
        JsonNode grant = system.http()
                .post(system.url() + "/v1/auth/login", Json.mapper().writeValueAsString(body));
        return new Login(
                grant.path("access_token").asString(),
                grant.path("refresh_token").asString());
    }

    /** Ends the session; it is over when this returns. */
    void logout(WebSocketSystem system) {
        JsonNode _ = system.http()
                .post(
                        system.url() + "/v1/auth/logout",
                        Json.mapper().writeValueAsString(Map.of("refresh_token", refreshToken)));
    }

    private static <T> List<T> all(ExecutorService workers, List<Callable<T>> work) {
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : workers.invokeAll(work)) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new LoadException("the sessions cannot be made: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("interrupted", e);
        }
    }

    /** Never a token. */
    @Override
    public String toString() {
        return "Login";
    }
}
