package org.reason4j.sampler.tree;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers the sampler {@code eptree} and the policy optimizer {@code treerl}. */
public final class TreePlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.sampler("eptree", EpTreeConfig.DEFAULTS, EpTree.class);
        registry.optimizer("treerl", TreeRlConfig.DEFAULTS, TreeRl.class);
    }
}
