package dev.gatehouse.gateway.route;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads what answers a route: exactly one of {@code rpc} and {@code respond}. Confined to the loading thread. */
final class RouteTargetReader {
    private static final List<String> RESPOND_KEYS = List.of("data", "error_code", "message");
    private static final String RESPOND_FORM = "{data: {...}} or {error_code: ..., message: ...}";
    private static final String TIMEOUT_FORM =
            "an ISO 8601 duration of " + RouteBounds.MIN_TIMEOUT + " to " + RouteBounds.MAX_TIMEOUT;

    /** Stands for a target that has been refused, so that the rest of the entry is still read. */
    private static final Target NONE = new Target.FixedData(new byte[0]);

    private final RouteBounds bounds;
    private final RouteProblems problems;

    RouteTargetReader(RouteBounds bounds, RouteProblems problems) {
        this.bounds = bounds;
        this.problems = problems;
    }

    Target read(MappingNode entry, YamlFields fields) {
        Duration timeout =
                fields.value("timeout", TIMEOUT_FORM, RouteKeys::timeout).orElse(bounds.timeout());
        Optional<String> rpc = fields.value("rpc", RouteKeys.RPC_FORM, RouteKeys::routingKey);
        Target respond = fields.node("respond").map(this::respond).orElse(NONE);
        if (fields.has("rpc") && fields.has("respond")) {
            fields.refuse("respond", "is there beside rpc; allowed is exactly one of them");
        }
        if (!fields.has("rpc") && !fields.has("respond")) {
            problems.at(entry, "rpc: is not set, and neither is respond; allowed is exactly one of them");
        }
        if (fields.has("respond")) {
            fields.refuse("timeout", "is for rpc; a fixed answer does not wait");
        }
        return rpc.<Target>map(key -> new Target.Rpc(key, timeout)).orElse(respond);
    }

    private Target respond(Node node) {
        if (!(node instanceof MappingNode mapping)) {
            problems.at(node, "respond: must be " + RESPOND_FORM);
            return NONE;
        }
        YamlFields fields = YamlFields.of(mapping, RESPOND_KEYS, problems);
        Optional<byte[]> data = fields.node("data").flatMap(at -> new YamlJson(problems).object("respond.data", at));
        Optional<String> code = fields.value("error_code", RouteKeys.CODE_FORM, RouteKeys::errorCode);
        Optional<String> message = fields.value(
                "message", "a text", text -> text.isBlank() ? Optional.<String>empty() : Optional.of(text));
        boolean isData = fields.has("data") && !fields.has("error_code") && !fields.has("message");
        boolean isError = !fields.has("data") && fields.has("error_code") && fields.has("message");
        if (!isData && !isError) {
            problems.at(node, "respond: must be " + RESPOND_FORM);
            return NONE;
        }
        return isData
                ? data.<Target>map(Target.FixedData::new).orElse(NONE)
                : new Target.FixedError(code.orElse(""), message.orElse(""));
    }
}
