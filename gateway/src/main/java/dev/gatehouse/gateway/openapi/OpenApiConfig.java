package dev.gatehouse.gateway.openapi;

import dev.gatehouse.common.config.ConfigReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * What the gateway tells of its routes.
 *
 * @param enabled whether {@code /openapi.json} and {@code /asyncapi.json} are served
 * @param info what the document says of the API as a whole
 * @param explorer whether {@code /docs} is served; it shows the document, and is there only together with it
 */
public record OpenApiConfig(boolean enabled, ApiInfo info, boolean explorer) {
    public static final OpenApiConfig DEFAULT = new OpenApiConfig(true, ApiInfo.DEFAULT, true);

    private static final String SERVER_URL = "openapi.server-url";
    private static final String SERVER_URL_FORM =
            "a path such as / or /api, or an http or https URL, without query and fragment";

    /**
     * What the document says of the API as a whole.
     *
     * @param version of the API, not of the gateway
     * @param serverUrl what paths are relative to; itself relative to where the document is
     */
    public record ApiInfo(String title, String version, String description, String serverUrl) {
        public static final ApiInfo DEFAULT = new ApiInfo(
                "Gatehouse",
                "1.0.0",
                "What the services behind this gateway answer. Generated from its route table.",
                "/");
    }

    public static OpenApiConfig read(ConfigReader reader) {
        return new OpenApiConfig(
                reader.bool("openapi.enabled", DEFAULT.enabled),
                new ApiInfo(
                        reader.string("openapi.title", ApiInfo.DEFAULT.title),
                        reader.string("openapi.version", ApiInfo.DEFAULT.version),
                        reader.string("openapi.description", ApiInfo.DEFAULT.description),
                        serverUrl(reader)),
                reader.bool("explorer.enabled", DEFAULT.explorer));
    }

    /** The origin of the server where it need not be the document's own, such as {@code https://api.example.com}. */
    public Optional<String> serverOrigin() {
        return parsed(info.serverUrl)
                .filter(URI::isAbsolute)
                .map(url -> url.getScheme() + "://" + url.getRawAuthority());
    }

    private static String serverUrl(ConfigReader reader) {
        String url = reader.string(SERVER_URL, ApiInfo.DEFAULT.serverUrl);
        if (parsed(url).isEmpty()) {
            reader.problem(SERVER_URL, url, SERVER_URL_FORM);
            return ApiInfo.DEFAULT.serverUrl;
        }
        return url;
    }

    private static Optional<URI> parsed(String text) {
        try {
            URI url = new URI(text).parseServerAuthority();
            boolean isPath = !url.isAbsolute() && url.getRawAuthority() == null && text.startsWith("/");
            boolean isHttp = ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                    && url.getHost() != null
                    && url.getRawUserInfo() == null;
            return url.getRawQuery() == null && url.getRawFragment() == null && (isPath || isHttp)
                    ? Optional.of(url)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
