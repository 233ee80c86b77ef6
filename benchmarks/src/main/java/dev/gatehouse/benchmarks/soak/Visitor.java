package dev.gatehouse.benchmarks.soak;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Registers accounts and logs in. Thread-safe. */
final class Visitor {
    private Visitor() {}

    /** Registers a new account, once. Empty where that was not acknowledged. */
    static Optional<Facts.Registered> register(World world) {
        String name = world.facts().nextName();
        Answer answer = world.client()
                .post(
                        Kind.REGISTER,
                        Map.of("username", name, "email", name + "@example.com", "password", world.password()));
        world.facts().registered(name, answer);
        // Nobody else has that name: user_exists would mean that the request was executed twice.
        world.expectSuccess(answer);
        return answer.isSuccess() ? Optional.of(new Facts.Registered(name, answer)) : Optional.empty();
    }

    /** Logs in, once. Empty where that was not acknowledged. */
    static Optional<ClientSession> login(World world, Facts.Registered account) {
        UUID accountId = account.accountId();
        Answer answer =
                world.client().post(Kind.LOGIN, Map.of("username", account.username(), "password", world.password()));
        world.facts().loggedIn(accountId, answer);
        world.expectSuccess(answer);
        return answer.isSuccess() ? Optional.of(new ClientSession(world, accountId, answer)) : Optional.empty();
    }
}
