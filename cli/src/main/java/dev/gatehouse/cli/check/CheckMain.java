package dev.gatehouse.cli.check;

import dev.gatehouse.cli.Command;
import dev.gatehouse.cli.Installation;
import java.util.List;

/** The process of {@code ./gatehouse check}. */
public final class CheckMain {
    private CheckMain() {}

    public static void main(String[] args) {
        Command.logToStandardError();
        Command command = new CheckCommand(Installation.ofProcess(), System.out);
        System.exit(Command.process(command, List.of(args), System.out, System.err));
    }
}
