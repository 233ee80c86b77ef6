package dev.gatehouse.testkit.fuzz;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Plays inputs against a gateway, several at a time, and looks at the process after each batch. Every input is made of a seed and its number, so that it
 * can be played again alone. Used once; thread-safe within a run.
 */
public final class Fuzzer {
    private static final int WORKERS = 10;
    private static final int BATCH = 400;
    /** Batches after which the figures of the process are looked at. */
    private static final int FIGURES_EVERY = 4;
    /** After which the gateway is plainly broken, and a run would only repeat itself. */
    private static final int MOST_FINDINGS = 20;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final FuzzPlan plan;
    private final FuzzedGateway gateway;
    private final FuzzTarget target;
    private final Consumer<Finding> told;
    private final long began = System.nanoTime();
    private final AtomicLong next = new AtomicLong();
    private final ConcurrentMap<Kind, Long> played = new ConcurrentHashMap<>();
    private final ConcurrentSkipListSet<Long> underWay = new ConcurrentSkipListSet<>();
    private final List<Finding> findings = new CopyOnWriteArrayList<>();

    private Fuzzer(FuzzPlan plan, FuzzedGateway gateway, Consumer<Finding> told) throws IOException {
        this.plan = plan;
        this.gateway = gateway;
        this.target = gateway.target();
        this.told = told;
    }

    /**
     * Runs a plan to its end. Blocks for as long.
     *
     * @param told gets each finding when it is made; any thread may call it
     * @throws IOException if the gateway's process cannot be looked at
     */
    public static FuzzReport run(FuzzPlan plan, FuzzedGateway gateway, Consumer<Finding> told)
            throws IOException, InterruptedException {
        return new Fuzzer(plan, gateway, told).run();
    }

    private FuzzReport run() throws IOException, InterruptedException {
        ProcessWatch watch = new ProcessWatch(gateway);
        try (Probe probe = new Probe(target, wrong -> found(wrong, List.copyOf(underWay)))) {
            probe.start();
            if (plan.only().isPresent()) {
                look(watch, List.of(), true);
                play(plan.only().getAsLong());
                look(watch, List.of(plan.only().getAsLong()), true);
            } else {
                for (int batches = 0; goesOn(); batches++) {
                    List<Long> last = batch();
                    look(watch, last, batches % FIGURES_EVERY == 0 || !goesOn());
                }
            }
            return report(watch, probe);
        }
    }

    /** Plays the next inputs, and returns the numbers of the last ones. */
    private List<Long> batch() throws InterruptedException {
        long end = next.get() + BATCH;
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            workers.add(Thread.ofPlatform().name("fuzz-worker-" + i).daemon().start(() -> work(end)));
        }
        for (Thread worker : workers) {
            worker.join();
        }
        List<Long> last = new ArrayList<>();
        for (long number = Math.max(0, next.get() - WORKERS); number < next.get(); number++) {
            last.add(number);
        }
        return last;
    }

    private void work(long end) {
        while (goesOn()) {
            long number = next.getAndUpdate(at -> at < end ? at + 1 : at);
            if (number >= end) {
                return;
            }
            play(number);
        }
    }

    private boolean goesOn() {
        boolean enough = plan.firstOnly() ? !findings.isEmpty() : findings.size() >= MOST_FINDINGS;
        return !enough
                && gateway.isAlive()
                && System.nanoTime() - began < plan.time().toNanos();
    }

    private void play(long number) {
        Dice dice = new Dice(plan.seed(), number);
        Kind kind = Kind.any(dice);
        FuzzCase input = kind.input(dice);
        underWay.add(number);
        try {
            input.play(target).ifPresent(wrong -> found(wrong, List.of(number)));
        } catch (IOException | RuntimeException e) {
            found(e.toString(), List.of(number));
        } finally {
            underWay.remove(number);
            played.merge(kind, 1L, Long::sum);
        }
    }

    private void look(ProcessWatch watch, List<Long> batch, boolean growth) throws IOException, InterruptedException {
        try {
            watch.look(growth).forEach(wrong -> found(wrong, batch));
        } catch (IOException e) {
            if (!gateway.isAlive()) {
                found("the gateway has ended", batch);
                return;
            }
            found("the gateway cannot be looked at: " + e, batch);
        }
    }

    private void found(String what, List<Long> numbers) {
        List<Finding.Played> inputs = numbers.stream().map(this::told).toList();
        String alive = gateway.isAlive() ? "" : "; the gateway has ended";
        Finding finding = new Finding(what + alive, plan.seed(), inputs, seconds());
        findings.add(finding);
        told.accept(finding);
    }

    private Finding.Played told(long number) {
        Dice dice = new Dice(plan.seed(), number);
        Kind kind = Kind.any(dice);
        FuzzCase input = kind.input(dice);
        return new Finding.Played(number, kind.title(), input.expectation(), input.bytes());
    }

    private double seconds() {
        return (double) (System.nanoTime() - began) / NANOS_PER_SECOND;
    }

    private FuzzReport report(ProcessWatch watch, Probe probe) {
        Map<String, Long> inputs = new TreeMap<>();
        for (Kind kind : Kind.values()) {
            inputs.put(kind.title(), played.getOrDefault(kind, 0L));
        }
        return new FuzzReport(
                plan.seed(), seconds(), inputs, findings, watch.start(), watch.last(), probe.worstMillis());
    }
}
