package dev.gatehouse.gateway.route;

/**
 * One mistake in a route file, with its place.
 *
 * @param file the file as the operator knows it
 * @param line from 1; 0 where the problem is the file itself
 * @param column from 1; 0 where the problem is the file itself
 * @param text what is wrong and what is allowed
 */
public record RouteProblem(String file, int line, int column, String text) {
    /** {@code file:line:column: text}. */
    @Override
    public String toString() {
        return line == 0 ? file + ": " + text : file + ":" + line + ":" + column + ": " + text;
    }
}
