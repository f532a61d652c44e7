package proofs.vandal;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Overwrites all that can be got at from an object by public methods of the API: arrays, lists, maps. */
final class Wreck {

    private static final String API = "org.reason4j.api.";

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private int deep;

    private Wreck() {}

    static void all(Object... roots) {
        Wreck wreck = new Wreck();
        for (Object root : roots) {
            wreck.visit(root);
        }
    }

    private void visit(Object one) {
        if (one == null || deep > 12 || !seen.add(one)) {
            return;
        }
        deep++;
        if (one instanceof Optional<?> optional) {
            optional.ifPresent(this::visit);
        } else if (one instanceof Map<?, ?> map) {
            new ArrayList<>(map.values()).forEach(this::visit);
            attempt(map::clear);
        } else if (one instanceof Collection<?> collection) {
            new ArrayList<>(collection).forEach(this::visit);
            attempt(collection::clear);
            if (one instanceof List<?> list) {
                attempt(() -> Collections.reverse(list));
            }
        } else if (one.getClass().isArray()) {
            overwrite(one);
        } else {
            methods(one.getClass()).forEach(method -> visit(call(method, one)));
        }
        deep--;
    }

    private static void overwrite(Object array) {
        Object blank = Array.newInstance(array.getClass().getComponentType(), Array.getLength(array));
        System.arraycopy(blank, 0, array, 0, Array.getLength(array));
    }

    /** Methods without parameters of a class of the API, or of interfaces of the API that a class implements. */
    private static List<Method> methods(Class<?> type) {
        List<Method> methods = new ArrayList<>();
        if (type.getName().startsWith(API) && !type.isEnum()) {
            Collections.addAll(methods, type.getMethods());
        }
        for (Class<?> contract : type.getInterfaces()) {
            if (contract.getName().startsWith(API)) {
                Collections.addAll(methods, contract.getMethods());
            }
        }
        methods.removeIf(method -> method.getParameterCount() > 0
                || method.getReturnType() == void.class
                || method.getDeclaringClass() == Object.class
                || Modifier.isStatic(method.getModifiers()));
        return methods;
    }

    private static Object call(Method method, Object on) {
        try {
            return method.invoke(on);
        } catch (ReflectiveOperationException e) {
            return null; // out of reach
        }
    }

    private static void attempt(Runnable change) {
        try {
            change.run();
        } catch (UnsupportedOperationException e) {
            return; // refused
        }
    }
}
