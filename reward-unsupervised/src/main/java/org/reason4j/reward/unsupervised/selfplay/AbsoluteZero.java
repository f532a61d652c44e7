package org.reason4j.reward.unsupervised.selfplay;

import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;
import org.reason4j.reward.unsupervised.text.Enclosed;

/**
 * Rewards of both roles. A proposal gets its {@link Learnability}, by the share of attempts that solved it, and {@code invalid}
 * if it is no task. An answer gets 1 if the {@link Checker} finds it right, else {@code wrong}, and {@code unformatted} if there
 * is none between {@code <answer>} and {@code </answer>}.
 *
 * <p>It stands beside the sampler {@code absolute-zero}, which checks proposals and samples attempts. A proposal that was not
 * tried has no score, and neither has a prompt of another dataset.
 *
 * @see <a href="https://arxiv.org/abs/2505.03335">Absolute Zero, equations 4 to 6</a>
 */
public final class AbsoluteZero implements Reward {

    /**
     * On every token of a proposal: the share of attempts that solved it, {@link #INVALID} or {@link #UNTRIED}; 0 on answers.
     */
    static final TokenStream SOLVED = TokenStream.of("reward-unsupervised", "solved");

    static final float INVALID = -1;
    static final float UNTRIED = -2;

    static final Enclosed ANSWER = new Enclosed("<answer>", "</answer>");

    private final AbsoluteZeroConfig config;
    private final Checker checker;

    public AbsoluteZero(AbsoluteZeroConfig config) {
        this.config = config;
        checker = new Checker(config.steps());
    }

    @Override
    public Requirements requirements() {
        return Requirements.streamsOf("the sampler 'absolute-zero' with this reward", SOLVED);
    }

    @Override
    public Optional<String> answer(Trajectory trajectory) {
        return ANSWER.last(trajectory.text()).map(String::strip).filter(text -> !text.isEmpty());
    }

    @Override
    public List<Score> score(Group group) {
        Optional<Role> role = Role.of(group.prompt());
        Optional<Task> task = Task.of(group.prompt());
        if (role.filter(Role.PROPOSE::equals).isPresent()) {
            return Reward.perTrajectory(group, this::proposal);
        }
        if (role.isEmpty() || task.isEmpty()) {
            Score none = Score.unscorable(
                    "prompt '" + group.prompt().id() + "' has neither the role of a proposer nor a task in its fields");
            return Reward.perTrajectory(group, one -> none);
        }
        return Reward.perTrajectory(group, one -> Score.of(solution(one, task.get())));
    }

    private Score proposal(Trajectory one) {
        Optional<float[]> solved = one.find(SOLVED).filter(numbers -> numbers.length > 0);
        if (solved.isEmpty()) {
            return Score.unscorable("the proposal has no token, or was not written by the sampler 'absolute-zero'");
        }
        float share = solved.get()[0];
        if (!Float.isFinite(share) || share == UNTRIED) {
            return Score.unscorable("the proposal was not tried");
        }
        return Score.of(share < 0 ? config.invalid() : Learnability.of(share, config.useless()));
    }

    private double solution(Trajectory one, Task task) {
        return answer(one)
                .map(text -> checker.verdict(task, text) == Checker.Verdict.RIGHT ? 1 : config.wrong())
                .orElse(config.unformatted());
    }
}
