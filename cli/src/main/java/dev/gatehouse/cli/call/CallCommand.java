package dev.gatehouse.cli.call;

import dev.gatehouse.cli.Arguments;
import dev.gatehouse.cli.Command;
import dev.gatehouse.cli.GatewayAccess;
import dev.gatehouse.cli.Installation;
import dev.gatehouse.cli.UsageException;
import dev.gatehouse.common.config.ConfigException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Sends one request and prints the answer. */
final class CallCommand implements Command {
    /** Nobody could be reached, or nobody answered in time. */
    static final int UNREACHED = 3;

    private static final String TIMEOUT = "--timeout";
    private static final String RAW = "--raw";
    private static final String INCLUDE = "--include";
    private static final String SHORT_INCLUDE = "-i";
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(1);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(10);

    private final Installation installation;
    private final CallStreams streams;

    CallCommand(Installation installation, CallStreams streams) {
        this.installation = installation;
        this.streams = streams;
    }

    @Override
    public String usage() {
        return """
                usage: ./gatehouse call METHOD PATH [JSON]    to the gateway, such as: call GET /v1/auth/me
                       ./gatehouse call RPC-KEY [JSON]        over the bus, such as: call core.auth.rpc.jwks.v1

                Prints the answer's body to standard output, and everything else to standard error.
                JSON is the body: a text, @FILE, or - for standard input.

                  --timeout DURATION      how long to wait, ISO 8601 (PT10S)
                  --raw                   the body exactly as it came, not laid out
                to the gateway:
                  --url URL               GATEHOUSE_URL, or http://127.0.0.1:8080
                  --token TOKEN           an access token; GATEHOUSE_TOKEN is better, which other users of the machine do not see
                  --header 'NAME: VALUE'  may be given more than once
                  --idempotency-key KEY
                  --cacert FILE           whom to trust over TLS, in PEM, instead of whom the JDK trusts; or GATEHOUSE_CACERT
                  --include, -i           the status line and the headers, too
                over the bus:
                  --amqp URI              amqp.uri of etc/gateway.yaml, or GATEHOUSE_AMQP_URI, which other users do not see;
                                          of ./gatehouse run it is amqp://guest:guest@127.0.0.1:5673
                  --account UUID --session UUID --scopes 'A B' --roles 'A B'
                                          the authenticated client that the gateway would tell of

                Exit status: 0 success, 1 an error was answered, 2 not understood, 3 nobody reached, or no answer in time.
                """;
    }

    @Override
    public int run(List<String> words) {
        Arguments arguments = Arguments.parse(words, options());
        Call call;
        try {
            call = call(arguments);
        } catch (ConfigException e) {
            streams.err().println(e.getMessage());
            return USAGE;
        }
        boolean withHead = arguments.has(INCLUDE) || arguments.has(SHORT_INCLUDE);
        AnswerPrinter printer = new AnswerPrinter(streams, arguments.has(RAW), withHead);
        return switch (call.send()) {
            case Answer.Received answer -> {
                printer.print(answer);
                yield answer.success() ? OK : FAILED;
            }
            case Answer.Unreached(String reason) -> {
                streams.err().println(reason);
                yield UNREACHED;
            }
        };
    }

    private static Arguments.Options options() {
        Set<String> valued = new HashSet<>(BusRequestReader.OPTIONS);
        valued.addAll(Set.of(
                TIMEOUT,
                HttpRequestReader.URL,
                HttpRequestReader.TOKEN,
                HttpRequestReader.IDEMPOTENCY_KEY,
                HttpRequestReader.CA_CERTIFICATE));
        return new Arguments.Options(Set.of(RAW, INCLUDE, SHORT_INCLUDE), valued, Set.of(HttpRequestReader.HEADER));
    }

    private Call call(Arguments arguments) {
        String first =
                arguments.others().stream().findFirst().orElseThrow(() -> new UsageException("say what to call"));
        Duration timeout = timeout(arguments);
        if (HttpRequestReader.isMethod(first)) {
            refuse(arguments, BusRequestReader.OPTIONS, "a request over the bus");
            HttpRequestReader reader = new HttpRequestReader(installation, streams.in());
            return new HttpCall(reader.read(arguments), timeout, reader.trust(arguments));
        }
        if (BusRequestReader.isKey(first)) {
            refuse(arguments, HttpRequestReader.OPTIONS, "a request over HTTP");
            return new BusCall(
                    new GatewayAccess(installation).broker(arguments.value(BusRequestReader.AMQP)),
                    new BusRequestReader(streams.in()).read(arguments, timeout));
        }
        throw new UsageException(
                "\"" + first + "\" is no method in capitals (GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS),"
                        + " and no routing key such as core.orders.rpc.get.v1");
    }

    private static void refuse(Arguments arguments, Set<String> options, String where) {
        options.stream().filter(arguments::has).sorted().findFirst().ifPresent(option -> {
            throw new UsageException(option + " is for " + where);
        });
    }

    private static Duration timeout(Arguments arguments) {
        try {
            Duration timeout = arguments.value(TIMEOUT).map(Duration::parse).orElse(DEFAULT_TIMEOUT);
            if (timeout.compareTo(MIN_TIMEOUT) >= 0 && timeout.compareTo(MAX_TIMEOUT) <= 0) {
                return timeout;
            }
        } catch (DateTimeParseException e) {
            // Told below, like one that is too long.
        }
        throw new UsageException(
                TIMEOUT + " must be an ISO 8601 duration of " + MIN_TIMEOUT + " to " + MAX_TIMEOUT + ", such as PT5S");
    }
}
