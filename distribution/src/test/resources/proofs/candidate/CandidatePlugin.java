package proofs.candidate;

import java.util.Map;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** One component of every kind that was stable in 1.0.0-rc.1; each counts its calls in a metric of the step. */
public final class CandidatePlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.shared(Calls.class);
        registry.dataset("candidate-sums", new Reading.Sums.Config(8), Reading.Sums.class);
        registry.tracker("candidate-lines", new Reading.Lines.Config(""), Reading.Lines.class);
        registry.sampler("candidate-pairs", new Sampling.Pairs.Config(), Sampling.Pairs.class);
        registry.environment("candidate-echo", new Sampling.Echo.Config(1), Sampling.Echo.class);
        registry.textModel("candidate-judge", new Judging.Counting.Config("e"), Judging.Counting.class);
        registry.reward("candidate-judged", new Judging.Judged.Config("judge"), Judging.Judged.class);
        registry.filter("candidate-any", new Judging.Any.Config(), Judging.Any.class);
        registry.shaper("candidate-half", new Judging.Half.Config(0.5), Judging.Half.class);
        registry.optimizer(
                "candidate-baseline",
                new Learning.Baseline.Config(1),
                Learning.Baseline.class,
                Map.of("strong", new Learning.Baseline.Config(3)));
        registry.creditShaper("candidate-clip", new Learning.Clip.Config(1), Learning.Clip.class);
        registry.regularizer("candidate-entropy", new Learning.Entropy.Config(0.01), Learning.Entropy.class);
        registry.recipe("candidate", """
                sampler: {name: candidate-pairs}
                environment: {name: candidate-echo}
                models: [{key: judge, name: candidate-judge}]
                rewards: [{name: candidate-judged}]
                filters: [{name: candidate-any}]
                shaping: [{name: candidate-half}]
                optimizer: {name: candidate-baseline, preset: strong}
                credit: [{name: candidate-clip}]
                regularizers: [{name: candidate-entropy}]
                """);
    }
}
