package org.reason4j.core.engine.model;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayDeque;
import java.util.Deque;
import org.reason4j.core.engine.model.kernel.KernelWeights;
import org.reason4j.core.engine.model.kernel.Kernels;

/** Key and value caches of closed decode batches, for later ones: memory that is new to the process is slower to fill. */
public final class CachePool {

    private final Kernels kernels;
    private final NDManager manager;
    private final Deque<NDList> free = new ArrayDeque<>();

    CachePool(Kernels kernels, NDManager manager) {
        this.kernels = kernels;
        this.manager = manager;
    }

    /** Takes caches of that many columns, without rows: keys of every layer, then values of every layer. */
    public synchronized NDList take(int columns, KernelWeights weights) {
        NDList caches = free.isEmpty() ? kernels.caches(manager, weights) : free.remove();
        kernels.clear(columns, caches);
        return caches;
    }

    /** Returns caches, with their memory. */
    public synchronized void giveBack(NDList caches) {
        free.add(caches);
    }
}
