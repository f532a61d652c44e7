package org.reason4j.api.compatibility;

import static japicmp.model.JApiCompatibilityChangeType.METHOD_ABSTRACT_ADDED_IN_IMPLEMENTED_INTERFACE;
import static japicmp.model.JApiCompatibilityChangeType.METHOD_ABSTRACT_NOW_DEFAULT;
import static japicmp.model.JApiCompatibilityChangeType.METHOD_ADDED_TO_INTERFACE;

import japicmp.cmp.JApiCmpArchive;
import japicmp.cmp.JarArchiveComparator;
import japicmp.cmp.JarArchiveComparatorOptions;
import japicmp.model.JApiBehavior;
import japicmp.model.JApiClass;
import japicmp.model.JApiCompatibility;
import japicmp.model.JApiCompatibilityChange;
import japicmp.model.JApiCompatibilityChangeType;
import japicmp.model.JApiMethod;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javassist.CtBehavior;
import javassist.CtClass;
import javassist.NotFoundException;
import javassist.bytecode.AnnotationsAttribute;
import javassist.bytecode.AttributeInfo;
import javassist.bytecode.annotation.Annotation;
import javassist.bytecode.annotation.EnumMemberValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;

/**
 * What a later version of the API breaks: the rules of {@code docs/explanation/versions.md} over japicmp's comparison.
 *
 * <p>The status of a type or method and who implements it are those of the earlier version: what was promised counts, so that a
 * change cannot excuse itself.
 */
final class ApiComparison {

    /** Core implements the type, or nobody outside the API may. */
    private static final List<JApiCompatibilityChangeType> FOR_IMPLEMENTORS =
            List.of(METHOD_ADDED_TO_INTERFACE, METHOD_ABSTRACT_ADDED_IN_IMPLEMENTED_INTERFACE);

    private ApiComparison() {}

    /**
     * Compares two jars.
     *
     * @param libraries class path of both
     * @return one line per break: class, member, what happened
     */
    static List<String> breaks(Path earlier, Path later, List<String> libraries) {
        JarArchiveComparatorOptions options = new JarArchiveComparatorOptions();
        options.getClassPathEntries().addAll(libraries);
        List<String> breaks = new ArrayList<>();
        for (JApiClass type :
                new JarArchiveComparator(options).compare(archive(earlier, "earlier"), archive(later, "later"))) {
            if (type.getOldClass().isPresent()
                    && !isExperimental(type.getOldClass().get())) {
                collect(type, type.getOldClass().get(), breaks);
            }
        }
        return breaks;
    }

    private static JApiCmpArchive archive(Path jar, String version) {
        return new JApiCmpArchive(new File(jar.toString()), version);
    }

    private static void collect(JApiClass type, CtClass earlier, List<String> breaks) {
        type.getNewClass().ifPresent(later -> {
            if (isExperimental(later)) {
                breaks.add(type.getFullyQualifiedName() + ": a stable type became experimental");
            }
        });
        boolean implementedByPlugins = isImplementedByPlugins(earlier);
        for (Part part : parts(type)) {
            for (JApiCompatibilityChange change : part.element().getCompatibilityChanges()) {
                if (breaks(change, implementedByPlugins)) {
                    breaks.add(type.getFullyQualifiedName() + part.name() + ": " + change.getType());
                }
            }
        }
    }

    private static boolean breaks(JApiCompatibilityChange change, boolean implementedByPlugins) {
        if (FOR_IMPLEMENTORS.contains(change.getType())) {
            return implementedByPlugins;
        }
        // a plugin that implements it goes on as before
        return change.getType() != METHOD_ABSTRACT_NOW_DEFAULT
                && !(change.isBinaryCompatible() && change.isSourceCompatible());
    }

    /** A type or something of it that can change, and how messages call it: {@code .name} for a member. */
    private record Part(String name, JApiCompatibility element) {}

    private static List<Part> parts(JApiClass type) {
        List<Part> parts = new ArrayList<>(List.of(new Part("", type), new Part("", type.getSuperclass())));
        type.getInterfaces().forEach(one -> parts.add(new Part("", one)));
        type.getFields().forEach(field -> parts.add(new Part("." + field.getName(), field)));
        Stream<JApiBehavior> calls = Stream.concat(type.getConstructors().stream(), methods(type).stream());
        calls.forEach(call -> {
            String name = "." + call.getName().replaceFirst(".*\\$", "");
            parts.add(new Part(name, call));
            call.getParameters().forEach(parameter -> parts.add(new Part(name, parameter)));
            if (call instanceof JApiMethod method) {
                parts.add(new Part(name, method.getReturnType()));
            }
        });
        return parts;
    }

    /** Methods but those that were experimental. */
    private static List<JApiMethod> methods(JApiClass type) {
        return type.getMethods().stream()
                .filter(method -> method.getOldMethod().stream().noneMatch(ApiComparison::isExperimental))
                .toList();
    }

    private static boolean isImplementedByPlugins(CtClass type) {
        boolean sealed = type.getClassFile().getAttribute("PermittedSubclasses") != null;
        return !sealed && !type.hasAnnotation(Provided.class.getName());
    }

    private static boolean isExperimental(CtClass type) {
        AttributeInfo visible = type.getClassFile().getAttribute(AnnotationsAttribute.visibleTag);
        return status(visible).filter(Status.EXPERIMENTAL.name()::equals).isPresent()
                || outer(type).filter(ApiComparison::isExperimental).isPresent();
    }

    private static boolean isExperimental(CtBehavior method) {
        AttributeInfo visible = method.getMethodInfo().getAttribute(AnnotationsAttribute.visibleTag);
        return status(visible).filter(Status.EXPERIMENTAL.name()::equals).isPresent();
    }

    private static Optional<CtClass> outer(CtClass type) {
        try {
            return Optional.ofNullable(type.getDeclaringClass());
        } catch (NotFoundException e) {
            throw new IllegalStateException(type.getName() + " is in a class that is not in its jar", e);
        }
    }

    private static Optional<String> status(AttributeInfo annotations) {
        return Optional.ofNullable((AnnotationsAttribute) annotations)
                .map(present -> present.getAnnotation(API.class.getName()))
                .map((Annotation api) -> ((EnumMemberValue) api.getMemberValue("status")).getValue());
    }
}
