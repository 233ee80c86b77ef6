package dev.gatehouse.gateway.http2;

import dev.gatehouse.common.wire.HttpSyntax;
import dev.gatehouse.gateway.hpack.HeaderField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Judges the fields of a request over HTTP/2 (RFC 9113, sections 8.2 and 8.3). Not thread-safe. */
final class RequestFields {
    private static final Set<String> PSEUDO = Set.of(":method", ":scheme", ":authority", ":path");
    /** They are about the connection (RFC 9113, section 8.2.2). */
    private static final Set<String> OF_HTTP_1 =
            Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    private static final int MAX_LENGTH_DIGITS = 18;
    private static final String CONNECT = "CONNECT";

    private final Map<String, String> pseudo = new HashMap<>();
    private int hosts;
    private String host = "";
    private int lengths;
    private long length;

    private RequestFields() {}

    /** What a list of fields amounts to. */
    sealed interface Verdict {
        /**
         * A request.
         *
         * @param contentLength empty if the client does not say
         */
        record Request(String method, OptionalLong contentLength) implements Verdict {}

        /** A request that can be answered with an error. */
        record Refused(String reason) implements Verdict {}

        /** No request: the stream ends (RFC 9113, section 8.1.1). */
        record Malformed(String reason) implements Verdict {}
    }

    /** @param last whether the request has no body */
    static Verdict judge(List<HeaderField> fields, boolean last) {
        RequestFields request = new RequestFields();
        return request.readAll(fields)
                .or(() -> request.incomplete(last))
                .<Verdict>map(Verdict.Malformed::new)
                .or(() -> request.refused().map(Verdict.Refused::new))
                .orElseGet(request::accepted);
    }

    /** Whether fields can be trailers. */
    static boolean areTrailers(List<HeaderField> fields) {
        return fields.stream().allMatch(RequestFields::isRegular);
    }

    /** Whether a field is well-formed, and neither a pseudo-header field nor one about the connection. */
    static boolean isRegular(HeaderField field) {
        return isWellFormed(field) && !OF_HTTP_1.contains(field.name());
    }

    private Optional<String> readAll(List<HeaderField> fields) {
        boolean regular = false;
        for (HeaderField field : fields) {
            boolean isPseudo = field.name().startsWith(":");
            Optional<String> wrong = isPseudo && regular
                    ? Optional.of("a pseudo-header field comes after a field")
                    : read(field, isPseudo);
            if (wrong.isPresent()) {
                return wrong;
            }
            regular |= !isPseudo;
        }
        return Optional.empty();
    }

    private Optional<String> read(HeaderField field, boolean isPseudo) {
        if (isPseudo) {
            return PSEUDO.contains(field.name())
                            && HttpSyntax.isFieldValue(field.value())
                            && pseudo.put(field.name(), field.value()) == null
                    ? Optional.empty()
                    : Optional.of("a pseudo-header field is unknown, malformed, or there twice");
        }
        return isWellFormed(field) ? meaning(field) : Optional.of("a field is malformed");
    }

    private static boolean isWellFormed(HeaderField field) {
        return HttpSyntax.isLowerCaseToken(field.name()) && HttpSyntax.isFieldValue(field.value());
    }

    private Optional<String> meaning(HeaderField field) {
        switch (field.name()) {
            case "host" -> {
                hosts++;
                host = field.value();
            }
            case "content-length" -> {
                lengths++;
                return readLength(field.value());
            }
            case "te" -> {
                return field.value().equalsIgnoreCase("trailers")
                        ? Optional.empty()
                        : Optional.of("TE is not trailers");
            }
            default -> {
                return OF_HTTP_1.contains(field.name()) ? Optional.of("a field belongs to HTTP/1.1") : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Optional<String> readLength(String text) {
        boolean number = !text.isEmpty()
                && text.length() <= MAX_LENGTH_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number || lengths > 1) {
            return Optional.of("content-length is no length, or there twice");
        }
        length = Long.parseLong(text);
        return Optional.empty();
    }

    private Optional<String> incomplete(boolean last) {
        String method = value(":method");
        boolean complete = method.equals(CONNECT)
                ? !pseudo.containsKey(":scheme") && !pseudo.containsKey(":path") && pseudo.containsKey(":authority")
                : !value(":scheme").isEmpty() && !value(":path").isEmpty();
        if (!complete || !HttpSyntax.isToken(method)) {
            return Optional.of("a pseudo-header field is missing or malformed");
        }
        return last && length > 0 ? Optional.of("there is no body, but a content-length") : Optional.empty();
    }

    /** One host, as over HTTP/1.1, and a path that could be there, too. */
    private Optional<String> refused() {
        String authority = value(":authority");
        boolean one = authority.isEmpty()
                ? hosts == 1 && !pseudo.containsKey(":authority")
                : hosts == 0 || (hosts == 1 && host.equalsIgnoreCase(authority));
        if (!one) {
            return Optional.of("there must be exactly one host");
        }
        if (!HttpSyntax.isHost(authority.isEmpty() ? host : authority)) {
            return Optional.of("the host is malformed");
        }
        String path = value(":path");
        boolean target = value(":method").equals(CONNECT)
                || (path.startsWith("/") && HttpSyntax.isTarget(path))
                || (path.equals("*") && value(":method").equals("OPTIONS"));
        return target ? Optional.empty() : Optional.of("the target of the request is malformed");
    }

    private Verdict accepted() {
        return new Verdict.Request(value(":method"), lengths == 0 ? OptionalLong.empty() : OptionalLong.of(length));
    }

    private String value(String name) {
        return pseudo.getOrDefault(name, "");
    }
}
