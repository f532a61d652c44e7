package org.reason4j.agents;

import java.util.Map;
import org.reason4j.agents.credit.HierarchicalGrpo;
import org.reason4j.agents.credit.HierarchicalGrpoConfig;
import org.reason4j.agents.credit.Rae;
import org.reason4j.agents.credit.RaeConfig;
import org.reason4j.agents.debate.DebateConfig;
import org.reason4j.agents.debate.DebateSampler;
import org.reason4j.agents.game.GameMoves;
import org.reason4j.agents.game.GameMovesConfig;
import org.reason4j.agents.game.GameStarts;
import org.reason4j.agents.game.GameStartsConfig;
import org.reason4j.agents.play.GameOutcome;
import org.reason4j.agents.play.GamePlayout;
import org.reason4j.agents.play.GamePlayoutConfig;
import org.reason4j.agents.play.GamesConfig;
import org.reason4j.agents.play.GamesSampler;
import org.reason4j.agents.proposal.ProposerSolverConfig;
import org.reason4j.agents.proposal.ProposerSolverSampler;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers rollouts of several agents: games, debates, proposers and solvers, with their data and rewards. */
public final class AgentsPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.dataset("game-starts", GameStartsConfig.DEFAULTS, GameStarts.class);
        registry.dataset("game-moves", GameMovesConfig.DEFAULTS, GameMoves.class);
        registry.sampler("games", GamesConfig.DEFAULTS, GamesSampler.class);
        registry.sampler("debate", DebateConfig.DEFAULTS, DebateSampler.class);
        registry.sampler("proposer-solver", ProposerSolverConfig.DEFAULTS, ProposerSolverSampler.class);
        registry.optimizer("rae", RaeConfig.DEFAULTS, Rae.class);
        registry.optimizer("hierarchical-grpo", HierarchicalGrpoConfig.DEFAULTS, HierarchicalGrpo.class);
        registry.reward("game-outcome", GameOutcome.Config.DEFAULTS, GameOutcome.class);
        registry.reward(
                "game-playout",
                GamePlayoutConfig.DEFAULTS,
                GamePlayout.class,
                Map.of("expert", GamePlayoutConfig.EXPERT));
    }
}
