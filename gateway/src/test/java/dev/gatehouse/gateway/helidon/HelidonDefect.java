package dev.gatehouse.gateway.helidon;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that shows a defect of Helidon in a server that is Helidon's alone. It fails once the defect is repaired, and then says which class of ours works
 * around it. {@code docs/DECISIONS.md} lists all of them.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Test
@Timeout(60)
@ExtendWith(RepairedDefect.class)
@interface HelidonDefect {
    /** The class that works around the defect, or the part of it that does; its name below {@code dev.gatehouse}. */
    String workaround();

    /** The RFC and section that Helidon breaks, or what is wrong where there is none. */
    String breaks();
}
