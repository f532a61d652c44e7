package org.reason4j.core.trainer.beside;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of questions about the policy's responses.
 *
 * @param template the question; {@code {{question}}}, {@code {{response}}} and {@code {{field.NAME}}} stand for the policy's
 *     question, what it wrote, and a field of the example
 * @param reward key of the policy's reward that tells right from wrong; it may have the weight 0
 * @param threshold least score of a right response
 * @param field name of the field that holds the label, in place of the example's own field of that name
 * @param right label of a right response
 * @param wrong label of a wrong response
 * @param share of a batch that is about the policy's responses, in (0, 1]; the rest is {@code data.train} in its own order
 * @param balance whether right and wrong responses make up half of that share each; where one kind runs short, {@code
 *     data.train} fills its half. Otherwise they come in the proportion in which the policy wrote them
 */
public record ResponseQuestionsConfig(
        String template,
        String reward,
        double threshold,
        String field,
        String right,
        String wrong,
        double share,
        boolean balance) {

    /** Batches of balanced yes-or-no questions. */
    public static final ResponseQuestionsConfig DEFAULTS = new ResponseQuestionsConfig(
            "{{question}}\n\n{{response}}\n\nIs it right?", "answer", 1.0, "answer", "yes", "no", 1.0, true);

    public ResponseQuestionsConfig {
        check(
                template.contains("{{response}}"),
                "policy-responses.template must have {{response}}, got '%s'",
                template);
        check(!reward.isBlank(), "policy-responses.reward is blank, expected the key of a reward of the policy");
        check(!field.isBlank(), "policy-responses.field is blank, expected the name of a field");
        check(share > 0 && share <= 1, "policy-responses.share must be in (0, 1], got %s", share);
        check(
                !right.equals(wrong),
                "policy-responses.right and policy-responses.wrong must differ, both are '%s'",
                right);
    }
}
