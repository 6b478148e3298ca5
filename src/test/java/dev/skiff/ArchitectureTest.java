package dev.skiff;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the architecture. When a rule fails, its {@code because} says what to do instead. */
class ArchitectureTest {

    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages("dev.skiff");

    /** The packages that decide, and so may be replayed: what they are given is all that they know. */
    private static final String[] PURE = {
        "dev.skiff.model..",
        "dev.skiff.spec..",
        "dev.skiff.engine..",
        "dev.skiff.trigger..",
        "dev.skiff.rehearsal..",
        "dev.skiff.pod..",
        "dev.skiff.handover.."
    };

    private static final Set<String> CLOCK_READS = Set.of("now", "systemUTC", "systemDefaultZone", "system", "tick");
    private static final Set<String> SYSTEM_READS = Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty");

    @ParameterizedTest
    @EnumSource
    void aPackageSeesOnlyWhatTheTableAllows(Layer layer) {
        check(classes()
                .that()
                .resideInAPackage(layer.packages())
                .should()
                .onlyDependOnClassesThat(layer.mayDependOn())
                .because(layer.advice));
    }

    @Test
    void everyPackageOfOursIsInTheTable() {
        var inTable = PRODUCTION.that(DescribedPredicate.not(resideInAnyPackage("dev.skiff")));
        for (Layer layer : Layer.values()) {
            inTable = inTable.that(DescribedPredicate.not(resideInAnyPackage(layer.packages())));
        }
        assertThat(inTable)
                .as("classes in a package that Layer does not name: say there what the new package may see")
                .isEmpty();
    }

    @Test
    void decisionsReadNoClock() {
        check(noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .callMethodWhere(describe("the clock or the environment is read", ArchitectureTest::readsTheWorld))
                .because("a decision must come out the same when it is replayed: take the instant from the Event"));
    }

    @Test
    void decisionsDrawNoRandomValues() {
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage(
                                "dev.skiff.spec..",
                                "dev.skiff.engine..",
                                "dev.skiff.trigger..",
                                "dev.skiff.rehearsal..")
                        .should()
                        .dependOnClassesThat(assignableTo(RandomGenerator.class))
                        .orShould()
                        .callMethod(Math.class, "random")
                        .orShould()
                        .callMethod(UUID.class, "randomUUID")
                        .because(
                                "a decision must come out the same when it is replayed: let the shell draw and hand in the value"));
    }

    @Test
    void decisionsStartNoThreads() {
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage(PURE)
                        .should()
                        .dependOnClassesThat(assignableTo(Thread.class)
                                .or(assignableTo(Executor.class))
                                .or(assignableTo(Future.class))
                                .or(assignableTo(CompletionStage.class))
                                .or(resideInAnyPackage("java.util.concurrent.locks..")))
                        .because(
                                "a run is owned by one mailbox of the runtime, which calls the engine for one event at a time"));
    }

    @Test
    void theEngineTouchesNoFilesAndNoNetwork() {
        check(noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.skiff.engine..",
                        "dev.skiff.trigger..",
                        "dev.skiff.rehearsal..",
                        "dev.skiff.expr..",
                        "dev.skiff.model..",
                        "dev.skiff.pod..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("java.io", "java.nio.file..", "java.nio.channels..", "java.net..")
                                .and(DescribedPredicate.not(belongToAnyOf(
                                        Serializable.class, IOException.class, UncheckedIOException.class))))
                .because("decisions have no effects: ask for it with a Command, and read the answer in an Event"));
    }

    @Test
    void theFrameworkStaysInTheFaces() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.skiff", "dev.skiff.api..", "dev.skiff.cli..", "dev.skiff.ui..", "dev.skiff.config..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.quarkus..", "jakarta..", "org.eclipse.microprofile..", "picocli..", "io.smallrye.config.."))
                .because(
                        "these classes are built with `new`, by config and by tests: take what is needed in the constructor,"
                                + " and let a producer in config make the bean"));
    }

    @Test
    void mocksOfOurOwnTypesAreNotAvailable() {
        var tests = new ClassFileImporter().importPackages("dev.skiff");
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.mockito..", "net.jqwik.."))
                .because(
                        "a fake that is written by hand keeps the contract of its port, a mock repeats the code under test")
                .check(tests);
    }

    @Test
    void everyPackageIsNonNullByDefault() {
        assertThat(PRODUCTION.stream().map(JavaClass::getPackage).distinct())
                .filteredOn(in -> !in.isAnnotatedWith(NullMarked.class))
                .extracting(JavaPackage::getName)
                .as(
                        "packages whose package-info.java lacks @NullMarked: add it, with one sentence on what the package is for")
                .isEmpty();
    }

    private static boolean readsTheWorld(JavaCall<?> call) {
        var owner = call.getTargetOwner();
        return owner.getPackageName().equals("java.time") && CLOCK_READS.contains(call.getName())
                || owner.isEquivalentTo(System.class) && SYSTEM_READS.contains(call.getName());
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(PRODUCTION);
    }
}
