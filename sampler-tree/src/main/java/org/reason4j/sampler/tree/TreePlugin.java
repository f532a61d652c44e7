package org.reason4j.sampler.tree;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.sampler.tree.agentic.ArpoRollout;
import org.reason4j.sampler.tree.agentic.ArpoRolloutConfig;

/** Offers the samplers {@code eptree} and {@code arpo-rollout} and the policy optimizer {@code treerl}. */
public final class TreePlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.sampler("eptree", EpTreeConfig.DEFAULTS, EpTree.class);
        registry.sampler("arpo-rollout", ArpoRolloutConfig.DEFAULTS, ArpoRollout.class);
        registry.optimizer("treerl", TreeRlConfig.DEFAULTS, TreeRl.class);
    }
}
