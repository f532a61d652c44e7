package proofs.backend;

import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.track.Metrics;

/** 1 where every learned token is one that the table allows after the token before it, and a branch begins like its parent. */
record Chain(Config config, Tokenizer tokenizer, Metrics metrics) implements Reward {

    record Config() {}

    @Override
    public List<Score> score(Group group) {
        return Reward.perTrajectory(group, response -> {
            metrics.add("markov/branches", response.branch().isPresent() ? 1 : 0);
            metrics.mean("markov/learned", response.learnedTokens());
            return Score.of(allowed(response) && beginsLikeItsParent(group, response) ? 1 : 0);
        });
    }

    private boolean allowed(Trajectory response) {
        int[] prompt = response.prompt().tokens();
        char last = character(prompt[prompt.length - 1]);
        for (int t = 0; t < response.length(); t++) {
            char next = character(response.token(t));
            if (response.isLearned(t) && !Table.allows(last, next)) {
                return false;
            }
            last = next;
        }
        return response.learnedTokens() > 0;
    }

    private static boolean beginsLikeItsParent(Group group, Trajectory response) {
        if (response.branch().isEmpty()) {
            return true;
        }
        Branch branch = response.branch().get();
        int[] parent = group.trajectories().get(branch.parent()).response();
        return branch.at() > 0
                && Arrays.equals(parent, 0, branch.at(), response.response(), 0, branch.at())
                && !Arrays.equals(parent, response.response());
    }

    private char character(int token) {
        String text = tokenizer.decode(new int[] {token}, true);
        return text.isEmpty() ? ' ' : text.charAt(0);
    }
}
