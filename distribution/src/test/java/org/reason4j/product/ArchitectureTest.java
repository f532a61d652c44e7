package org.reason4j.product;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.core.domain.properties.HasParameterTypes.Predicates.rawParameterTypes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.core.engine.model.kernel.NativeEngine;

/** The arrows of the module table and the habits that hold everywhere, over every class we ship. */
@AnalyzeClasses(
        packages = "org.reason4j",
        importOptions = {DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {

    /** Leaves out the helpers of tests that modules share as jars. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final DescribedPredicate<JavaClass> API = resideInAPackage("org.reason4j.api..");
    private static final DescribedPredicate<JavaClass> CORE = resideInAPackage("org.reason4j.core..");
    private static final DescribedPredicate<JavaClass> FORMATS = resideInAPackage("org.reason4j.core.formats..");
    private static final DescribedPredicate<JavaClass> ENGINE = resideInAPackage("org.reason4j.core.engine..");
    private static final DescribedPredicate<JavaClass> HOST = resideInAPackage("org.reason4j.core.host..");
    private static final DescribedPredicate<JavaClass> COMMAND_LINE = resideInAPackage("org.reason4j.cli..");
    private static final DescribedPredicate<JavaClass> TESTKIT = resideInAPackage("org.reason4j.testkit..");
    private static final DescribedPredicate<JavaClass> PROCESSOR = resideInAPackage("org.reason4j.processor..");
    private static final DescribedPredicate<JavaClass> VERIFIER = resideInAPackage("org.reason4j.verifier..");
    private static final DescribedPredicate<JavaClass> INSTALLER = resideInAPackage("org.reason4j.installer..");
    private static final DescribedPredicate<JavaClass> PLUGIN = resideInAPackage("org.reason4j..")
            .and(not(API).and(not(CORE))
                    .and(not(COMMAND_LINE))
                    .and(not(INSTALLER))
                    .and(not(PROCESSOR))
                    .and(not(VERIFIER))
                    .and(not(TESTKIT)))
            .as("a plugin");
    private static final DescribedPredicate<JavaClass> JUNIT =
            resideInAnyPackage("org.junit.jupiter.api..", "org.opentest4j..");
    private static final DescribedPredicate<JavaClass> PYTORCH = resideInAPackage("ai.djl.pytorch..");

    /** What the host shares with every plugin; ai.djl without its engines, which are the business of core. */
    private static final DescribedPredicate<JavaClass> SHARED = resideInAnyPackage(
                    "java..",
                    "javax..",
                    "jdk..",
                    "org.w3c.dom..",
                    "org.xml.sax..",
                    "ai.djl..",
                    "jakarta.inject..",
                    "org.apiguardian..",
                    "org.jspecify..",
                    "org.slf4j..")
            .and(not(PYTORCH))
            .or(DescribedPredicate.describe("primitive", JavaClass::isPrimitive))
            .or(DescribedPredicate.describe(
                    "array of a primitive", type -> type.getBaseComponentType().isPrimitive()))
            .as("the JDK, ai.djl:api, jakarta.inject, API Guardian, JSpecify and slf4j");

    /** Libraries inside the jars of plugins, or beside them. */
    private static final DescribedPredicate<JavaClass> OF_PLUGINS = resideInAnyPackage(
            "com.fasterxml.jackson..",
            "com.google.gson..",
            "com.networknt.schema..",
            "io.modelcontextprotocol..",
            "org.apache.spark..",
            "org.duckdb..",
            "org.sqlite..",
            "org.yaml.snakeyaml..",
            "reactor.core..");

    // Arrows between modules

    @ArchTest
    static final ArchRule apiStandsOnItsOwn = classes()
            .that(API)
            .should()
            .onlyDependOnClassesThat(API.or(SHARED).as("the API or " + SHARED.getDescription()));

    @ArchTest
    static final ArchRule coreKnowsNoPlugin = noClasses()
            .that(CORE)
            .should()
            .dependOnClassesThat(PLUGIN.or(COMMAND_LINE).or(INSTALLER).or(VERIFIER))
            .allowEmptyShould(true);

    /** The compiler sees plugins there, because the software bill of materials lists what is provided. */
    @ArchTest
    static final ArchRule theCommandLineKnowsNoPlugin =
            noClasses().that(COMMAND_LINE).should().dependOnClassesThat(PLUGIN);

    /** Formats are the lowest room of core; the engine, the host and the trainer stand on them in this order. */
    @ArchTest
    static final ArchRule formatsKnowNoOtherRoom =
            noClasses().that(FORMATS).should().dependOnClassesThat(CORE.and(not(FORMATS)));

    @ArchTest
    static final ArchRule theEngineKnowsOnlyFormats =
            noClasses().that(ENGINE).should().dependOnClassesThat(CORE.and(not(FORMATS.or(ENGINE))));

    @ArchTest
    static final ArchRule theHostDoesNotKnowTheTrainer = noClasses()
            .that(HOST)
            .should()
            .dependOnClassesThat(CORE.and(not(FORMATS.or(ENGINE).or(HOST))));

    @ArchTest
    static final ArchRule coreIsFourRooms = classes()
            .that(CORE)
            .should()
            .resideInAnyPackage(
                    "org.reason4j.core.formats..",
                    "org.reason4j.core.engine..",
                    "org.reason4j.core.host..",
                    "org.reason4j.core.trainer..");

    @ArchTest
    static final ArchRule theTestkitKnowsOnlyTheApi = classes()
            .that(TESTKIT)
            .should()
            .onlyDependOnClassesThat(API.or(SHARED)
                    .or(TESTKIT)
                    .or(resideInAPackage("com.fasterxml.jackson.."))
                    .or(JUNIT)
                    .or(resideInAPackage("com.sun.management")) // the JDK's, for the memory of one thread
                    .as("the API, Jackson, JUnit, com.sun.management or " + SHARED.getDescription()));

    /** The product has the rules and no JUnit: {@code plugins verify} runs them without. */
    @ArchTest
    static final ArchRule junitStaysWithTheContracts = noClasses()
            .that(not(resideInAPackage("org.reason4j.testkit.contract..")
                    .or(equivalentTo(org.reason4j.verifier.JarContract.class))))
            .should()
            .dependOnClassesThat(JUNIT);

    @ArchTest
    static final ArchRule theProcessorKnowsOnlyTheJdk = classes()
            .that(PROCESSOR)
            .should()
            .onlyDependOnClassesThat(PROCESSOR
                    .or(resideInAnyPackage("java..", "javax..", "org.jspecify.."))
                    .as("the JDK or JSpecify"))
            .because("it shares the class path of the compiler with strangers, and the API is compiled with it");

    @ArchTest
    static final ArchRule theTestkitIsForTestsAndTheVerifierAlone =
            noClasses().that(not(TESTKIT.or(VERIFIER))).should().dependOnClassesThat(TESTKIT);

    @ArchTest
    static final ArchRule theVerifierKnowsNoTrainer = noClasses()
            .that(VERIFIER)
            .should()
            .dependOnClassesThat(
                    PLUGIN.or(COMMAND_LINE).or(ENGINE).or(resideInAPackage("org.reason4j.core.trainer..")));

    /** Each first-party plugin is one package; libraries of its own, which ship inside its jar, are listed above. */
    @ArchTest
    static final ArchRule pluginsKnowOnlyTheApi = classes()
            .that(PLUGIN)
            .should()
            .onlyDependOnClassesThat(API.or(SHARED)
                    .or(PLUGIN)
                    .or(OF_PLUGINS)
                    .as("the API, the plugin itself, libraries in its jar or " + SHARED.getDescription()))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule pluginsDoNotKnowEachOther = slices().matching(
                    "org.reason4j.(optimizer|regularizer|reward|sampler|environment|tracker|rollout|engine).(*)..")
            .namingSlices("plugin $1-$2")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule apiHasNoCycles = slices().matching("org.reason4j.api.(*)..")
            .should()
            .beFreeOfCycles()
            // every extension point may throw it, and Registry, its neighbour, names every extension point
            .ignoreDependency(alwaysTrue(), equivalentTo(ConfigException.class));

    @ArchTest
    static final ArchRule coreHasNoCycles = slices().matching("org.reason4j.core.(*).(*)..")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true);

    // Libraries that stay where they are

    @ArchTest
    static final ArchRule theEngineIsUsedByTheModelAlone = noClasses()
            .that(not(resideInAPackage("org.reason4j.core.engine.model..")))
            .should()
            .dependOnClassesThat(PYTORCH);

    @ArchTest
    static final ArchRule guiceStaysWithThePlugins = noClasses()
            .that(not(resideInAPackage("org.reason4j.core.host.plugin..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google.inject..");

    @ArchTest
    static final ArchRule micronautStaysWithTheConfiguration = noClasses()
            .that(not(resideInAPackage("org.reason4j.core.host.config..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micronaut..");

    /** It stands on the host, and nothing but a few commands stands on it. */
    @ArchTest
    static final ArchRule theInstallerKnowsNoTrainer = noClasses()
            .that(INSTALLER)
            .should()
            .dependOnClassesThat(
                    PLUGIN.or(COMMAND_LINE).or(ENGINE).or(resideInAPackage("org.reason4j.core.trainer..")));

    @ArchTest
    static final ArchRule mavenStaysWithTheInstaller = noClasses()
            .that(not(INSTALLER))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.maven..", "org.eclipse.aether..")
            .because("its jars are opened by the commands that install alone");

    // Habits

    @ArchTest
    static final ArchRule onlyTheCommandLineEndsTheJvm =
            noClasses().that(not(COMMAND_LINE)).should().callMethod(System.class, "exit", int.class);

    /** A plugin may end the processes that it started. */
    @ArchTest
    static final ArchRule coreLeavesTheProcessToItsProgram = noClasses()
            .that(CORE)
            .and()
            .doNotHaveFullyQualifiedName("org.reason4j.core.engine.model.kernel.QuietExit")
            .should()
            .callMethod(Runtime.class, "addShutdownHook", Thread.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class)
            .orShould()
            .callMethod(Thread.class, "setDefaultUncaughtExceptionHandler", Thread.UncaughtExceptionHandler.class)
            .orShould()
            .callMethod(NativeEngine.class, "restAtExit");

    @ArchTest
    static final ArchRule onlyTheCommandLineOwnsTheConsole = noClasses()
            .that(not(COMMAND_LINE))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethodWhere(target(name("printStackTrace"))
                    .and(target(owner(assignableTo(Throwable.class))))
                    .and(target(rawParameterTypes(new Class<?>[0]))))
            .because("everything else is given a PrintStream, or logs");

    @ArchTest
    static final ArchRule randomnessHasNoState = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Random.class, ThreadLocalRandom.class)
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(Collections.class, "shuffle", List.class)
            .because("every draw is a function of the run's seed and its place in the run");

    @ArchTest
    static final ArchRule servicesAreLookedUpWithAClassLoader = noClasses()
            .that(not(resideInAPackage("org.reason4j.core.host.plugin..")))
            .should()
            .callMethod(ServiceLoader.class, "load", Class.class)
            .because("the thread's class loader may be that of a plugin, which hides what the host offers");

    @ArchTest
    static final ArchRule everyPluginIsAnnouncedInItsJar = classes()
            .that()
            .implement(Plugin.class)
            .and()
            .doNotHaveModifier(JavaModifier.ABSTRACT)
            .and(not(CORE).as("are not core's own, which the loader is handed"))
            .should(beNamedInMetaInfServices())
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes()
            .that(API.or(CORE)
                    .or(COMMAND_LINE)
                    .or(INSTALLER)
                    .or(PROCESSOR)
                    .or(PLUGIN)
                    .or(TESTKIT))
            .should(resideInANullMarkedPackage());

    private static ArchCondition<JavaClass> beNamedInMetaInfServices() {
        return condition(
                "be named in META-INF/services/" + Plugin.class.getName(),
                ArchitectureTest::isAnnounced,
                type -> type.getName() + " is not named in META-INF/services/" + Plugin.class.getName());
    }

    private static boolean isAnnounced(JavaClass plugin) {
        return ServiceLoader.load(Plugin.class, ArchitectureTest.class.getClassLoader()).stream()
                .anyMatch(provider -> provider.type().getName().equals(plugin.getName()));
    }

    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return condition(
                "reside in a @NullMarked package",
                type -> type.getPackage().isAnnotatedWith(NullMarked.class),
                type -> type.getPackageName() + " has no package-info with @NullMarked (seen at " + type.getName()
                        + ")");
    }

    private static ArchCondition<JavaClass> condition(
            String description, Predicate<JavaClass> holds, Function<JavaClass, String> complaint) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!holds.test(type)) {
                    events.add(SimpleConditionEvent.violated(type, complaint.apply(type)));
                }
            }
        };
    }
}
