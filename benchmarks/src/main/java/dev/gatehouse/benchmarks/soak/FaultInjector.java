package dev.gatehouse.benchmarks.soak;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Does to the system what a fault says. Confined to the soak's thread. */
final class FaultInjector {
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final Duration LOSS = Duration.ofSeconds(1);

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
            case LINK_STALL -> system.gatewayLink().stall(PAUSE);
            case LINK_CUT -> system.gatewayLink().cut();
            case LINK_LOST -> system.gatewayLink().lose(LOSS);
            case AUTH_KILL -> anyAuthService().killAndStart();
            case AUTH_PAUSE -> anyAuthService().pause(PAUSE);
            case AUTH_LINK_LOST -> anyAuthService().link().lose(LOSS);
            case DATABASE_RESTART -> system.database().restart();
            case DATABASE_PAUSE -> system.database().pause(PAUSE);
            case DATABASE_LINK_LOST -> system.databaseLink().lose(LOSS);
        }
        return new InjectedFault(fault, begin, System.nanoTime());
    }

    private AuthInstance anyAuthService() {
        List<AuthInstance> all = system.authServices();
        return all.get(random.nextInt(all.size()));
    }
}
