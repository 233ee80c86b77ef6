package dev.gatehouse.common.amqp;

/** What comes of connecting to a broker to look at it. */
public sealed interface ProbedBroker {
    record Connected(TopologyProbe probe) implements ProbedBroker {}

    /**
     * There is no connection.
     *
     * @param reason one line for people, without user or password
     */
    record Unreachable(String reason) implements ProbedBroker {}
}
