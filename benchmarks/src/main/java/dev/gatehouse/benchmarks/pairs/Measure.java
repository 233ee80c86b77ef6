package dev.gatehouse.benchmarks.pairs;

/** What is measured of each of the two gateways, in the order of a pair. */
enum Measure {
    START("start", "time until the gateway is ready", "ms"),
    ECHO("echo", "CPU for each POST through the gateway to the responder and back", "us"),
    HELLO("hello", "CPU for each fixed answer of a route without a token", "us"),
    SECURE("secure", "CPU for each fixed answer of a route with a token", "us"),
    IDLE("idle", "live heap for each idle HTTP/1.1 connection", "B"),
    IDLE_HTTP2("idle-http2", "live heap for each idle HTTP/2 connection", "B");

    private final String title;
    private final String about;
    private final String unit;

    Measure(String title, String about, String unit) {
        this.title = title;
        this.about = about;
        this.unit = unit;
    }

    String title() {
        return title;
    }

    String about() {
        return about;
    }

    String unit() {
        return unit;
    }
}
