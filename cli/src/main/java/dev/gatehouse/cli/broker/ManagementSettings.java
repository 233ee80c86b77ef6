package dev.gatehouse.cli.broker;

import dev.gatehouse.cli.UsageException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether and where to ask RabbitMQ's management API for bindings.
 *
 * @param url where it is; by default on the broker's host
 * @param wanted false where bindings are not to be compared
 */
public record ManagementSettings(Optional<URI> url, boolean wanted) {
    /** By default, beside the broker. */
    public static final ManagementSettings DEFAULT = new ManagementSettings(Optional.empty(), true);
    /** Not at all. */
    public static final ManagementSettings NONE = new ManagementSettings(Optional.empty(), false);

    private static final int PORT = 15_672;
    private static final int TLS_PORT = 15_671;

    /** At a URL that somebody has typed. Throws {@link UsageException}, which does not repeat it: it may hold a password. */
    public static ManagementSettings at(String url) {
        try {
            URI uri = new URI(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) {
                return new ManagementSettings(Optional.of(uri), true);
            }
        } catch (URISyntaxException e) {
            // Told below.
        }
        throw new UsageException("the management URL must be like http://host:" + PORT);
    }

    /** Where the API is for a broker: where it has been said to be, else on its plugin's port of the same host. */
    URI urlFor(URI broker) {
        boolean tls = "amqps".equalsIgnoreCase(broker.getScheme());
        return url.orElseGet(() -> URI.create(
                tls ? "https://" + broker.getHost() + ":" + TLS_PORT : "http://" + broker.getHost() + ":" + PORT));
    }
}
