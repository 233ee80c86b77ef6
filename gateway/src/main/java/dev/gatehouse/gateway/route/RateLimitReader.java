package dev.gatehouse.gateway.route;

import dev.gatehouse.gateway.limit.RateLimit;
import dev.gatehouse.gateway.limit.RateLimit.Per;
import dev.gatehouse.gateway.route.Access.Auth;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the rate limit of a route. Confined to the loading thread. */
final class RateLimitReader {
    private static final String KEY = "rate-limit";
    private static final List<String> KEYS = List.of("per", "limit", "period", "burst");
    private static final String PER_FORM = "account, ip or route";
    private static final String NUMBER_FORM = "a whole number, 1 to " + RateLimit.MAX_REQUESTS;
    private static final String PERIOD_FORM =
            "an ISO 8601 duration of " + RateLimit.MIN_PERIOD + " to " + RateLimit.MAX_PERIOD;

    private final RouteProblems problems;

    RateLimitReader(RouteProblems problems) {
        this.problems = problems;
    }

    /** The limit; empty where there is none, or none that can be used, which has then been noted. */
    Optional<RateLimit> read(YamlFields route, Auth auth) {
        Optional<Node> node = route.node(KEY);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (!(node.get() instanceof MappingNode mapping)) {
            problems.at(node.get(), KEY + ": must be a mapping such as {per: ip, limit: 10, period: PT1S}");
            return Optional.empty();
        }
        YamlFields fields = YamlFields.of(mapping, KEYS, problems);
        for (String needed : List.of("per", "limit", "period")) {
            if (!fields.has(needed)) {
                problems.at(mapping, KEY + ": " + needed + ": is not set");
            }
        }
        Optional<Per> per = fields.value("per", PER_FORM, RateLimitReader::per);
        if (per.equals(Optional.of(Per.ACCOUNT)) && auth == Auth.NONE) {
            fields.refuse("per", "account needs auth: required or optional");
        }
        Optional<Integer> limit = fields.value("limit", NUMBER_FORM, RateLimitReader::number);
        Optional<Duration> period = fields.value("period", PERIOD_FORM, RateLimitReader::period);
        Optional<Integer> burst =
                fields.has("burst") ? fields.value("burst", NUMBER_FORM, RateLimitReader::number) : limit;
        return per.flatMap(whose -> limit.flatMap(
                many -> period.flatMap(time -> burst.flatMap(most -> limit(fields, whose, many, time, most)))));
    }

    private static Optional<RateLimit> limit(YamlFields fields, Per per, int limit, Duration period, int burst) {
        Duration timeToFull = RateLimit.timeToFull(limit, period, burst);
        if (timeToFull.compareTo(RateLimit.MAX_TIME_TO_FULL) > 0) {
            fields.refuse(
                    "burst",
                    "would take " + timeToFull + " to be there again; at most " + RateLimit.MAX_TIME_TO_FULL
                            + " are allowed (burst / limit periods)");
            return Optional.empty();
        }
        return Optional.of(new RateLimit(per, limit, period, burst));
    }

    private static Optional<Per> per(String text) {
        return switch (text) {
            case "account" -> Optional.of(Per.ACCOUNT);
            case "ip" -> Optional.of(Per.IP);
            case "route" -> Optional.of(Per.ROUTE);
            default -> Optional.empty();
        };
    }

    private static Optional<Integer> number(String text) {
        return text.matches("[1-9][0-9]{0,6}")
                ? Optional.of(Integer.valueOf(text)).filter(number -> number <= RateLimit.MAX_REQUESTS)
                : Optional.empty();
    }

    private static Optional<Duration> period(String text) {
        try {
            return Optional.of(Duration.parse(text))
                    .filter(period ->
                            period.compareTo(RateLimit.MIN_PERIOD) >= 0 && period.compareTo(RateLimit.MAX_PERIOD) <= 0);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
