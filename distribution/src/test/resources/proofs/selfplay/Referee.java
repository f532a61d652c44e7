package proofs.selfplay;

import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;

/** Distinct characters of a proposed task; share of lower-case letters of a solution. */
record Referee(Config config) implements Reward {

    record Config() {}

    @Override
    public List<Score> score(Group group) {
        String role = group.prompt().field("role").orElse("solver");
        if (role.equals("proposer")) {
            requireTypes(group);
            return Reward.perTrajectory(
                    group, response -> Score.of(response.text().chars().distinct().count() / 10.0));
        }
        return Reward.perTrajectory(group, Referee::lowercase);
    }

    /** Fields of a made-up prompt keep their types, wherever the prompt has been. */
    private static void requireTypes(Group group) {
        Object batch = group.prompt().fields().get("batch");
        Object when = group.prompt().fields().get("when");
        if (!(batch instanceof Integer) || !List.of(1L << 40, 0.5, true).equals(when)) {
            throw new IllegalStateException("the prompt's fields became " + group.prompt().fields());
        }
    }

    private static Score lowercase(Trajectory response) {
        long letters = response.text().chars().filter(Character::isLowerCase).count();
        return Score.of((double) letters / Math.max(1, response.text().length()));
    }
}
