package dev.gatehouse.benchmarks.soak;

import dev.gatehouse.benchmarks.system.Pauses;
import dev.gatehouse.testkit.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Does to the system what a fault says. Confined to the soak's thread. */
final class FaultInjector {
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final SoakSystem system;
    private final Random random;

    FaultInjector(SoakSystem system, Random random) {
        this.system = system;
        this.random = random;
    }

    /** Returns once it is done and, where something was stopped, started again. */
    InjectedFault inject(Fault fault) {
        long begin = System.nanoTime();
        switch (fault) {
            case BROKER_RESTART -> system.broker().restart();
            case BROKER_KILL -> system.broker().killAndStart();
            case BROKER_PAUSE -> system.broker().pause(PAUSE);
            case CONNECTIONS_CLOSED -> system.broker().closeConnections();
            case LINK_STALL -> stall(system.link());
            case LINK_CUT -> system.link().cut();
            case AUTH_KILL -> anyAuthService().killAndStart();
            case AUTH_PAUSE -> anyAuthService().pause(PAUSE);
            case DATABASE_RESTART -> system.database().restart();
            case DATABASE_PAUSE -> system.database().pause(PAUSE);
        }
        return new InjectedFault(fault, begin, System.nanoTime());
    }

    private static void stall(TcpProxy link) {
        link.stall();
        try {
            Pauses.millis(PAUSE.toMillis());
        } finally {
            link.heal();
        }
    }

    private AuthInstance anyAuthService() {
        List<AuthInstance> all = system.authServices();
        return all.get(random.nextInt(all.size()));
    }
}
