package dev.gatehouse.gateway.ws;

import dev.gatehouse.common.error.ServiceException;
import dev.gatehouse.gateway.route.RouteTable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The commands of one session that are in flight, each on a virtual thread of its own, bounded. Thread-safe. */
final class RunningCommands {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Commands commands;
    private final Line line;
    private final int most;
    private final AtomicInteger running = new AtomicInteger();

    RunningCommands(Commands commands, Line line, int most) {
        this.commands = commands;
        this.line = line;
        this.most = most;
    }

    boolean isAny() {
        return running.get() > 0;
    }

    /** Begins a command, whose answer goes to the client; one too many is refused at once. */
    void start(ClientMessage.Command command, RouteTable routes, Commands.Sender sender) {
        if (running.incrementAndGet() > most) {
            running.decrementAndGet();
            line.fail(
                    Optional.of(command.id()),
                    ServiceException.overloaded("Too many commands are in flight.", RETRY_AFTER));
            return;
        }
        Thread.ofVirtual().name("ws-command").start(() -> {
            boolean writes = false;
            try {
                OutFrame answer = commands.answer(command, routes, sender);
                // The answers of several that end at a time are written together, by a thread of the writer's own.
                if (running.get() == 1) {
                    writes = line.sendToWrite(answer);
                } else {
                    line.send(answer);
                }
            } finally {
                running.decrementAndGet();
            }
            if (writes) {
                line.write();
            }
        });
    }
}
