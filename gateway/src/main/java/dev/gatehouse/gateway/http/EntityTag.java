package dev.gatehouse.gateway.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A strong entity tag (RFC 9110, section 8.8.3): the same for the same bytes, whichever gateway serves them.
 *
 * @param opaque what stands between the quotes
 */
record EntityTag(String opaque) {
    private static final int BYTES = 16;
    /** One tag of a list. What is between the quotes may be any visible character but a quote. */
    private static final Pattern LISTED =
            Pattern.compile("\\G[ \t,]*(?:W/)?\"([\\x21\\x23-\\x7E\\x80-\\xFF]*)\"[ \t]*(?:,|$)");

    static EntityTag of(byte[] content) {
        return of(content, 0, content.length);
    }

    static EntityTag of(byte[] content, int start, int end) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(content, start, end - start);
            return new EntityTag(HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), BYTES)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    Header header() {
        return HeaderValues.createCached(HeaderNames.ETAG, "\"" + opaque + "\"");
    }

    /**
     * Whether {@code If-None-Match} says that the client has this already: by weak comparison, and {@code *} is anything (RFC 9110, section
     * 13.1.2). What is no list of tags has no effect from the mistake on.
     *
     * @param ifNoneMatch the values of the header, none where it was not sent
     */
    boolean isKnown(List<String> ifNoneMatch) {
        String list = String.join(",", ifNoneMatch);
        if (list.strip().equals("*")) {
            return true;
        }
        Matcher tags = LISTED.matcher(list);
        while (tags.find()) {
            if (tags.group(1).equals(opaque)) {
                return true;
            }
        }
        return false;
    }
}
