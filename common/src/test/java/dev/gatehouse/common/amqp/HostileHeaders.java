package dev.gatehouse.common.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.util.List;
import java.util.Map;

/** Headers of messages that a broker takes and the AMQP library does not. */
public final class HostileHeaders {
    /** Levels of tables or arrays in the header table, one more than the library reads. */
    public static final int TOO_DEEP = 33;

    private HostileHeaders() {}

    /** A header table with this many others within each other. */
    public static Map<String, Object> nestedTables(int levels) {
        Map<String, Object> table = Map.of("innermost", true);
        for (int level = 0; level < levels; level++) {
            table = Map.of("t", table);
        }
        return table;
    }

    /** A header table with this many arrays within each other. */
    public static Map<String, Object> nestedArrays(int levels) {
        Object array = "innermost";
        for (int level = 0; level < levels; level++) {
            array = List.of(array);
        }
        return Map.of("a", array);
    }

    /** Properties with tables within each other. */
    public static BasicProperties properties(int levels) {
        return new BasicProperties.Builder().headers(nestedTables(levels)).build();
    }
}
