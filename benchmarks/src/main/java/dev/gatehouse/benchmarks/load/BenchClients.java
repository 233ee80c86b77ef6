package dev.gatehouse.benchmarks.load;

import dev.gatehouse.benchmarks.peer.EchoService;
import dev.gatehouse.benchmarks.system.BenchFiles;
import dev.gatehouse.benchmarks.system.HttpPeer;
import dev.gatehouse.common.json.Json;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What wrk sends: files with bodies and with a token.
 *
 * @param logins one body for each account
 * @param echo the body of an echo
 * @param token of one of the accounts
 */
public record BenchClients(Path logins, Path echo, Path token) {
    private static final int ACCOUNTS = 16;
    private static final int PASSWORD_BYTES = 16;

    /**
     * Registers the accounts and logs one of them in.
     *
     * @param gatewayUrl without a slash at its end
     */
    public static BenchClients register(HttpPeer http, String gatewayUrl, BenchFiles files) {
        SecureRandom random = new SecureRandom();
        List<String> logins = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            byte[] password = new byte[PASSWORD_BYTES];
            random.nextBytes(password);
            Map<String, String> login =
                    Map.of("username", "bench" + i, "password", HexFormat.of().formatHex(password));
            logins.add(Json.mapper().writeValueAsString(login));
            Map<String, String> account = new HashMap<>(login);
            account.put("email", "bench" + i + "@example.com");
            http.post(gatewayUrl + "/v1/auth/register", Json.mapper().writeValueAsString(account));
        }
        String token = http.post(gatewayUrl + "/v1/auth/login", logins.getFirst())
                .path("access_token")
                .asString();
        return new BenchClients(
                files.write("logins", logins),
                files.write("echo", List.of(EchoService.REQUEST)),
                files.write("token", List.of(token)));
    }
}
