package org.reason4j.core.host.plugin;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.optimizer.UpdateRule;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.text.TextModel;
import org.reason4j.core.engine.deadline.ContextLoader;
import org.reason4j.core.engine.deadline.Faults;

/**
 * Stands between core and a plugin's object, so that every fault names the plugin.
 *
 * <p>An exception of the plugin becomes a {@link PluginException} with kind, name, class, jar and version; so do results that
 * break the contract. These pass unchanged: {@link ConfigException} and {@link PluginException}, interruption, errors of
 * the virtual machine other than a full heap or stack, exceptions that core threw below the plugin, and the exceptions of methods whose contract gives them
 * a meaning, such as {@link Reward#score}. A {@link LinkageError} always becomes a {@link LinkingException}. {@code close()}
 * reaches the object once.
 *
 * <p>During a call the thread's context class loader is the plugin's.
 *
 * <p>A plugin can't change the lists and maps that it is given, nor a list after it has returned it.
 */
public final class Guard implements InvocationHandler {

    private static final String CORE = "org.reason4j.core.";

    /** Contracts in which an exception is an answer: no score, a failed trajectory, no completion. */
    private static final Set<Class<?>> EXCEPTIONS_ARE_ANSWERS =
            Set.of(Reward.class, Environment.class, Episode.class, TextModel.class);

    private final Object target;
    private final ComponentLabel label;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Guard(Object target, ComponentLabel label) {
        this.target = target;
        this.label = label;
    }

    /** Returns a stand-in for a plugin's object that implements this interface alone. */
    static <T> T around(Class<T> contract, Object target, ComponentLabel label) {
        return around(contract, new Guard(target, label));
    }

    private static <T> T around(Class<T> contract, Guard guard) {
        return contract.cast(Proxy.newProxyInstance(Guard.class.getClassLoader(), new Class<?>[] {contract}, guard));
    }

    /** Returns the plugin's own object behind a component; an object that is not guarded is returned as it is. */
    public static Object unwrap(Object component) {
        return guard(component).map(guard -> guard.target).orElse(component);
    }

    /** Names a component in messages: kind, name, class, jar and version; the class alone where it is not guarded. */
    public static String describe(Object component) {
        return guard(component)
                .map(guard -> guard.label.toString())
                .orElseGet(() -> component.getClass().getName());
    }

    /** Where the plugin of a component came from; empty where the component is not guarded. */
    public static Optional<PluginOrigin> origin(Object component) {
        return guard(component).map(guard -> guard.label.origin());
    }

    /** Returns a component's state, guarded like the component; empty where it has none. */
    public static Optional<Stateful> stateful(Object component) {
        if (!(unwrap(component) instanceof Stateful own)) {
            return Optional.empty();
        }
        return Optional.of(
                guard(component).map(guard -> around(Stateful.class, guard)).orElse(own));
    }

    /** Returns the means to close a component, guarded like the component; empty where it holds nothing. */
    static Optional<AutoCloseable> closeable(Object component) {
        if (!(unwrap(component) instanceof AutoCloseable own)) {
            return Optional.empty();
        }
        return Optional.of(guard(component)
                .map(guard -> around(AutoCloseable.class, guard))
                .orElse(own));
    }

    private static Optional<Guard> guard(Object component) {
        return Proxy.isProxyClass(component.getClass()) && Proxy.getInvocationHandler(component) instanceof Guard guard
                ? Optional.of(guard)
                : Optional.empty();
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given) throws Throwable {
        Object[] arguments = given == null ? new Object[0] : unchangeable(method, given);
        if (method.getDeclaringClass() == Object.class && method.getName().equals("equals")) {
            return arguments[0] != null && target.equals(unwrap(arguments[0]));
        }
        if (method.getName().equals("close") && arguments.length == 0 && closed.getAndSet(true)) {
            return null;
        }
        @Nullable ClassLoader before = ContextLoader.enter(label.type());
        try {
            return accepted(method, arguments, method.invoke(target, arguments));
        } catch (InvocationTargetException e) {
            throw translated(method, e.getTargetException());
        } catch (LinkageError e) {
            throw translated(method, e);
        } finally {
            ContextLoader.restore(before);
        }
    }

