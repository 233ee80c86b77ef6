package dev.gatehouse.benchmarks.load;

import dev.gatehouse.benchmarks.peer.Load;
import dev.gatehouse.benchmarks.system.LoadException;
import dev.gatehouse.benchmarks.system.Pauses;
import dev.gatehouse.benchmarks.system.ProcessUsage;
import dev.gatehouse.common.json.Json;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Measures every workload, one after the other, round by round. Confined to the benchmark's main thread. */
final class Rounds {
    private static final long QUIET_POLL_MILLIS = 250;
    private static final int QUIET_POLLS = 20;
    /** Over one poll, both services together. */
    private static final long QUIET_CPU_MICROS = 20_000;

    private final LoadSystem system;
    private final BenchClients clients;
    private final Wrk wrk;
    private final Measured measured;

    /** The processes that are measured. */
    record Measured(MeasuredProcess gateway, MeasuredProcess caller, MeasuredProcess hello) {}

    Rounds(LoadSystem system, BenchClients clients, Wrk wrk, Measured measured) {
        this.system = system;
        this.clients = clients;
        this.wrk = wrk;
        this.measured = measured;
    }

    /** One round. */
    Map<Workload, Sample> run(Set<Workload> workloads, int seconds) {
        Map<Workload, Sample> samples = new EnumMap<>(Workload.class);
        for (Workload workload : workloads) {
            awaitQuiet();
            samples.put(workload, measured(workload).during(() -> load(workload, seconds)));
        }
        return samples;
    }

    private MeasuredProcess measured(Workload workload) {
        return switch (workload) {
            case RAW, RAW_ALONE, HASHING -> measured.caller();
            case HELLO -> measured.hello();
            case ECHO, ECHO_ALONE, SECURE, LOGIN, VALIDATE, VALIDATE_BUSY -> measured.gateway();
        };
    }

    private Load load(Workload workload, int seconds) {
        return switch (workload) {
            case RAW, RAW_ALONE -> command("rpc", workload, seconds);
            case HASHING -> command("hash", workload, seconds);
            case HELLO -> wrk(workload, seconds, system.helloUrl() + "/hello", "GET", Wrk.NOTHING, Wrk.NOTHING);
            case ECHO, ECHO_ALONE ->
                wrk(
                        workload,
                        seconds,
                        system.gatewayUrl() + "/v1/bench/echo",
                        "POST",
                        clients.echo().toString(),
                        clients.token().toString());
            case SECURE ->
                wrk(
                        workload,
                        seconds,
                        system.gatewayUrl() + "/v1/bench/secure",
                        "GET",
                        Wrk.NOTHING,
                        clients.token().toString());
            case LOGIN -> logins(seconds);
            case VALIDATE -> validate(seconds);
            case VALIDATE_BUSY -> besideLogins(seconds);
        };
    }

    private Load logins(int seconds) {
        String url = system.gatewayUrl() + "/v1/auth/login";
        return wrk(Workload.LOGIN, seconds, url, "POST", clients.logins().toString(), Wrk.NOTHING);
    }

    private Load validate(int seconds) {
        String url = system.gatewayUrl() + "/v1/auth/validate";
        return wrk(
                Workload.VALIDATE,
                seconds,
                url,
                "GET",
                Wrk.NOTHING,
                clients.token().toString());
    }

    /** The logins begin a second before, and end after what is measured. */
    private Load besideLogins(int seconds) {
        FutureTask<Load> logins = new FutureTask<>(() -> logins(seconds + 2));
        Thread.ofVirtual().name("logins").start(logins);
        Pauses.millis(1_000);
        Load validated = validate(seconds);
        try {
            logins.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("interrupted", e);
        } catch (ExecutionException e) {
            throw new LoadException("the logins have failed", e);
        }
        return validated;
    }

    private Load command(String command, Workload workload, int seconds) {
        String answer = system.caller().command(command + " " + workload.callers() + " " + seconds);
        return Json.mapper().readValue(answer, Load.class);
    }

    private Load wrk(Workload workload, int seconds, String url, String method, String bodies, String token) {
        return wrk.run(new Wrk.Target(url, method, bodies, token), workload.callers(), seconds);
    }

    /** What the workload before has left behind, logins that nobody waits for say, is not to be measured. */
    private void awaitQuiet() {
        long before = serviceCpu();
        for (int i = 0; i < QUIET_POLLS; i++) {
            Pauses.millis(QUIET_POLL_MILLIS);
            long now = serviceCpu();
            if (now - before <= QUIET_CPU_MICROS) {
                return;
            }
            before = now;
        }
    }

    private long serviceCpu() {
        return ProcessUsage.cpuMicros(system.gateway().pid())
                + ProcessUsage.cpuMicros(system.authService().pid());
    }
}
