package org.reason4j.sampler.tree;

import java.util.Map;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.sampler.tree.search.Mcts;
import org.reason4j.sampler.tree.search.MctsConfig;

/** Offers the samplers {@code eptree} and {@code mcts}, and the policy optimizers {@code treerl} and {@code tree-edge}. */
public final class TreePlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.sampler("eptree", EpTreeConfig.DEFAULTS, EpTree.class);
        registry.sampler(
                "mcts",
                MctsConfig.DEFAULTS,
                Mcts.class,
                Map.of("rest-mcts", MctsConfig.REST_MCTS, "rstar", MctsConfig.RSTAR));
        registry.optimizer("treerl", TreeRlConfig.DEFAULTS, TreeRl.class);
        registry.optimizer("tree-edge", TreeEdgeConfig.DEFAULTS, TreeEdge.class);
    }
}
