package org.reason4j.core.trainer.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.reason4j.core.engine.model.LoraSettings;
import org.reason4j.core.formats.file.JsonValue;
import org.reason4j.core.host.config.Recipe;

/**
 * What a worker needs to know of a run.
 *
 * @param policy the directory that the policy starts from
 * @param policyHash its hash, which that of the worker's has to equal
 * @param precision number format of passes
 * @param head number format of the head
 * @param lora adapters that are trained
 * @param recompute whether activations are computed again in the backward pass
 * @param template arguments of the chat template
 * @param seed of the run
 * @param slots most sequences that are decoded together
 * @param answerSeconds longest time for the responses of a task
 * @param threads of PyTorch, of which last bits of a gradient are a function
 * @param rewards those that workers judge by, by their key
 */
record WorkerSetup(
        Path policy,
        String policyHash,
        String precision,
        String head,
        Optional<LoraSettings> lora,
        boolean recompute,
        Map<String, Object> template,
        long seed,
        int slots,
        double answerSeconds,
        int threads,
        Map<String, Recipe.Component> rewards) {

    private static final ObjectMapper JSON = new ObjectMapper();

    byte[] write() {
        ObjectNode json = JSON.createObjectNode()
                .put("policy", policy.toString())
                .put("policy_hash", policyHash)
                .put("precision", precision)
                .put("head", head)
                .put("recompute", recompute)
                .put("seed", seed)
                .put("slots", slots)
                .put("answer_seconds", answerSeconds)
                .put("threads", threads);
        json.set("template", JSON.valueToTree(template));
        lora.ifPresent(settings -> json.putObject("lora")
                .put("rank", settings.rank())
                .put("alpha", settings.alpha())
                .set("targets", JSON.valueToTree(settings.targets())));
        ObjectNode all = json.putObject("rewards");
        rewards.forEach((key, component) -> {
            ObjectNode one = all.putObject(key).put("name", component.name());
            component.preset().ifPresent(preset -> one.put("preset", preset));
            one.set("config", JSON.valueToTree(component.config()));
        });
        return Messages.bytes(json);
    }

    static WorkerSetup read(byte[] bytes) {
        JsonValue json = Messages.json(bytes, "the setup of a worker");
        Map<String, Recipe.Component> rewards = new TreeMap<>();
        json.get("rewards")
                .members()
                .forEach((key, one) -> rewards.put(
                        key,
                        new Recipe.Component(
                                one.get("name").text(),
                                one.find("preset").map(JsonValue::text),
                                one.get("config").object())));
        return new WorkerSetup(
                Path.of(json.get("policy").text()),
                json.get("policy_hash").text(),
                json.get("precision").text(),
                json.get("head").text(),
                json.find("lora").map(WorkerSetup::lora),
                json.get("recompute").flag(),
                json.get("template").object(),
                json.get("seed").whole(Long.MIN_VALUE),
                json.get("slots").integer(1),
                json.get("answer_seconds").finite(0),
                json.get("threads").integer(1),
                rewards);
    }

    private static LoraSettings lora(JsonValue json) {
        List<String> targets = json.get("targets").texts();
        return new LoraSettings(json.get("rank").integer(1), json.get("alpha").finite(0), targets);
    }
}
