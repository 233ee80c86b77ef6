package dev.gatehouse.gateway.http;

import dev.gatehouse.gateway.route.RouteTable;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Something that the gateway serves itself, alike to everybody, with an entity tag. Immutable. */
final class Page {
    /** What a page allows, sorted. */
    static final Set<String> METHODS = new TreeSet<>(Set.of("GET", "HEAD", RouteTable.OPTIONS));

    private static final int OK = 200;
    private static final int PERMANENT_REDIRECT = 308;

    private final String name;
    private final int status;
    private final byte[] content;
    private final EntityTag tag;
    private final List<Header> headers;
    private final GzipOnce gzip;

    private Page(String name, int status, byte[] content, Header... headers) {
        this.name = name;
        this.status = status;
        this.content = content;
        this.tag = EntityTag.of(content);
        this.gzip = new GzipOnce(content);
        this.headers =
                Stream.concat(Stream.of(headers), Stream.of(tag.header())).toList();
    }

    /**
     * A page.
     *
     * @param name for the access log
     * @param content not copied, and not to be changed
     * @param headers beside those that every answer has
     */
    static Page of(String name, String contentType, byte[] content, Header cacheControl, Header... headers) {
        Header[] all = Stream.concat(
                        Stream.of(HeaderValues.createCached(HeaderNames.CONTENT_TYPE, contentType), cacheControl),
                        Stream.of(headers))
                .toArray(Header[]::new);
        return new Page(name, OK, content, all);
    }

    /** Leads to another page. */
    static Page redirect(String name, String location) {
        return new Page(
                name,
                PERMANENT_REDIRECT,
                new byte[0],
                HeaderValues.createCached(HeaderNames.LOCATION, location),
                AnswerHeaders.PUBLIC_FOR_A_MINUTE);
    }

    String name() {
        return name;
    }

    boolean serves(String method) {
        return METHODS.contains(method) && !method.equals(RouteTable.OPTIONS);
    }

    /** @param ifNoneMatch the values of that header */
    Answer answer(List<String> ifNoneMatch) {
        Answer answer = new Answer(status, content, 0, content.length, headers, Optional.of(gzip));
        return status == OK && tag.isKnown(ifNoneMatch) ? answer.notModified() : answer;
    }
}
