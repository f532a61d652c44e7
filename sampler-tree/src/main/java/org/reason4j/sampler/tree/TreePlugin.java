package org.reason4j.sampler.tree;

import java.util.Map;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.sampler.tree.agentic.ArpoRollout;
import org.reason4j.sampler.tree.agentic.ArpoRolloutConfig;
import org.reason4j.sampler.tree.search.Mcts;
import org.reason4j.sampler.tree.search.MctsConfig;
import org.reason4j.sampler.tree.segment.SpoTreeAdvantageConfig;
import org.reason4j.sampler.tree.segment.SpoTreeConfig;
import org.reason4j.sampler.tree.segment.SpoTreeOptimizer;
import org.reason4j.sampler.tree.segment.SpoTreeSampler;
import org.reason4j.sampler.tree.segment.TreePoAdvantageConfig;
import org.reason4j.sampler.tree.segment.TreePoConfig;
import org.reason4j.sampler.tree.segment.TreePoOptimizer;
import org.reason4j.sampler.tree.segment.TreePoRollout;
import org.reason4j.sampler.tree.segment.chain.ChainAdvantageConfig;
import org.reason4j.sampler.tree.segment.chain.ChainConfig;
import org.reason4j.sampler.tree.segment.chain.ChainOptimizer;
import org.reason4j.sampler.tree.segment.chain.ChainReward;

/** Offers samplers whose responses branch, and the credit of what lies between forks. */
public final class TreePlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.sampler("eptree", EpTreeConfig.DEFAULTS, EpTree.class);
        registry.sampler(
                "mcts",
                MctsConfig.DEFAULTS,
                Mcts.class,
                Map.of("rest-mcts", MctsConfig.REST_MCTS, "rstar", MctsConfig.RSTAR));
        registry.sampler("arpo-rollout", ArpoRolloutConfig.DEFAULTS, ArpoRollout.class);
        registry.optimizer("treerl", TreeRlConfig.DEFAULTS, TreeRl.class);
        registry.optimizer("tree-edge", TreeEdgeConfig.DEFAULTS, TreeEdge.class);
        registry.sampler("treepo-rollout", TreePoConfig.DEFAULTS, TreePoRollout.class);
        registry.optimizer("treepo-advantage", TreePoAdvantageConfig.DEFAULTS, TreePoOptimizer.class);
        registry.sampler("spo-tree", SpoTreeConfig.DEFAULTS, SpoTreeSampler.class);
        registry.optimizer("spo-tree", SpoTreeAdvantageConfig.DEFAULTS, SpoTreeOptimizer.class);
        registry.reward("spo-chain", ChainConfig.DEFAULTS, ChainReward.class);
        registry.optimizer("spo-chain", ChainAdvantageConfig.DEFAULTS, ChainOptimizer.class);
    }
}
