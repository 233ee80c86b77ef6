package dev.gatehouse.standalone;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.NullMarked;

/** The rules of the architecture, for a code base below a given root package. */
final class ArchitectureRules {
    private final String root;

    ArchitectureRules(String root) {
        this.root = root;
    }

    /** All rules by name. */
    Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("gatewayKnowsNoAuthService", apart("gateway", "auth"));
        rules.put("authServiceKnowsNoGateway", apart("auth", "gateway"));
        rules.put(
                "commonKnowsNoService", apart("common", "gateway", "auth", "cli", "standalone", "embedded", "testkit"));
        rules.put(
                "embeddedKnowsNothingOfGatehouse",
                apart("embedded", "common", "gateway", "auth", "standalone", "testkit"));
        rules.put("testkitKnowsOnlyTheEmbeddedServers", apart("testkit", "common", "gateway", "auth", "standalone"));
        rules.put("servicesKnowNoEmbeddedServers", servicesKnowNoEmbeddedServers());
        rules.put("commandsKnowNoSystem", apart("cli", "standalone", "embedded", "testkit"));
        rules.put("nobodyKnowsTheCommands", nobodyKnowsTheCommands());
        rules.put("broker", onlyIn("com.rabbitmq..", resideInAnyPackage(in("common.amqp"), in("testkit"))));
        rules.put("redis", onlyIn("io.lettuce..", resideInAPackage(in("gateway.redis"))));
        rules.put("database", onlyIn("io.helidon.dbclient..", database()));
        rules.put("pool", onlyIn("com.zaxxer..", resideInAPackage(in("auth.database"))));
        rules.put("configuration", onlyIn("io.helidon.config..", configuration()));
        rules.put("nullness", classes().should(resideInANullMarkedPackage()));
        rules.put("cycles", slices().matching(root + ".(**)").should().beFreeOfCycles());
        rules.put(
                "names",
                noClasses()
                        .should()
                        .haveSimpleNameEndingWith("Util")
                        .orShould()
                        .haveSimpleNameEndingWith("Utils")
                        .orShould()
                        .haveSimpleNameEndingWith("Helper")
                        .orShould()
                        .haveSimpleNameEndingWith("Manager")
                        .orShould()
                        .haveSimpleNameEndingWith("Impl"));
        return rules;
    }

    ArchRule named(String name) {
        return Objects.requireNonNull(all().get(name));
    }

    private String in(String name) {
        return root + "." + name + "..";
    }

    private ArchRule apart(String from, String... others) {
        String[] packages = new String[others.length];
        for (int i = 0; i < others.length; i++) {
            packages[i] = in(others[i]);
        }
        return noClasses()
                .that()
                .resideInAPackage(in(from))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .allowEmptyShould(true);
    }

    private ArchRule servicesKnowNoEmbeddedServers() {
        return noClasses()
                .that()
                .resideInAnyPackage(in("gateway"), in("auth"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(in("embedded"), in("testkit"), in("standalone"))
                .allowEmptyShould(true);
    }

    private ArchRule nobodyKnowsTheCommands() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(in("cli"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(in("cli"));
    }

    private static ArchRule onlyIn(String library, DescribedPredicate<JavaClass> door) {
        return noClasses()
                .that(DescribedPredicate.not(door))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true);
    }

    private DescribedPredicate<JavaClass> database() {
        return resideInAPackage(in("auth.database"))
                .or(resideInAPackage(in("auth")).and(outermostNameEndsWith("Store")));
    }

    private DescribedPredicate<JavaClass> configuration() {
        return resideInAPackage(in("common.config"))
                .or(outermostNameEndsWith("Config"))
                .or(outermostNameEndsWith("Main"));
    }

    private static DescribedPredicate<JavaClass> outermostNameEndsWith(String end) {
        return describe(
                "in a class named *" + end,
                type -> outermost(type).getSimpleName().endsWith(end));
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass at = type;
        while (at.getEnclosingClass().isPresent()) {
            at = at.getEnclosingClass().get();
        }
        return at;
    }

    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a package whose package-info is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(
                            type, type.getPackageName() + " (with " + type.getSimpleName() + ") is not @NullMarked"));
                }
            }
        };
    }
}
