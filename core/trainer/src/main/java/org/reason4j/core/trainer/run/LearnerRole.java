package org.reason4j.core.trainer.run;

import org.reason4j.core.trainer.beside.LearningModels;
import org.reason4j.core.trainer.beside.PolicyResponses;

/**
 * What a run is given that learns beside a policy.
 *
 * @param models the policy, this one and others beside it, as text models
 * @param responses what the policy wrote
 */
record LearnerRole(LearningModels models, PolicyResponses responses) {}
