package dev.gatehouse.gateway.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The API explorer: a page of ours around Swagger UI, whose files come from the class path. Their paths hold what they are made of, so that they may be
 * cached for good; the page itself may not.
 */
final class ExplorerPages {
    private static final String NAME = "explorer";
    private static final String PATH = "/docs";
    private static final Header FOR_GOOD =
            HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "public, max-age=31536000, immutable");
    private static final Header POLICY_OF_ASSETS = policy("default-src 'none'; frame-ancestors 'none'");
    private static final Map<String, String> ASSETS = Map.of(
            "swagger-ui-bundle.js", "text/javascript; charset=utf-8",
            "swagger-ui.css", "text/css; charset=utf-8",
            "favicon-32x32.png", "image/png");
    private static final String START = "start.js";

    private ExplorerPages() {}

    /**
     * The pages by path.
     *
     * @param apiOrigin where the API is, if that is elsewhere: the page has to be allowed to send requests there
     */
    static Map<String, Page> of(Optional<String> apiOrigin) {
        Map<String, Page> pages = new HashMap<>(Assets.PAGES);
        byte[] index = new String(read("explorer/index.html"), StandardCharsets.UTF_8)
                .replace("{assets}", Assets.DIRECTORY.substring(1))
                .getBytes(StandardCharsets.UTF_8);
        String connect = apiOrigin.map(origin -> "'self' " + origin).orElse("'self'");
        pages.put(
                PATH,
                Page.of(
                        NAME,
                        "text/html; charset=utf-8",
                        index,
                        AnswerHeaders.PUBLIC_FOR_A_MINUTE,
                        policy(
                                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src "
                                        + connect + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
                        HeaderValues.createCached("Referrer-Policy", "no-referrer")));
        // Relative, so that it holds behind a proxy that adds a path, too.
        pages.put(PATH + "/", Page.redirect(NAME, "../docs"));
        return pages;
    }

    /** What never changes while the process runs, read when it is first asked for. */
    private static final class Assets {
        static final String DIRECTORY;
        static final Map<String, Page> PAGES;

        static {
            String version = version();
            byte[] start = read("explorer/" + START);
            DIRECTORY =
                    PATH + "/" + version + "-" + EntityTag.of(start).opaque().substring(0, 8);
            Map<String, Page> pages = new HashMap<>();
            ASSETS.forEach((file, type) -> pages.put(
                    DIRECTORY + "/" + file,
                    asset(type, read("META-INF/resources/webjars/swagger-ui/" + version + "/" + file))));
            pages.put(DIRECTORY + "/" + START, asset("text/javascript; charset=utf-8", start));
            PAGES = Map.copyOf(pages);
        }

        private static Page asset(String type, byte[] content) {
            return Page.of(NAME, type, content, FOR_GOOD, POLICY_OF_ASSETS);
        }

        private static String version() {
            Properties properties = new Properties();
            try (InputStream in = open("META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
                properties.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return properties.getProperty("version", "");
        }
    }

    private static Header policy(String text) {
        return HeaderValues.createCached("Content-Security-Policy", text);
    }

    private static byte[] read(String resource) {
        try (InputStream in = open(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        InputStream in = ExplorerPages.class.getClassLoader().getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException("the class path has no " + resource);
        }
        return in;
    }
}
