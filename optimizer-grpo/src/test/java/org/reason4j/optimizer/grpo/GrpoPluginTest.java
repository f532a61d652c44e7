package org.reason4j.optimizer.grpo;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

class GrpoPluginTest {

    @Test
    void theJarAnnouncesItsPlugin() {
        assertThat(ServiceLoader.load(Plugin.class)).hasExactlyElementsOfTypes(GrpoPlugin.class);
    }

    @Test
    void everyOptimizerCanBeBuiltFromItsDefaultsAndItsPresets() throws ReflectiveOperationException {
        Map<String, List<PolicyOptimizer>> built = new TreeMap<>();
        Set<String> onPolicy = new TreeSet<>();
        for (Object[] offer : offers()) {
            List<Object> settings = new ArrayList<>(List.of(offer[1]));
            settings.addAll(((Map<?, ?>) offer[3]).values());
            for (Object one : settings) {
                PolicyOptimizer optimizer = (PolicyOptimizer)
                        ((Class<?>) offer[2]).getConstructor(one.getClass()).newInstance(one);
                built.computeIfAbsent((String) offer[0], name -> new ArrayList<>())
                        .add(optimizer);
                if (optimizer.requirements().singleUpdate()) {
                    onPolicy.add((String) offer[0]);
                } else if (!offer[0].equals("decoupled-ppo")) { // which compares with both
                    Requirements needs = optimizer.requirements();
                    assertThat(needs.lossStreams().contains(TokenStream.OLD_LOGPROBS))
                            .isNotEqualTo(needs.streams().contains(TokenStream.BEHAVIOUR_LOGPROBS));
                }
            }
        }
        assertThat(built)
                .containsOnlyKeys(
                        "archer",
                        "best-minus-second",
                        "ce-gppo",
                        "cispo",
                        "decoupled-ppo",
                        "difficulty-weighted",
                        "disco",
                        "dppo-kl",
                        "dppo-tv",
                        "gdpo",
                        "gmpo",
                        "gpg",
                        "grpo",
                        "grpo-s",
                        "gspo",
                        "gtpo",
                        "kimi-pg",
                        "krpo",
                        "lite-ppo",
                        "luspo",
                        "max-rl",
                        "nft",
                        "opo",
                        "opsm",
                        "optimal-token-baseline",
                        "pass-at-k",
                        "policy-gradient",
                        "prime-dppo-kl",
                        "prime-ipo",
                        "reinforce",
                        "reinforce-pp",
                        "reinforce-pp-baseline",
                        "remax",
                        "rloo",
                        "rollout-is",
                        "sapo",
                        "topr",
                        "vespo");
        assertThat(onPolicy).containsExactly("gpg", "opo", "reinforce");
        assertThat(loneResponses(built)).containsExactly("reinforce", "reinforce-pp", "remax");
        assertThat(built.get("remax").get(0).requirements().greedyResponse()).isTrue();
    }

    private static List<String> loneResponses(Map<String, List<PolicyOptimizer>> built) {
        return built.entrySet().stream()
                .filter(entry -> entry.getValue().stream()
                        .allMatch(one -> one.requirements().minimumGroupSize() == 1))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Name, defaults, class and presets of each. */
    private static List<Object[]> offers() {
        List<Object[]> offers = new ArrayList<>();
        InvocationHandler collect = (proxy, method, arguments) -> {
            if (method.getName().equals("recipe")) {
                return null;
            }
            if (method.isDefault()) {
                offers.add(new Object[] {arguments[0], arguments[1], arguments[2], Map.of()}); // no presets
                return null;
            }
            offers.add(arguments);
            return null;
        };
        Registry registry = (Registry)
                Proxy.newProxyInstance(Registry.class.getClassLoader(), new Class<?>[] {Registry.class}, collect);
        new GrpoPlugin().register(registry);
        return offers;
    }
}