    /** Returns the result if it keeps the contract; objects of the plugin in it are guarded, too. */
    private @Nullable Object accepted(Method method, Object[] arguments, @Nullable Object result) {
        if (method.getReturnType() == void.class) {
            return null;
        }
        @Nullable Object settled = result instanceof List<?> list ? settled(method, list) : result;
        Results.breach(method, arguments, settled).ifPresent(breach -> {
            throw new PluginException(label + " broke the contract of " + method.getName() + ": it " + breach
                    + ". Its author can fix that.");
        });
        if (result instanceof Episode episode) {
            return around(Episode.class, episode, label);
        }
        if (result instanceof Function<?, ?> function) {
            return around(Function.class, function, label);
        }
        if (result instanceof Optional<?> optional && optional.orElse(null) instanceof UpdateRule rule) {
            return Optional.of(around(UpdateRule.class, rule, label));
        }
        if (method.getName().equals("models") && result instanceof List<?> models) {
            return models.stream()
                    .map(model -> around(AuxiliaryModel.class, model, label))
                    .toList();
        }
        return settled;
    }

    /** Copies a list, which may hold null. That of a dataset stays as it is, for it may be large and read as it is used. */
    private static List<?> settled(Method method, List<?> list) {
        return method.getDeclaringClass() == DatasetReader.class
                ? list
                : Collections.unmodifiableList(new ArrayList<>(list));
    }

    /** Arguments whose lists and maps can only be read. A state that is restored is the plugin's own. */
    private static Object[] unchangeable(Method method, Object[] given) {
        if (method.getDeclaringClass() == Stateful.class) {
            return given;
        }
        Object[] arguments = given.clone();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof List<?> list) {
                arguments[i] = Collections.unmodifiableList(list);
            } else if (arguments[i] instanceof Map<?, ?> map) {
                arguments[i] = Collections.unmodifiableMap(map);
            }
        }
        return arguments;
    }

    /** Returns true if the class of a component has an own version of a method that its contract has a default for. */
    public static boolean overrides(Object component, Class<?> contract, String method, Class<?>... parameters) {
        try {
            return unwrap(component).getClass().getMethod(method, parameters).getDeclaringClass() != contract;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every implementation of " + contract.getName() + " has this method", e);
        }
    }

    private Throwable translated(Method method, Throwable original) {
        Throwable thrown = Faults.presentable(original);
        if (thrown instanceof LinkageError error) {
            return new LinkingException(
                    label + " can't be linked in " + method.getName() + ": "
                            + LoadFailure.reason(label.type().getName(), error),
                    error);
        }
        return passes(method, thrown)
                ? thrown
                : new PluginException(
                        label + " failed in " + method.getName() + ": " + thrown + ". " + remedy(thrown), thrown);
    }

    private static String remedy(Throwable thrown) {
        return thrown instanceof OutOfMemoryError
                ? "Give Java more memory with -Xmx in JAVA_OPTS; if it needs too much, its author can fix that."
                : "Its author can fix that.";
    }

    private boolean passes(Method method, Throwable thrown) {
        boolean allowed = thrown instanceof RuntimeException
                || thrown instanceof Error
                || Arrays.stream(method.getExceptionTypes()).anyMatch(type -> type.isInstance(thrown));
        boolean answer =
                method.getExceptionTypes().length > 0 && EXCEPTIONS_ARE_ANSWERS.contains(method.getDeclaringClass());
        return allowed
                && (thrown instanceof ConfigException
                        || thrown instanceof PluginException
                        || isOfTheMachine(thrown)
                        || answer
                        || isInterruption(thrown)
                        || isOfCore(thrown));
    }

    /** Returns true for an error after which the virtual machine can't be relied on; a full stack or heap is none. */
    public static boolean isOfTheMachine(Throwable thrown) {
        return thrown instanceof VirtualMachineError
                && !(thrown instanceof StackOverflowError)
                && !(thrown instanceof OutOfMemoryError);
    }

    private static boolean isInterruption(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }

    /** Returns true if core threw it: a class of core is on the stack above this guard, in a call that the plugin made. */
    private boolean isOfCore(Throwable thrown) {
        String own = outermost(label.type().getName());
        for (StackTraceElement frame : thrown.getStackTrace()) {
            String type = outermost(frame.getClassName());
            if (type.equals(Guard.class.getName())) {
                return false;
            }
            if (type.startsWith(CORE) && !type.equals(own)) {
                return true;
            }
        }
        return false;
    }

    private static String outermost(String type) {
        int nested = type.indexOf('$');
        return nested < 0 ? type : type.substring(0, nested);
    }
}
