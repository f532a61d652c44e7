package org.reason4j.core.engine.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.core.engine.rollout.Requests.letters;
import static org.reason4j.core.engine.rollout.Requests.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.core.engine.model.decoding.Chunk;

/** Caches of prompts and plans, with keys and values that only note what happens to them. */
class PrefixCacheTest {

    private final List<String> events = new ArrayList<>();

    private CachedPrefix.KeyValues keyValues(String name) {
        return new CachedPrefix.KeyValues() {
            @Override
            public void copyTo(int slot, int first, int count) {
                events.add(name + ": " + count + " from " + first + " to slot " + slot);
            }

            @Override
            public void close() {
                events.add(name + ": freed");
            }
        };
    }

    private CachedPrefix prefix(String name, int... tokens) {
        return new CachedPrefix(Optional.empty(), 0, new Tokens(tokens), keyValues(name));
    }

    private static Sequence sequence(int sample, int[] prompt, int... prefix) {
        return new Sequence(
                request("p", sample, SamplingParams.of(10), prompt).withPrefix(prefix),
                0,
                new Turns(letters(), Optional.empty(), SamplingParams.of(10), List.of()),
                true);
    }

    @Test
    void aPromptIsFreedWithItsLastReference() {
        PromptCache prompts = new PromptCache(PromptReuse.none());
        Tokens prompt = new Tokens(new int[] {1, 2});
        prompts.retain(prompt);
        prompts.retain(prompt);
        prompts.put(prefix("prompt", 1, 2));

        prompts.release(prompt);
        assertThat(events).isEmpty();
        assertThat(prompts.references(prompt)).isEqualTo(1);
        prompts.release(prompt);
        assertThat(events).containsExactly("prompt: freed");
        assertThat(prompts.find(prompt)).isEmpty();
        assertThatThrownBy(() -> prompts.release(prompt))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2 tokens has no reference");
    }

    @Test
    void aPlanKeepsItsPromptsAndFreesAllWhenItCloses() {
        PromptCache prompts = new PromptCache(PromptReuse.none());
        PlanCache plan = new PlanCache(prompts);
        Tokens prompt = new Tokens(new int[] {1});
        plan.retain(prompt);
        plan.retain(prompt); // counts once
        prompts.put(prefix("prompt", 1));
        plan.add(prefix("response", 1, 2, 3));

        assertThat(prompts.references(prompt)).isEqualTo(1);
        plan.close();
        assertThat(events).containsExactly("response: freed", "prompt: freed");
    }

    @Test
    void theClosestPrefixSharesMostTokensButNotTheLastOne() {
        PlanCache plan = new PlanCache(new PromptCache(PromptReuse.none()));
        CachedPrefix shorter = prefix("shorter", 1, 2, 3);
        CachedPrefix longer = prefix("longer", 1, 2, 3, 4, 5, 6);
        plan.add(shorter);
        plan.add(longer);
        int[] prompt = {1, 2};

        // tokens 1 2 3 4 7: four are shared
        assertThat(plan.closest(sequence(0, prompt, 3, 4, 7))).contains(longer);
        assertThat(plan.shared(sequence(0, prompt, 3, 4, 7))).isEqualTo(4);
        // tokens 1 2 3 4 5: the last one is read again, for it gives the next
        assertThat(plan.shared(sequence(0, prompt, 3, 4, 5))).isEqualTo(4);
        // nothing beyond the prompt, of which all but the last token is read in one pass
        assertThat(plan.closest(sequence(0, prompt))).isEmpty();
        assertThat(plan.shared(sequence(0, prompt))).isEqualTo(1);
        assertThat(plan.tokens()).isEqualTo(3 + 6);
    }

    @Test
    void aPrefixIsCopiedAfterItsParent() {
        CachedPrefix parent = prefix("parent", 1, 2, 3, 4);
        CachedPrefix child =
                new CachedPrefix(Optional.of(parent), 3, new Tokens(new int[] {1, 2, 3, 8, 9}), keyValues("child"));

        child.copyTo(5, 4);
        assertThat(events).containsExactly("parent: 3 from 0 to slot 5", "child: 1 from 3 to slot 5");
        events.clear();
        child.copyTo(5, 2);
        assertThat(events).containsExactly("parent: 2 from 0 to slot 5");
    }

    @Test
    void theLongestSequenceOfARoundReadsTheCommonPrefixAndTheOthersFollow() {
        PlanCache cache = new PlanCache(new PromptCache(PromptReuse.none()));
        List<Integer> queued = new ArrayList<>();
        List<CachedSequence> sequences = new ArrayList<>();
        LocalPlan plan = new LocalPlan(
                cache,
                sequence -> {
                    queued.add(sequence.sequence().request().sample());
                    sequences.add(sequence);
                },
                closed -> events.add("closed"));
        int[] prompt = {1, 2};
        // 1 is the longest; 0 shares 1 2 3 with it, and 2 shares 1 2
        plan.add(List.of(sequence(0, prompt, 3, 9), sequence(1, prompt, 3, 4, 5, 6), sequence(2, prompt, 7, 8)));
        assertThat(queued).containsExactly(1);
        CachedSequence leader = sequences.get(0);
        leader.start(1, Optional.empty()); // the prompt without its last token
        assertThat(leader.sharingPoint()).isEmpty();
        plan.queueFollowers();
        assertThat(queued).containsExactly(1);

        read(leader);
        assertThat(leader.sharingPoint()).contains(2);
        leader.share(prefix("1 2", 1, 2));
        plan.queueFollowers();
        assertThat(queued).containsExactly(1, 2);
        read(leader);
        assertThat(leader.sharingPoint()).contains(3);
        leader.share(prefix("1 2 3", 1, 2, 3));
        plan.queueFollowers();
        assertThat(queued).containsExactly(1, 2, 0);
        assertThat(plan.hasFollowers()).isFalse();
        plan.close();
        assertThat(events).containsExactly("closed");
    }

    /** Reads one token, which is known. */
    private static void read(CachedSequence sequence) {
        sequence.append(new Chunk(1, new int[1], new float[1], new float[1]), 0);
    }
}
