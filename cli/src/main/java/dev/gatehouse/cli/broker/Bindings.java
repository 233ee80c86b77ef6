package dev.gatehouse.cli.broker;

import java.util.List;

/** What is bound to the RPC exchange, as far as that can be known. */
sealed interface Bindings {
    record Known(List<Binding> all) implements Bindings {
        public Known {
            all = List.copyOf(all);
        }
    }

    /**
     * It cannot be known.
     *
     * @param reason one line for people
     */
    record Unknown(String reason) implements Bindings {}
}
