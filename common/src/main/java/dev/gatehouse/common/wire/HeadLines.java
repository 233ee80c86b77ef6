package dev.gatehouse.common.wire;

/**
 * Cuts a head into its lines, as its bytes come, and has each looked at once. Positions are counted from the beginning of the head. Not thread-safe.
 */
final class HeadLines {
    /** Empty lines before a request line, which some clients send after a body (RFC 9112, section 2.2). */
    private static final int MAX_EMPTY_LINES = 2;

    private static final Violation WRONG_LINE_END = Violation.malformed("lines must end with CR LF");

    private final HeadScanner scanner;
    private final Http1Limits limits;
    private int emptyLines;
    /** Up to where bytes have been looked at. */
    private int scanned;

    private int lineFrom;
    private int fieldsFrom;
    private int length;
    private boolean refused;

    HeadLines(HeadScanner scanner, Http1Limits limits) {
        this.scanner = scanner;
        this.limits = limits;
    }

    /** Looks at what has come since, in a buffer whose head begins at {@code start}. Returns whether the head is complete, or refused. */
    boolean scan(byte[] buffer, int start, int end) {
        int at = start + scanned;
        while (at < end && !refused) {
            at = Ascii.skipPrintable(buffer, at, end);
            if (at == end) {
                break;
            }
            byte c = buffer[at];
            if (c == '\r') {
                bound(at + 1 - start);
                if (at + 1 == end || refused) {
                    break;
                }
                if (buffer[at + 1] != '\n') {
                    refuse(WRONG_LINE_END);
                } else if (line(buffer, start, at)) {
                    return true;
                }
                at += 2;
            } else if (c == '\n') {
                bound(at - start);
                if (!refused) {
                    refuse(WRONG_LINE_END);
                }
            } else {
                at++;
            }
        }
        scanned = at - start;
        if (!refused) {
            bound(end - start);
        }
        return refused;
    }

    boolean isRefused() {
        return refused;
    }

    /** How long the head is, with its end. */
    int length() {
        return length;
    }

    /** How many bytes of empty lines come before the head. */
    int skipped() {
        return 2 * emptyLines;
    }

    /** Where the fields begin, after the empty lines. */
    int fieldsFrom() {
        return fieldsFrom == 0 ? 0 : fieldsFrom - skipped();
    }

    /** Where the last well-formed field ends, with its line end. */
    int wellFormedTo() {
        return fieldsFrom == 0 ? 0 : lineFrom - skipped();
    }

    /** Looks at a line that ends before {@code to}. Returns whether it was the last of the head. */
    private boolean line(byte[] buffer, int start, int to) {
        int from = start + lineFrom;
        boolean requestLine = fieldsFrom == 0;
        if (from == to) {
            return emptyLine(to + 2 - start, requestLine);
        }
        boolean wellFormed = requestLine ? requestLine(buffer, from, to) : scanner.field(buffer, from, to);
        if (!wellFormed) {
            refused = true;
            return true;
        }
        lineFrom = to + 2 - start;
        if (requestLine) {
            fieldsFrom = lineFrom;
        }
        bound(lineFrom);
        return refused;
    }

    private boolean requestLine(byte[] buffer, int from, int to) {
        if (to - from > limits.requestLineBytes()) {
            scanner.refuse(Violation.tooLarge("the request line is too long"));
            return false;
        }
        return scanner.requestLine(buffer, from, to);
    }

    private boolean emptyLine(int next, boolean requestLine) {
        if (!requestLine) {
            length = next - skipped();
            refused = !scanner.complete();
            return true;
        }
        emptyLines++;
        lineFrom = next;
        if (emptyLines > MAX_EMPTY_LINES) {
            refuse(Violation.malformed("the request line is missing"));
        }
        return refused;
    }

    /** Refuses what cannot become a head within the bounds any more. */
    private void bound(int received) {
        if (fieldsFrom == 0 && received - lineFrom > limits.requestLineBytes() + 1) {
            refuse(Violation.tooLarge("the request line is too long"));
        } else if (fieldsFrom > 0 && received - fieldsFrom > limits.headerBytes()) {
            refuse(Violation.tooLarge("the headers are too large"));
        }
    }

    private void refuse(Violation violation) {
        scanner.refuse(violation);
        refused = true;
    }
}
