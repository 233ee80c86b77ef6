package dev.gatehouse.cli.check;

import dev.gatehouse.cli.Command;
import dev.gatehouse.cli.Installation;
import java.util.List;

/** The process of {@code ./gatehouse check}. */
public final class CheckMain {
    private CheckMain() {}

    public static void main(String[] args) {
        Command.logToStandardError();
        System.exit(Command.process(new CheckCommand(Installation.ofProcess(), System.out), List.of(args)));
    }
}
