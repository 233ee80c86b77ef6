package dev.gatehouse.cli.check;

import dev.gatehouse.cli.Arguments;
import dev.gatehouse.cli.Command;
import dev.gatehouse.cli.GatewayAccess;
import dev.gatehouse.cli.Installation;
import dev.gatehouse.cli.UsageException;
import dev.gatehouse.cli.broker.BrokerCheck;
import dev.gatehouse.cli.broker.BrokerReport;
import dev.gatehouse.cli.broker.ManagementSettings;
import dev.gatehouse.common.amqp.AmqpConfig;
import dev.gatehouse.common.config.ConfigException;
import dev.gatehouse.gateway.GatewayConfig;
import dev.gatehouse.gateway.route.Route;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks files, or a broker. */
final class CheckCommand implements Command {
    private static final String BROKER = "--broker";
    private static final String NO_BINDINGS = "--no-bindings";
    private static final String AMQP = "--amqp";
    private static final String MANAGEMENT = "--management";
    private static final Arguments.Options OPTIONS =
            new Arguments.Options(Set.of(BROKER, NO_BINDINGS), Set.of(AMQP, MANAGEMENT), Set.of());
    private static final Set<String> OF_BROKER = Set.of(AMQP, MANAGEMENT, NO_BINDINGS);

    private final Installation installation;
    private final PrintStream out;

    CheckCommand(Installation installation, PrintStream out) {
        this.installation = installation;
        this.out = out;
    }

    @Override
    public String usage() {
        return """
                usage: ./gatehouse check [FILE...]
                       ./gatehouse check --broker [--amqp URI] [--management URL | --no-bindings]

                Validates configuration, route and schema files, by default all under etc/; nothing is started.
                With --broker: compares what is on the broker with what the routes need; no service receives anything.

                  --amqp URI        the broker (amqp.uri of etc/gateway.yaml, or GATEHOUSE_AMQP_URI)
                  --management URL  RabbitMQ's management API, which tells the bindings (port 15672 of the broker's host, or
                                    GATEHOUSE_MANAGEMENT_URL)
                  --no-bindings     do not compare the bindings

                Exit status: 0 all good, 1 problems, 2 not understood. Warnings do not count.
                """;
    }

    @Override
    public int run(List<String> words) {
        Arguments arguments = Arguments.parse(words, OPTIONS);
        if (arguments.has(BROKER)) {
            return checkBroker(arguments);
        }
        OF_BROKER.stream().filter(arguments::has).sorted().findFirst().ifPresent(option -> {
            throw new UsageException(option + " goes with " + BROKER);
        });
        ConfigCheck check = new ConfigCheck(installation);
        List<Finding> findings = arguments.others().isEmpty()
                ? check.defaults()
                : arguments.others().stream().map(Path::of).map(check::check).toList();
        return tell(findings);
    }

    private int tell(List<Finding> findings) {
        findings.forEach(out::println);
        return findings.stream().allMatch(Finding::isGood) ? OK : FAILED;
    }

    private int checkBroker(Arguments arguments) {
        if (!arguments.others().isEmpty()) {
            throw new UsageException(BROKER + " takes no files: it compares the broker with the routes of "
                    + installation.gatewayFile());
        }
        ManagementSettings management = management(arguments);
        GatewayAccess access = new GatewayAccess(installation);
        try {
            GatewayConfig config = access.gateway();
            AmqpConfig broker = access.broker(config, arguments.value(AMQP));
            RouteFiles files = RouteFiles.read(config.live().routesDirectory(), config);
            Optional<List<Route>> routes = files.routes();
            if (routes.isEmpty()) {
                return tell(files.all());
            }
            BrokerReport report = new BrokerCheck(broker, management, routes.get()).run();
            out.println(report);
            return report.isGood() ? OK : FAILED;
        } catch (ConfigException e) {
            out.println(e.getMessage());
            return FAILED;
        }
    }

    private ManagementSettings management(Arguments arguments) {
        if (arguments.has(NO_BINDINGS)) {
            if (arguments.has(MANAGEMENT)) {
                throw new UsageException(NO_BINDINGS + " and " + MANAGEMENT + " do not go together");
            }
            return ManagementSettings.NONE;
        }
        return arguments
                .value(MANAGEMENT)
                .or(() -> installation.variable(Installation.MANAGEMENT_URL))
                .map(ManagementSettings::at)
                .orElse(ManagementSettings.DEFAULT);
    }
}
