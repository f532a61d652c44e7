package org.reason4j.core.engine.model.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** A process whose native calls do not end: one thread holds the lock of a call and multiplies matrices for ever. */
final class BusyAtExit {

    private BusyAtExit() {}

    public static void main(String... arguments) throws InterruptedException {
        QuietExit.install(() -> Integer.parseInt(arguments[0]), 1);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray matrix = manager.ones(new Shape(2000, 2000));
            Thread busy = new Thread(() -> {
                QuietExit.call().lock();
                while (true) {
                    matrix.matMul(matrix).close();
                }
            });
            busy.setDaemon(true);
            busy.start();
            matrix.matMul(matrix).close();
            System.out.println("busy");
            busy.join();
        }
    }
}
