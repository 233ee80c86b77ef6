package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.benchmarks.system.Pauses;
import dev.gatehouse.common.error.ErrorCode;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A client with a session, who keeps its tokens fresh: where an answer is lost it sends the same refresh token again, within the grace.
 * Confined to its client's thread.
 */
final class ClientSession {
    /** The auth service's refresh-grace. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final long RETRY_MILLIS = 150;

    private final World world;
    private final UUID accountId;
    private final UUID sessionId;
    private String accessToken;
    private String refreshToken;
    private int rotations;

    ClientSession(World world, UUID accountId, Answer login) {
        this.world = world;
        this.accountId = accountId;
        this.sessionId = UUID.fromString(login.data().path("session_id").asString());
        this.accessToken = login.data().path("access_token").asString();
        this.refreshToken = login.data().path("refresh_token").asString();
        note(false, false);
    }

    UUID sessionId() {
        return sessionId;
    }

    String accessToken() {
        return accessToken;
    }

    /** Asks who it is. */
    void me() {
        expect(world.client().get(Kind.ME, accessToken), "account_id", accountId);
    }

    /** Asks what its token says. */
    void validate() {
        expect(world.client().get(Kind.VALIDATE, accessToken), "session_id", sessionId);
    }

    /** Uses a route that is answered without a service. */
    void secure() {
        world.expectSuccess(world.client().get(Kind.SECURE, accessToken));
    }

    private void expect(Answer answer, String field, UUID value) {
        world.expectSuccess(answer);
        if (answer.isSuccess()) {
            String got = answer.data().path(field).asString("");
            world.violations()
                    .require(got.equals(value.toString()), Rule.RIGHT_REPLY, value + " got " + got + ": " + answer);
        }
    }

    /** Ends the session. Returns whether it was told that it is ended. */
    boolean logout() {
        Answer answer = world.client().post(Kind.LOGOUT, Map.of("refresh_token", refreshToken));
        world.expectSuccess(answer);
        world.facts().loggedOut(sessionId, answer);
        return answer.isSuccess();
    }

    /** Exchanges its refresh token for new ones, however often that takes. Returns whether the session goes on. */
    boolean refresh() {
        OptionalLong firstUnknown = OptionalLong.empty();
        while (world.isOpen() && !isPastGrace(firstUnknown, System.nanoTime())) {
            Answer answer = world.client().post(Kind.REFRESH, Map.of("refresh_token", refreshToken));
            switch (answer.fate()) {
                case DONE -> {
                    rotated(answer);
                    return true;
                }
                case REFUSED -> {
                    refused(answer, firstUnknown);
                    return false;
                }
                case UNKNOWN ->
                    firstUnknown = firstUnknown.isPresent() ? firstUnknown : OptionalLong.of(answer.sentNanos());
                case NOT_EXECUTED -> {
                    // It is the same as if it had never been sent.
                }
            }
            Pauses.millis(RETRY_MILLIS);
        }
        note(firstUnknown.isPresent(), false);
        return false;
    }

    private void rotated(Answer answer) {
        world.violations()
                .require(
                        answer.data().path("session_id").asString("").equals(sessionId.toString()),
                        Rule.RIGHT_REPLY,
                        sessionId + ": " + answer);
        accessToken = answer.data().path("access_token").asString();
        refreshToken = answer.data().path("refresh_token").asString();
        rotations++;
        note(false, false);
    }

    private void refused(Answer answer, OptionalLong firstUnknown) {
        boolean lapsed = isPastGrace(firstUnknown, answer.answeredNanos());
        Rule rule = answer.code().equals(ErrorCode.REFRESH_INVALID.code()) ? Rule.CHAIN_KEPT : Rule.EXPECTED;
        world.violations()
                .require(
                        lapsed,
                        rule,
                        "session %s after %d rotations, %s: %s"
                                .formatted(
                                        sessionId,
                                        rotations,
                                        firstUnknown.isPresent() ? "sent again" : "sent once or not executed",
                                        answer));
        note(firstUnknown.isPresent(), lapsed);
    }

    private static boolean isPastGrace(OptionalLong firstUnknown, long now) {
        return firstUnknown.isPresent() && now - firstUnknown.getAsLong() > GRACE.toNanos();
    }

    private void note(boolean unresolved, boolean lapsed) {
        world.facts().chain(new Facts.Chain(sessionId, rotations, unresolved, lapsed));
    }
}
