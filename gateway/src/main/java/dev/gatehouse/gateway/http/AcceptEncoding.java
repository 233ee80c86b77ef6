package dev.gatehouse.gateway.http;

import java.util.List;
import java.util.Locale;

/** Reads {@code Accept-Encoding} (RFC 9110, section 12.5.3). */
final class AcceptEncoding {
    private static final int UNNAMED = -1;
    private static final int MAX_WEIGHT = 1_000;

    private AcceptEncoding() {}

    /**
     * Whether gzip is taken, and is not liked less than the content as it is. What is malformed counts as not taken.
     *
     * @param values of the header, none where it was not sent
     */
    static boolean takesGzip(List<String> values) {
        int gzip = UNNAMED;
        int identity = UNNAMED;
        int others = UNNAMED;
        for (String value : values) {
            for (String item : value.split(",", -1)) {
                int semicolon = item.indexOf(';');
                String coding = (semicolon < 0 ? item : item.substring(0, semicolon))
                        .strip()
                        .toLowerCase(Locale.ROOT);
                int weight = semicolon < 0
                        ? MAX_WEIGHT
                        : weight(item.substring(semicolon + 1).strip());
                switch (coding) {
                    case "gzip", "x-gzip" -> gzip = weight;
                    case "identity" -> identity = weight;
                    case "*" -> others = weight;
                    default -> {
                        // A coding that is not served.
                    }
                }
            }
        }
        int taken = gzip == UNNAMED ? others : gzip;
        return taken > 0 && taken >= identity;
    }

    /** In thousandths; zero where it is malformed (RFC 9110, section 12.4.2). */
    private static int weight(String parameter) {
        if (!parameter.regionMatches(true, 0, "q=", 0, 2)) {
            return 0;
        }
        String text = parameter.substring(2);
        boolean wellFormed = text.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?");
        return wellFormed ? (int) Math.round(Double.parseDouble(text) * MAX_WEIGHT) : 0;
    }
}
