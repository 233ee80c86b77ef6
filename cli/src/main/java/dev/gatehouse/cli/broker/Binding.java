package dev.gatehouse.cli.broker;

/**
 * A binding of the RPC exchange.
 *
 * @param pattern its routing key, in which {@code *} stands for one word and {@code #} for any number of them
 * @param destination the name of a queue or an exchange
 * @param toQueue whether it is a queue
 */
record Binding(String pattern, String destination, boolean toQueue) {
    boolean matches(String routingKey) {
        return matches(pattern.split("\\.", -1), 0, routingKey.split("\\.", -1), 0);
    }

    private static boolean matches(String[] pattern, int at, String[] key, int word) {
        if (at == pattern.length) {
            return word == key.length;
        }
        if (pattern[at].equals("#")) {
            return matches(pattern, at + 1, key, word) || (word < key.length && matches(pattern, at, key, word + 1));
        }
        return word < key.length
                && (pattern[at].equals("*") || pattern[at].equals(key[word]))
                && matches(pattern, at + 1, key, word + 1);
    }
}
