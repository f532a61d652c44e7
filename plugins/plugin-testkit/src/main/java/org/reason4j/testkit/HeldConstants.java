package org.reason4j.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.internal.NDArrayEx;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a loss takes out of the gradient, in the order in which it does: recorded in one evaluation, held in others.
 *
 * <p>Tensors are watched by proxies, and so is everything that is computed from them by their methods.
 */
final class HeldConstants {

    private final List<float[]> recorded;
    private final boolean holding;
    private int next;

    /** Records the constants of an evaluation. */
    HeldConstants() {
        this(new ArrayList<>(), false);
    }

    private HeldConstants(List<float[]> recorded, boolean holding) {
        this.recorded = recorded;
        this.holding = holding;
    }

    /** Returns the recorded constants, to be held in another evaluation. */
    HeldConstants again() {
        return new HeldConstants(recorded, true);
    }

    /** Returns the tensor behind a proxy that sees what is taken out of the gradient. */
    NDArray watched(NDArray tensor) {
        return (NDArray) proxy(NDArray.class, tensor);
    }

    private Object proxy(Class<?> type, Object target) {
        return Proxy.newProxyInstance(NDArray.class.getClassLoader(), new Class<?>[] {type}, new Watcher(target));
    }

    private NDArray constant(NDArray tensor) {
        if (!holding) {
            recorded.add(tensor.toFloatArray());
            return tensor;
        }
        if (next == recorded.size()) {
            throw new AssertionError("The loss takes more tensors out of the gradient than it did for other numbers");
        }
        return tensor.getManager().create(recorded.get(next++), tensor.getShape());
    }

    /** Passes calls on, to and from the real tensors. */
    private final class Watcher implements InvocationHandler {

        private final Object target;

        Watcher(Object target) {
            this.target = target;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            @Nullable Object result;
            try {
                result = method.invoke(target, arguments == null ? null : plain(arguments));
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
            if (method.getName().equals("stopGradient") && result instanceof NDArray tensor) {
                return watched(constant(tensor));
            }
            return seen(result);
        }

        private @Nullable Object seen(@Nullable Object result) {
            if (result instanceof NDArray tensor) {
                return watched(tensor);
            }
            if (result instanceof NDArrayEx internal) {
                return proxy(NDArrayEx.class, internal);
            }
            if (result instanceof NDList list) {
                return new NDList(list.stream().map(HeldConstants.this::watched).toList());
            }
            return result;
        }

        private Object[] plain(Object[] arguments) {
            Object[] plain = new Object[arguments.length];
            for (int i = 0; i < plain.length; i++) {
                plain[i] = plain(arguments[i]);
            }
            return plain;
        }

        private @Nullable Object plain(@Nullable Object argument) {
            if (argument instanceof NDList list) {
                return new NDList(
                        list.stream().map(one -> (NDArray) unwrapped(one)).toList());
            }
            if (argument instanceof NDArray[] tensors) {
                NDArray[] plain = new NDArray[tensors.length];
                for (int i = 0; i < plain.length; i++) {
                    plain[i] = (NDArray) unwrapped(tensors[i]);
                }
                return plain;
            }
            return argument == null ? null : unwrapped(argument);
        }

        private Object unwrapped(Object argument) {
            return Proxy.isProxyClass(argument.getClass())
                            && Proxy.getInvocationHandler(argument) instanceof Watcher watcher
                    ? watcher.target
                    : argument;
        }
    }
}
