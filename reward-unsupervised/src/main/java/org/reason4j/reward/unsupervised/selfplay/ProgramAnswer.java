package org.reason4j.reward.unsupervised.selfplay;

import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;

/**
 * 1 for an answer that solves a task of the dataset {@code program-tasks}, else 0: an exact rule for all three kinds of tasks,
 * also for abductions and inductions, which have several right answers. It can measure held-out tasks. A prompt that asks for a
 * task instead has no score.
 */
public final class ProgramAnswer implements Reward {

    private final Checker checker;

    public ProgramAnswer(ProgramAnswerConfig config) {
        checker = new Checker(config.steps());
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields(Task.KIND);
    }

    @Override
    public Optional<String> answer(Trajectory trajectory) {
        return AbsoluteZero.ANSWER.last(trajectory.text()).map(String::strip).filter(text -> !text.isEmpty());
    }

    @Override
    public List<Score> score(Group group) {
        Optional<Task> task = Task.of(group.prompt());
        if (task.isEmpty()) {
            Score none = Score.unscorable("prompt '" + group.prompt().id()
                    + "' has no task in its fields; the dataset program-tasks with proposeShare 0 has one");
            return Reward.perTrajectory(group, one -> none);
        }
        return Reward.perTrajectory(
                group,
                one -> Score.of(
                        answer(one)
                                        .filter(text -> checker.verdict(task.get(), text) == Checker.Verdict.RIGHT)
                                        .isPresent()
                                ? 1
                                : 0));
    }
}
