package dev.gatehouse.benchmarks.websocket;

import com.google.errorprone.annotations.FormatMethod;
import dev.gatehouse.benchmarks.load.Median;
import dev.gatehouse.benchmarks.load.Sample;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What has been measured; empty where it was not asked for.
 *
 * @param machine on what
 * @param idle without connections first
 * @param broadcastMillis round by round
 * @param broadcastConnections to how many
 */
record WebSocketReport(
        Map<String, Object> machine,
        List<Crowd.Idle> idle,
        int broadcastConnections,
        List<Double> broadcastMillis,
        List<Crowd.PushCost> pushes,
        List<Echoes.Round> echoes,
        Optional<Revocations.Result> revocations) {
    private static final double KIB = 1024;
    private static final double MIB = KIB * KIB;

    static Map<String, Object> thisMachine() {
        return new TreeMap<>(Map.of(
                "processors", Runtime.getRuntime().availableProcessors(),
                "os", System.getProperty("os.name") + " " + System.getProperty("os.version"),
                "java", System.getProperty("java.vm.version")));
    }

    /** The tables, in Markdown. */
    String text() {
        StringBuilder text = new StringBuilder("On " + machine + "\n");
        if (!idle.isEmpty()) {
            idleTable(text);
        }
        if (!broadcastMillis.isEmpty()) {
            Median millis = Median.of(broadcastMillis, Double::doubleValue);
            text.append("%nbroadcast to %d sessions, until the last has it: %s ms (%d rounds)%n"
                    .formatted(broadcastConnections, spread(millis, 0), broadcastMillis.size()));
        }
        if (!pushes.isEmpty()) {
            text.append("\n| sessions | pushes to one of them, per second | CPU us |\n|---:|---:|---:|\n");
            pushes.forEach(cost -> text.append(
                    format("| %d | %.0f | %.1f |%n", cost.connections(), cost.perSecond(), cost.cpuMicros())));
        }
        if (!echoes.isEmpty()) {
            echoTable(text);
        }
        revocations.ifPresent(result -> text.append(format(
                "%nrevocation, from the answer to the logout to the close frame: p50 %.1f ms, p99 %.1f ms, max %.1f ms (%d, %d others)%n",
                result.load().p50() / 1e3,
                result.load().p99() / 1e3,
                result.maxMillis(),
                result.load().requests(),
                result.load().errors())));
        return text.toString();
    }

    private void echoTable(StringBuilder text) {
        text.append(
                "\n| echo | per second | p50 ms | p99 ms | CPU us | KiB allocated | errors |\n|---|---:|---:|---:|---:|---:|---:|\n");
        Set<Integer> inFlight = echoes.getFirst().sockets().keySet();
        for (int each : inFlight) {
            echoRow(text, "WebSocket, %d in flight each".formatted(each), round -> at(round.sockets(), each));
            echoRow(text, "HTTP, %d connections".formatted(Echoes.CONNECTIONS * each), round -> at(round.http(), each));
        }
        text.append("\n| WebSocket / HTTP | measured | goal |\n|---|---:|---|\n");
        for (int each : inFlight) {
            row(text, each + " in flight / as many connections, per second", rates(each, each), "at least 1.2");
            row(
                    text,
                    each + " in flight / as many connections, per second of the gateway's CPU",
                    ratios(each, each, sample -> 1 / sample.cpuMicros()),
                    "at least 1.2");
            if (each > 1) {
                row(text, each + " in flight / one for each connection, per second", rates(each, 1), "at least 1.2");
            }
        }
    }

    private Median rates(int sockets, int http) {
        return ratios(sockets, http, sample -> sample.load().rate());
    }

    private Median ratios(int sockets, int http, ToDoubleFunction<Sample> figure) {
        return Median.of(
                echoes,
                round -> figure.applyAsDouble(at(round.sockets(), sockets))
                        / figure.applyAsDouble(at(round.http(), http)));
    }

    private static void row(StringBuilder text, String title, Median ratio, String goal) {
        text.append("| %s | %s | %s |%n".formatted(title, spread(ratio, 2), goal));
    }

    private static Sample at(Map<Integer, Sample> samples, int inFlight) {
        return Optional.ofNullable(samples.get(inFlight)).orElseThrow();
    }

    private void echoRow(StringBuilder text, String title, Function<Echoes.Round, Sample> which) {
        List<Sample> samples = echoes.stream().map(which).toList();
        text.append(format(
                "| %s | %s | %.2f | %.2f | %s | %.1f | %d |%n",
                title,
                spread(Median.of(samples, sample -> sample.load().rate()), 0),
                Median.of(samples, sample -> sample.load().p50()).median() / 1e3,
                Median.of(samples, sample -> sample.load().p99()).median() / 1e3,
                spread(Median.of(samples, Sample::cpuMicros), 0),
                Median.of(samples, Sample::allocatedBytes).median() / KIB,
                samples.stream().mapToLong(sample -> sample.load().errors()).sum()));
    }

    private void idleTable(StringBuilder text) {
        text.append("\n| connections | per second | RSS MiB | ... collected | heap MiB | RSS KiB each | ... collected |"
                + " heap KiB each | CPU % when idle |\n|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        Crowd.Idle none = idle.getFirst();
        for (Crowd.Idle stage : idle) {
            boolean any = stage.connections() > 0;
            text.append(format(
                    "| %d | %.0f | %.0f | %.0f | %.1f | %s | %s | %s | %.1f |%n",
                    stage.connections(),
                    stage.perSecond(),
                    stage.residentBytes() / MIB,
                    stage.collectedBytes() / MIB,
                    stage.heapBytes() / MIB,
                    any ? kib(stage.share(stage.residentBytes(), none.residentBytes())) : "",
                    any ? kib(stage.share(stage.collectedBytes(), none.collectedBytes())) : "",
                    any ? kib(stage.share(stage.heapBytes(), none.heapBytes())) : "",
                    stage.cpuPercent()));
        }
    }

    private static String kib(double bytes) {
        return format("%.1f", bytes / KIB);
    }

    private static String spread(Median figure, int digits) {
        return number(figure.median(), digits) + " (" + number(figure.min(), digits) + " - "
                + number(figure.max(), digits) + ")";
    }

    private static String number(double figure, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", figure);
    }

    @FormatMethod
    private static String format(String form, Object... figures) {
        return String.format(Locale.ROOT, form, figures);
    }
}
