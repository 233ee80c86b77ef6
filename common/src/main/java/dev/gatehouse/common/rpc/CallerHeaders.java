package dev.gatehouse.common.rpc;

import dev.gatehouse.common.error.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads the headers of a request. A caller may leave all of them out; one that is there but malformed is {@code validation.failed}. */
final class CallerHeaders {
    /** The canonical form alone: {@link UUID#fromString} takes shorter ones too. */
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final Pattern WORDS = Pattern.compile("[!-~]++(?: [!-~]++)*+");
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]{2,45}(%[A-Za-z0-9._-]{1,32})?");

    /** As long as anybody can be waited for; a moment farther off is a mistake in the unit, and would overflow what counts in nanoseconds. */
    private static final Duration FARTHEST = Duration.ofDays(1);

    /** Characters of a header of words: as many as a request's own headers have by default. */
    static final int MAX_WORDS = 16 * 1024;

    private final Map<String, String> headers;

    CallerHeaders(Map<String, String> headers) {
        this.headers = headers;
    }

    /** When the caller stops waiting; where it does not say, the assumed time from now on. */
    Deadline deadline(Duration assumed, InstantSource clock) {
        Optional<String> text = header(RpcHeaders.DEADLINE);
        if (text.isEmpty()) {
            return Deadline.after(assumed, clock);
        }
        try {
            Instant stated = Instant.ofEpochMilli(Long.parseLong(text.get()));
            Instant farthest = clock.instant().plus(FARTHEST);
            return new Deadline(stated.isBefore(farthest) ? stated : farthest);
        } catch (NumberFormatException e) {
            throw malformed(RpcHeaders.DEADLINE, "Milliseconds since the epoch are needed.");
        }
    }

    Optional<RpcContext.Caller> caller() {
        Optional<UUID> account = uuid(RpcHeaders.ACCOUNT_ID);
        Optional<UUID> session = uuid(RpcHeaders.SESSION_ID);
        if (account.isPresent() != session.isPresent()) {
            throw malformed(
                    account.isPresent() ? RpcHeaders.SESSION_ID : RpcHeaders.ACCOUNT_ID,
                    "An account and a session go together.");
        }
        List<String> scopes = words(RpcHeaders.SCOPES);
        List<String> roles = words(RpcHeaders.ROLES);
        return account.flatMap(id -> session.map(sid -> new RpcContext.Caller(id, sid, scopes, roles)));
    }

    Optional<String> clientIp() {
        Optional<String> address = header(RpcHeaders.CLIENT_IP);
        if (address.filter(text -> !ADDRESS.matcher(text).matches()).isPresent()) {
            throw malformed(RpcHeaders.CLIENT_IP, "An IP address is needed.");
        }
        return address;
    }

    private Optional<UUID> uuid(String name) {
        return header(name).map(text -> {
            String lower = text.toLowerCase(Locale.ROOT);
            if (!UUID_FORM.matcher(lower).matches()) {
                throw malformed(name, "A UUID is needed.");
            }
            return UUID.fromString(lower);
        });
    }

    private List<String> words(String name) {
        String text = header(name).orElse("");
        if (text.isEmpty()) {
            return List.of();
        }
        if (text.length() > MAX_WORDS) {
            throw ServiceException.invalid(name, "max_length", "At most " + MAX_WORDS + " characters are taken.");
        }
        if (!WORDS.matcher(text).matches()) {
            throw malformed(name, "Words separated by single spaces are needed.");
        }
        return List.of(text.split(" "));
    }

    private Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    private static ServiceException malformed(String header, String message) {
        return ServiceException.invalid(header, "format", message);
    }
}
