package dev.gatehouse.gateway.helidon;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Tells what to do when a test of {@link HelidonDefect} fails. */
final class RepairedDefect implements TestExecutionExceptionHandler {
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
        HelidonDefect defect = context.getRequiredTestMethod().getAnnotation(HelidonDefect.class);
        throw new AssertionError(
                "This version of Helidon may have repaired the defect. If so, dev.gatehouse." + defect.workaround()
                        + " need not work around it any more.",
                failure);
    }
}
