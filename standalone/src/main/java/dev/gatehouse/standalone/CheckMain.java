package dev.gatehouse.standalone;

import dev.gatehouse.common.telemetry.Logging;
import dev.gatehouse.standalone.ConfigCheck.Finding;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Validates configuration and route files: {@code ./gatehouse check [FILE...]}. */
public final class CheckMain {
    private CheckMain() {}

    public static void main(String[] args) {
        Logging.install();
        ConfigCheck check = new ConfigCheck(
                StandaloneMain.home().resolve("etc"), System.getenv(), StandaloneMain.systemProperties());
        List<Finding> findings = args.length == 0
                ? check.defaults()
                : Arrays.stream(args).map(Path::of).map(check::check).toList();
        findings.forEach(System.out::println);
        System.exit(findings.stream().allMatch(Finding::isGood) ? 0 : 1);
    }
}
