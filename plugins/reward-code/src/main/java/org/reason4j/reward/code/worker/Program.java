package org.reason4j.reward.code.worker;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compiled program.
 *
 * @param classes all classes by name
 * @param ofTests names of the classes that the tests declare
 */
record Program(Map<String, byte[]> classes, Set<String> ofTests) {

    private static final String MAIN = "main";

    /** A loader for one run, so that no run sees another's static fields. */
    ClassLoader loader(boolean assertions) {
        ProgramLoader loader = new ProgramLoader(classes);
        loader.setDefaultAssertionStatus(assertions);
        return loader;
    }

    private List<String> names(boolean tests) {
        return classes.keySet().stream()
                .filter(name -> ofTests.contains(name) == tests)
                .toList();
    }

    /** Calls the program's main method. */
    @Nullable
    Object main(ClassLoader loader) throws Exception {
        for (String name : names(false)) {
            for (Method method : Class.forName(name, false, loader).getDeclaredMethods()) {
                boolean one = method.getParameterCount() == 1 && method.getParameterTypes()[0] == String[].class;
                if (method.getName().equals(MAIN) && Modifier.isStatic(method.getModifiers()) && one) {
                    method.setAccessible(true);
                    return method.invoke(null, (Object) new String[0]);
                }
            }
        }
        throw new NoSuchMethodException("no public static void main(String[])");
    }

    /** Calls a method of that name with that many arguments, and returns its result as a value of JSON. */
    @Nullable
    Object call(ClassLoader loader, String function, List<?> values) throws Exception {
        for (String name : names(false)) {
            Class<?> type = Class.forName(name, false, loader);
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().equals(function)
                        && method.getParameterCount() == values.size()
                        && !method.isBridge()) {
                    method.setAccessible(true);
                    Object target = Modifier.isStatic(method.getModifiers()) ? null : instance(type);
                    return Arguments.plain(method.invoke(target, Arguments.of(method, values)), 0);
                }
            }
        }
        throw new NoSuchMethodException("no method " + function + " with " + values.size() + " parameters");
    }

    private static Object instance(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    /** The names of tests: methods with an annotation called Test or a name that begins so, or the main method. */
    List<String> tests(ClassLoader loader) throws ClassNotFoundException {
        List<String> tests = new ArrayList<>();
        List<String> mains = new ArrayList<>();
        for (String name : names(true)) {
            for (Method method : Class.forName(name, false, loader).getDeclaredMethods()) {
                if (isTest(method)) {
                    tests.add(name + "#" + method.getName());
                } else if (method.getName().equals(MAIN) && Modifier.isStatic(method.getModifiers())) {
                    mains.add(name + "#" + MAIN);
                }
            }
        }
        tests.sort(null); // reflection has no order
        return tests.isEmpty() ? mains : tests;
    }

    private static boolean isTest(Method method) {
        boolean annotated = false;
        for (Annotation annotation : method.getDeclaredAnnotations()) {
            annotated |= annotation.annotationType().getSimpleName().equals("Test");
        }
        return !method.isSynthetic()
                && method.getParameterCount() == 0
                && (annotated || method.getName().startsWith("test"));
    }

    /** Runs a test, which fails with an exception. */
    @Nullable
    Object test(ClassLoader loader, String test) throws Exception {
        String[] parts = test.split("#", 2);
        Class<?> type = Class.forName(parts[0], true, loader);
        boolean main = parts[1].equals(MAIN);
        Method method = main ? type.getDeclaredMethod(MAIN, String[].class) : type.getDeclaredMethod(parts[1]);
        method.setAccessible(true);
        Object target = Modifier.isStatic(method.getModifiers()) ? null : instance(type);
        return main ? method.invoke(target, (Object) new String[0]) : method.invoke(target);
    }
}
