package org.reason4j.core.engine.serve.weights;

/** Weights can't be changed at the moment; the same request may be taken later. */
public final class ChangeLaterException extends Exception {

    ChangeLaterException(String message) {
        super(message);
    }
}
