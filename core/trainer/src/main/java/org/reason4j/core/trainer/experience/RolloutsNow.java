package org.reason4j.core.trainer.experience;

import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;

/** Samples a batch when it is asked for, with the weights that it will train. */
public record RolloutsNow(Sampler sampler) implements RolloutSource {

    @Override
    public List<Group> groups(SamplingStep step, int batch) {
        return sampler.sample(step);
    }
}
