package dev.gatehouse.gateway.http;

/** The path in the target of a request line (RFC 9112, section 3.2). */
final class RequestTarget {
    /** What stands for the server as a whole; {@code OPTIONS} alone may ask for it. */
    static final String SERVER = "*";

    private static final String ROOT = "/";
    /** No path is that. */
    private static final String NONE = "";

    private RequestTarget() {}

    /**
     * The path, as it came. A target in absolute form is reduced to its path, and its host is not looked at: whoever can connect to the
     * gateway means it.
     *
     * @param target without a query
     */
    static String path(String target, String method) {
        if (target.startsWith(ROOT)) {
            return target;
        }
        int authority = authority(target);
        if (authority < 0) {
            return target;
        }
        int end = target.indexOf('/', authority);
        if (end == authority || authority == target.length()) {
            return NONE;
        }
        if (end >= 0) {
            return target.substring(end);
        }
        return method.equals("OPTIONS") ? SERVER : ROOT;
    }

    /** Where the authority begins; negative where the target is not in absolute form. */
    private static int authority(String target) {
        if (target.regionMatches(true, 0, "http://", 0, 7)) {
            return 7;
        }
        return target.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
    }
}
