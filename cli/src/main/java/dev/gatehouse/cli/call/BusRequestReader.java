package dev.gatehouse.cli.call;

import dev.gatehouse.cli.Arguments;
import dev.gatehouse.cli.UsageException;
import dev.gatehouse.common.rpc.RpcContext;
import dev.gatehouse.common.rpc.RpcRequest;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Makes the request over the bus that a command line asks for. */
final class BusRequestReader {
    static final String AMQP = "--amqp";
    static final String ACCOUNT = "--account";
    static final String SESSION = "--session";
    static final String SCOPES = "--scopes";
    static final String ROLES = "--roles";

    /** What a request over HTTP has no use for: there the token says who the caller is. */
    static final Set<String> OPTIONS = Set.of(AMQP, ACCOUNT, SESSION, SCOPES, ROLES);

    private static final int MAX_KEY_BYTES = 255;
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]++(?:\\.[A-Za-z0-9_-]++)++");
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern WORDS = Pattern.compile("[!-~]++(?: [!-~]++)*+");

    private final InputStream standardInput;

    BusRequestReader(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    /** Whether a word can be a routing key: it has dots in it. */
    static boolean isKey(String word) {
        return word.length() <= MAX_KEY_BYTES && KEY.matcher(word).matches();
    }

    /** The request of {@code RPC-KEY [JSON]}. */
    RpcRequest read(Arguments arguments, Duration timeout) {
        List<String> words = arguments.others();
        if (words.size() > 2) {
            throw new UsageException("a request over the bus is RPC-KEY [JSON]");
        }
        byte[] body = words.size() == 1 ? JsonArgument.empty() : JsonArgument.readObject(words.get(1), standardInput);
        return new RpcRequest(words.getFirst(), body, timeout, caller(arguments), Optional.empty());
    }

    private static Optional<RpcContext.Caller> caller(Arguments arguments) {
        Optional<UUID> account = id(arguments, ACCOUNT);
        Optional<UUID> session = id(arguments, SESSION);
        List<String> scopes = words(arguments, SCOPES);
        List<String> roles = words(arguments, ROLES);
        if (account.isPresent() != session.isPresent()
                || (account.isEmpty() && (arguments.has(SCOPES) || arguments.has(ROLES)))) {
            throw new UsageException(ACCOUNT + " and " + SESSION + " go together, and " + SCOPES + " and " + ROLES
                    + " with them: they stand for one authenticated client");
        }
        return account.flatMap(id -> session.map(sid -> new RpcContext.Caller(id, sid, scopes, roles)));
    }

    private static Optional<UUID> id(Arguments arguments, String option) {
        Optional<String> text = arguments.value(option);
        if (text.filter(id -> !ID.matcher(id).matches()).isPresent()) {
            throw new UsageException(option + " must be a UUID");
        }
        return text.map(UUID::fromString);
    }

    private static List<String> words(Arguments arguments, String option) {
        Optional<String> text = arguments.value(option).filter(words -> !words.isEmpty());
        if (text.filter(words -> !WORDS.matcher(words).matches()).isPresent()) {
            throw new UsageException(option + " must be words of visible ASCII with single spaces between");
        }
        return text.map(words -> List.of(words.split(" "))).orElse(List.of());
    }
}
