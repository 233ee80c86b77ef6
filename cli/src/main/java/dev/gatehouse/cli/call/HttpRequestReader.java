package dev.gatehouse.cli.call;

import dev.gatehouse.cli.Arguments;
import dev.gatehouse.cli.Installation;
import dev.gatehouse.cli.UsageException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** Makes the request over HTTP that a command line asks for. */
final class HttpRequestReader {
    static final String URL = "--url";
    static final String TOKEN = "--token";
    static final String HEADER = "--header";
    static final String IDEMPOTENCY_KEY = "--idempotency-key";
    static final String CA_CERTIFICATE = "--cacert";
    static final String DEFAULT_URL = "http://127.0.0.1:8080";

    /** What a request over the bus has no use for. */
    static final Set<String> OPTIONS = Set.of(URL, TOKEN, HEADER, IDEMPOTENCY_KEY, CA_CERTIFICATE, "--include", "-i");

    private static final String HOST = "host";
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");
    /** RFC 9110, section 5.6.2. */
    private static final Pattern HEADER_FORM = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*(.*)");

    private static final Pattern TOKEN_FORM = Pattern.compile("[!-~]+");

    private final Installation installation;
    private final InputStream standardInput;

    HttpRequestReader(Installation installation, InputStream standardInput) {
        this.installation = installation;
        this.standardInput = standardInput;
    }

    static boolean isMethod(String word) {
        return METHODS.contains(word);
    }

    /** Whom to trust over TLS, where that is not whom the JDK trusts. */
    Optional<SSLContext> trust(Arguments arguments) {
        return arguments
                .value(CA_CERTIFICATE)
                .or(() -> installation.variable(Installation.CA_CERTIFICATE))
                .map(Path::of)
                .map(TrustedCertificates::of);
    }

    /** The request of {@code METHOD PATH [JSON]}. */
    HttpRequest read(Arguments arguments) {
        List<String> words = arguments.others();
        if (words.size() < 2 || words.size() > 3) {
            throw new UsageException("a request over HTTP is METHOD PATH [JSON]");
        }
        URI uri = uri(arguments, words.get(1));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        hostWithoutZone(uri).ifPresent(host -> request.setHeader(HOST, host));
        Optional<byte[]> body = words.stream().skip(2).findFirst().map(word -> JsonArgument.read(word, standardInput));
        body.ifPresent(_ -> request.setHeader("Content-Type", "application/json"));
        request.setHeader("Accept", "application/json");
        request.method(words.getFirst(), body.map(BodyPublishers::ofByteArray).orElseGet(BodyPublishers::noBody));
        token(arguments).ifPresent(token -> request.setHeader("Authorization", "Bearer " + token));
        arguments.value(IDEMPOTENCY_KEY).ifPresent(key -> header(request, "Idempotency-Key", key));
        arguments.values(HEADER).forEach(text -> header(request, text));
        return request.build();
    }

    /**
     * The {@code Host} header if it is not the authority of the URI: the zone of an IPv6 address means something on this machine only, and no
     * server takes it. Java lets it be set only if {@link #allowHostHeader} was called.
     */
    static Optional<String> hostWithoutZone(URI uri) {
        String authority = uri.getRawAuthority();
        String without = authority.replaceFirst("%[^]]*]", "]");
        return without.equals(authority) ? Optional.empty() : Optional.of(without);
    }

    /** To be called before anything of Java's HTTP client is used. */
    static void allowHostHeader() {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", HOST);
    }

    private URI uri(Arguments arguments, String path) {
        if (!path.startsWith("/")) {
            throw new UsageException("the path must begin with /: \"" + path + "\"");
        }
        String base = arguments
                .value(URL)
                .or(() -> installation.variable(Installation.URL))
                .orElse(DEFAULT_URL)
                .replaceFirst("/+$", "");
        URI uri = parsed(base, "--url must be like " + DEFAULT_URL);
        boolean isHttp = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!isHttp || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawQuery() != null) {
            throw new UsageException("--url must be like " + DEFAULT_URL);
        }
        return parsed(base + path, "the path is not one of a URL; encode what is special in it: \"" + path + "\"");
    }

    private static URI parsed(String text, String otherwise) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new UsageException(otherwise);
        }
    }

    private Optional<String> token(Arguments arguments) {
        Optional<String> token = arguments.value(TOKEN).or(() -> installation.variable(Installation.TOKEN));
        if (token.filter(text -> !TOKEN_FORM.matcher(text).matches()).isPresent()) {
            throw new UsageException("the token must be visible ASCII without spaces");
        }
        return token;
    }

    private static void header(HttpRequest.Builder request, String text) {
        var header = HEADER_FORM.matcher(text);
        if (!header.matches()) {
            throw new UsageException("--header must be like 'Name: value'");
        }
        header(request, header.group(1), header.group(2));
    }

    private static void header(HttpRequest.Builder request, String name, String value) {
        if (name.equalsIgnoreCase(HOST)) {
            throw new UsageException("the header " + name + " cannot be set: it is the host of the URL");
        }
        try {
            request.header(name, value);
        } catch (IllegalArgumentException e) {
            throw new UsageException("the header " + name + " cannot be set, or not to that value");
        }
    }
}
