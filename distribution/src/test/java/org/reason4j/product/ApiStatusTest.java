package org.reason4j.product;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.function.Predicate;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.ApiVersion;
import org.reason4j.api.Extension;
import org.reason4j.api.Provided;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Message;
import org.reason4j.core.host.plugin.jar.SemanticVersion;

/** Promises of the API to its callers: a status for every type, and values that can grow. */
@AnalyzeClasses(packages = "org.reason4j.api", importOptions = DoNotIncludeTests.class)
class ApiStatusTest {

    /** What {@code docs/explanation/versions.md} explains. */
    private static final Set<Status> STATUSES = Set.of(Status.STABLE, Status.EXPERIMENTAL, Status.DEPRECATED);

    private static final DescribedPredicate<JavaClass> TOP_LEVEL =
            DescribedPredicate.describe("are top-level types", JavaClass::isTopLevelClass);

    /** Kinds of a sealed interface are values: a plugin makes them by factories and implements none. */
    private static final DescribedPredicate<JavaClass> OPEN = DescribedPredicate.describe(
            "are not sealed", type -> !type.reflect().isSealed());

    private static final DescribedPredicate<JavaClass> VALUES = DescribedPredicate.describe(
            "are values",
            type -> !type.isInterface()
                    && !type.isEnum()
                    && !type.isAssignableTo(Throwable.class)
                    && (!type.isRecord() || type.isTopLevelClass()));

    @ArchTest
    static final ArchRule everyPublicTypeHasAStatus =
            classes().that().arePublic().and(TOP_LEVEL).should().beAnnotatedWith(API.class);

    @ArchTest
    static final ArchRule everyStatusSaysSinceWhichVersion = classes()
            .that()
            .areAnnotatedWith(API.class)
            .should(condition(
                    "name, in since, a version that is not later than this one",
                    type -> isReached(type.getAnnotationOfType(API.class).since())));

    @ArchTest
    static final ArchRule everyStatusIsOneOfThree = classes()
            .that()
            .areAnnotatedWith(API.class)
            .should(condition(
                    "be STABLE, EXPERIMENTAL or DEPRECATED",
                    type -> STATUSES.contains(
                            type.getAnnotationOfType(API.class).status())));

    /** The compiler warns of one, and readers of Javadoc see it; the status says since when. */
    @ArchTest
    static final ArchRule whatIsDeprecatedIsSoForTheCompilerToo = classes()
            .that()
            .areAnnotatedWith(API.class)
            .should(condition(
                    "be deprecated in both ways or in none",
                    type -> (type.getAnnotationOfType(API.class).status() == Status.DEPRECATED)
                            == type.isAnnotatedWith(Deprecated.class)));

    @ArchTest
    static final ArchRule everyInterfaceSaysWhoImplementsIt = classes()
            .that()
            .arePublic()
            .and(TOP_LEVEL)
            .and()
            .areInterfaces()
            .and(OPEN)
            .and()
            .areNotAnnotations()
            .should(condition(
                    "carry exactly one of @Extension and @Provided",
                    type -> type.isAnnotatedWith(Extension.class) != type.isAnnotatedWith(Provided.class)));

    /** A record has a public constructor with all its components, so that one more breaks every jar that calls it. */
    @ArchTest
    static final ArchRule valuesAreMadeByFactories = classes()
            .that()
            .arePublic()
            .and(VALUES)
            .and()
            .doNotBelongToAnyOf(Message.class, Branch.class)
            .should(condition(
                    "have private constructors only",
                    type -> type.getConstructors().stream()
                            .allMatch(constructor -> constructor.getModifiers().contains(JavaModifier.PRIVATE))));

    private static boolean isReached(String since) {
        return SemanticVersion.parse(since)
                .filter(version -> version.preRelease().isEmpty())
                .filter(version -> version.compareTo(
                                SemanticVersion.parse(ApiVersion.current().replaceFirst("-.*", ""))
                                        .orElseThrow())
                        <= 0)
                .isPresent();
    }

    private static ArchCondition<JavaClass> condition(String description, Predicate<JavaClass> holds) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!holds.test(type)) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " does not " + description));
                }
            }
        };
    }
}
