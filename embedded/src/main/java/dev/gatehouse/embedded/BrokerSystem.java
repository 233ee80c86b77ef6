package dev.gatehouse.embedded;

import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.security.auth.Subject;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.configuration.updater.TaskExecutor;
import org.apache.qpid.server.configuration.updater.TaskExecutorImpl;
import org.apache.qpid.server.logging.EventLogger;
import org.apache.qpid.server.logging.LoggingMessageLogger;
import org.apache.qpid.server.model.State;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.plugin.PluggableFactoryLoader;
import org.apache.qpid.server.plugin.SystemConfigFactory;
import org.apache.qpid.server.security.SubjectExecutionContext;
import org.apache.qpid.server.security.auth.TaskPrincipal;

/** One Broker-J with what it runs on. It is what Broker-J's own launcher does, without printing to standard output. */
final class BrokerSystem {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(15);
    static final String STORE_TYPE = "Memory";
    private static final Principal SYSTEM = () -> "SYSTEM";

    private final TaskExecutor tasks;
    private final SystemConfig<?> config;

    private BrokerSystem(TaskExecutor tasks, SystemConfig<?> config) {
        this.tasks = tasks;
        this.config = config;
    }

    /** Starts it with the given attributes, and closes it where it does not come up. */
    static BrokerSystem start(Map<String, Object> attributes) throws Exception {
        SystemLauncher.populateSystemPropertiesFromDefaults(null);
        TaskExecutor tasks = new TaskExecutorImpl();
        tasks.start();
        EventLogger events = new EventLogger(new LoggingMessageLogger(true));
        SystemConfig<?> config = factory().newInstance(tasks, events, SYSTEM, attributes);
        BrokerSystem system = new BrokerSystem(tasks, config);
        try {
            SubjectExecutionContext.withSubject(subject(), system::open);
            return system;
        } catch (Exception e) {
            system.close();
            throw e;
        }
    }

    private static SystemConfigFactory<?> factory() {
        return new PluggableFactoryLoader<>(SystemConfigFactory.class).get(STORE_TYPE);
    }

    private static Subject subject() {
        return new Subject(true, Set.of(SYSTEM, new TaskPrincipal("Broker")), Set.of(), Set.of());
    }

    private Void open() throws ReflectiveOperationException {
        config.open();
        if (config.getContainer().getState() == State.ERRORED) {
            throw new EmbeddedServerException("the broker has reported an error");
        }
        BrokerInternals.removeShutdownHook(config);
        BrokerInternals.useRelativeExpiration(config);
        return null;
    }

    /** Closes all connections and stops, but waits only within a bound. */
    void close() {
        try {
            config.closeAsync().get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            throw new EmbeddedServerException("the embedded broker did not close in order", e);
        } finally {
            tasks.stop();
        }
    }
}
