package dev.gatehouse.cli;

import dev.gatehouse.common.telemetry.Logging;
import java.io.PrintStream;
import java.util.List;

/** One of the operator's commands. */
public interface Command {
    /** All is well. */
    int OK = 0;
    /** What was asked about is not well. */
    int FAILED = 1;
    /** The command was not understood. */
    int USAGE = 2;

    /** How it is to be typed. */
    String usage();

    /**
     * Does it, and says how it ends.
     *
     * @throws UsageException where it was typed wrongly; nothing has been done then
     */
    int run(List<String> arguments);

    /** Runs the command as a process does: help where it is asked for, a few lines for what was typed wrongly, and its exit status. */
    static int process(Command command, List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.print(command.usage());
            return OK;
        }
        try {
            return command.run(arguments);
        } catch (UsageException e) {
            err.println(e.getMessage());
            command.usage().lines().takeWhile(line -> !line.isEmpty()).forEach(err::println);
            err.println("--help tells more");
            return USAGE;
        }
    }

    /** Sends what is logged, warnings and errors only, to standard error. To be called before the first logger is made. */
    static void logToStandardError() {
        System.setProperty("logback.configurationFile", "logback-cli.xml");
        Logging.install();
    }
}
