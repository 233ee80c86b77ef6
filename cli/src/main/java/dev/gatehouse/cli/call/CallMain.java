package dev.gatehouse.cli.call;

import dev.gatehouse.cli.Command;
import dev.gatehouse.cli.Installation;
import java.util.List;

/** The process of {@code ./gatehouse call}. */
public final class CallMain {
    private CallMain() {}

    public static void main(String[] args) {
        Command.logToStandardError();
        HttpRequestReader.allowHostHeader();
        Command command = new CallCommand(Installation.ofProcess(), new CallStreams(System.in, System.out, System.err));
        System.exit(Command.process(command, List.of(args), System.out, System.err));
    }
}
