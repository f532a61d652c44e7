package org.reason4j.core.trainer.components;

import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;

/**
 * A service that there is not, such as the tokenizer of a model that can't be opened. Components can be built that ask it later;
 * one that asks it while it is built fails because of that, and not for a reason of its own.
 */
public final class AbsentService {

    private AbsentService() {}

    /** Told to whoever asks it. */
    private static final class Asked extends ConfigException {
        private static final long serialVersionUID = 1;

        Asked(String message) {
            super(message);
        }
    }

    /** Returns a service of that interface whose every method fails. */
    public static <T> T of(Class<T> service) {
        return service.cast(Proxy.newProxyInstance(
                service.getClassLoader(), new Class<?>[] {service}, (proxy, method, arguments) -> {
                    throw new Asked(
                            "it asks the " + service.getSimpleName() + " while it is built, which needs a model");
                }));
    }

    /** True if a failure follows from a service that there is not. */
    static boolean isCauseOf(@Nullable Throwable failure) {
        return failure instanceof Asked || failure != null && isCauseOf(failure.getCause());
    }
}
