package dev.gatehouse.benchmarks.load;

import java.util.Map;
import java.util.Set;

/** How near Gatehouse is to a ceiling. Each is taken within one round, where the machine is the same for both sides. */
enum Ratio {
    ECHO_CPU("echo CPU / (raw CPU + hello CPU)", "at most 1.25", Workload.ECHO, Workload.RAW, Workload.HELLO) {
        @Override
        double of(Map<Workload, Sample> round) {
            return cpu(round, Workload.ECHO) / (cpu(round, Workload.RAW) + cpu(round, Workload.HELLO));
        }
    },
    ECHO_THROUGHPUT("echo throughput / raw", "at least 0.75", Workload.ECHO, Workload.RAW) {
        @Override
        double of(Map<Workload, Sample> round) {
            return rate(round, Workload.ECHO) / rate(round, Workload.RAW);
        }
    },
    ECHO_LATENCY("echo-1 p50 - raw-1 p50, ms", "under 0.5", Workload.ECHO_ALONE, Workload.RAW_ALONE) {
        @Override
        double of(Map<Workload, Sample> round) {
            return (p50(round, Workload.ECHO_ALONE) - p50(round, Workload.RAW_ALONE)) / 1e3;
        }
    },
    SECURE_THROUGHPUT("secure throughput / hello", "at least 0.85", Workload.SECURE, Workload.HELLO) {
        @Override
        double of(Map<Workload, Sample> round) {
            return rate(round, Workload.SECURE) / rate(round, Workload.HELLO);
        }
    },
    LOGIN_THROUGHPUT("login throughput / hashing", "at least 0.95", Workload.LOGIN, Workload.HASHING) {
        @Override
        double of(Map<Workload, Sample> round) {
            return rate(round, Workload.LOGIN) / rate(round, Workload.HASHING);
        }
    },
    VALIDATE_LATENCY("validate-busy p99 / validate p99", "under 10", Workload.VALIDATE_BUSY, Workload.VALIDATE) {
        @Override
        double of(Map<Workload, Sample> round) {
            return p99(round, Workload.VALIDATE_BUSY) / p99(round, Workload.VALIDATE);
        }
    };

    private final String title;
    private final String goal;
    // Set.of cannot be changed.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<Workload> needed;

    Ratio(String title, String goal, Workload... needed) {
        this.title = title;
        this.goal = goal;
        this.needed = Set.of(needed);
    }

    String title() {
        return title;
    }

    String goal() {
        return goal;
    }

    /** Whether what it is made of has been measured. */
    boolean isIn(Map<Workload, Sample> round) {
        return round.keySet().containsAll(needed);
    }

    abstract double of(Map<Workload, Sample> round);

    private static Sample sample(Map<Workload, Sample> round, Workload workload) {
        Sample sample = round.get(workload);
        if (sample == null) {
            throw new IllegalArgumentException("not measured: " + workload);
        }
        return sample;
    }

    private static double cpu(Map<Workload, Sample> round, Workload workload) {
        return sample(round, workload).cpuMicros();
    }

    private static double rate(Map<Workload, Sample> round, Workload workload) {
        return sample(round, workload).load().rate();
    }

    private static double p99(Map<Workload, Sample> round, Workload workload) {
        return sample(round, workload).load().p99();
    }

    private static double p50(Map<Workload, Sample> round, Workload workload) {
        return sample(round, workload).load().p50();
    }
}
