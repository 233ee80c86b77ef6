package dev.gatehouse.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ArchitectureTest {
    private static final String ROOT = "dev.gatehouse";
    private static final String WRONG_ROOT = "dev.gatehouse.standalone.wrong";

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
    private static final JavaClasses WRONG = new ClassFileImporter().importPackages(WRONG_ROOT);

    static Stream<String> rules() {
        return new ArchitectureRules(ROOT).all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void codeKeepsTheRule(String rule) {
        new ArchitectureRules(ROOT).named(rule).check(CODE);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void codeThatBreaksTheRuleIsFound(String rule) {
        assertThat(new ArchitectureRules(WRONG_ROOT).named(rule).evaluate(WRONG).hasViolation())
                .isTrue();
    }

    @Test
    void everyModuleIsLookedAt() {
        assertThat(Stream.of("common", "gateway", "auth", "cli", "standalone", "embedded", "testkit"))
                .allMatch(module -> CODE.containPackage(ROOT + "." + module), "has classes")
                .isNotEmpty();
    }
}
