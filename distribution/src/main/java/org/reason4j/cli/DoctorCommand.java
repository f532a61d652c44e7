package org.reason4j.cli;

import ai.djl.Device;
import ai.djl.util.Utils;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.cli.console.Columns;
import org.reason4j.cli.console.Json;
import org.reason4j.cli.gpu.NativeJars;
import org.reason4j.cli.gpu.NvidiaDriver;
import org.reason4j.cli.plugins.PluginOptions;
import org.reason4j.core.engine.model.kernel.KernelForm;
import org.reason4j.core.engine.model.kernel.NativeEngine;
import org.reason4j.core.engine.model.kernel.ProcessSetting;
import org.reason4j.core.engine.model.kernel.Processor;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.plugin.jar.RefusedPlugin;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reason4j doctor}: what this machine offers, what it lacks, and what to do about that. */
@Command(
        name = "doctor",
        description =
                "Looks whether this machine can train. Exits with 0 if it can and 1 if something it needs is missing.")
final class DoctorCommand implements Callable<Integer> {

    /**
     * The CUDA natives that this version of DJL has a bridge for: {@code pytorch-jni} 2.7.1-0.36.0 brings
     * {@code jnilib/linux-x86_64/cu128}, and Maven Central has no CUDA build of PyTorch 2.7.1.
     */
    static final String HOW_TO_GET_CUDA = """
            For an NVIDIA GPU on Linux or Windows (x86_64), get PyTorch 2.7.1 for CUDA 12.8 with its libraries, either
              pip install torch==2.7.1 --index-url https://download.pytorch.org/whl/cu128
            whose libraries are in site-packages/torch/lib, or the archive "libtorch 2.7.1, cu128, C++11 ABI" from pytorch.org,
            whose libraries are in libtorch/lib. Then set these three environment variables before starting reason4j:
              PYTORCH_LIBRARY_PATH=DIRECTORY   with libtorch.so (torch.dll) in it
              PYTORCH_VERSION=2.7.1
              PYTORCH_FLAVOR=cu128
            NVIDIA's driver must be %s. The first start needs no network: the bridge is in
            lib/pytorch-jni-2.7.1-0.36.0.jar, for cu128 and for no other CUDA version. lib/ stays as it is: Maven Central
            has no pytorch-native jar of PyTorch 2.7.1 for CUDA, and those of other versions do not fit the bridge.""".formatted(NvidiaDriver.NEEDED);

    @Mixin
    private PluginOptions plugins;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /**
     * One line of the answer.
     *
     * @param name what was looked at
     * @param ok whether it is there
     * @param required whether training needs it
     * @param found what was found
     * @param advice what to do; empty if nothing is missing
     */
    record Finding(String name, boolean ok, boolean required, String found, String advice) {

        static Finding ok(String name, String found) {
            return new Finding(name, true, true, found, "");
        }

        static Finding needed(String name, String found, String advice) {
            return new Finding(name, false, true, found, advice);
        }

        static Finding wanted(String name, String found, String advice) {
            return new Finding(name, false, false, found, advice);
        }
    }

    @Override
    public Integer call() throws Exception {
        StartUp startUp = new StartUp();
        Finding installed = installed(startUp);
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("reason4j", VersionProvider.version()));
        findings.add(Finding.ok(
                "Java",
                System.getProperty("java.version") + ", " + System.getProperty("java.vendor") + ", "
                        + System.getProperty("java.home")));
        findings.add(Finding.ok("machine", machine()));
        findings.add(
                directory("temporary files", Path.of(System.getProperty("java.io.tmpdir")), "-Djava.io.tmpdir=DIR"));
        findings.add(directory(
                "native cache",
                Utils.getEngineCacheDir(),
                "the environment variable DJL_CACHE_DIR=DIR or -DDJL_CACHE_DIR=DIR"));
        findings.add(driver());
        findings.addAll(startUp.pytorch(DoctorCommand::pytorch));
        findings.add(kernels());
        findings.add(settings(System.getenv()));
        findings.add(startUp.tokenizers(DoctorCommand::tokenizers));
        findings.add(Finding.ok("plugin directories", directories()));
        findings.add(installed);
        findings.add(Finding.ok("start-up", startUp.text()));

        boolean canTrain = findings.stream().allMatch(finding -> finding.ok() || !finding.required());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            print(findings, canTrain, startUp, out);
        } else {
            describe(findings, canTrain, out);
        }
        out.flush();
        return canTrain ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static void describe(List<Finding> findings, boolean canTrain, PrintWriter out) {
        Columns columns = new Columns();
        findings.forEach(finding -> columns.add(
                finding.ok() ? "ok" : "missing",
                finding.name(),
                finding.found().lines().findFirst().orElse("")));
        out.print(columns);
        findings.stream().filter(finding -> !finding.ok()).forEach(finding -> {
            out.println();
            out.println(finding.name() + ":");
            (finding.found().contains("\n") ? finding.found() + "\n" + finding.advice() : finding.advice())
                    .lines()
                    .forEach(line -> out.println("  " + line));
        });
        out.println();
        out.println(
                canTrain
                        ? "This machine can train."
                        : "This machine can't train yet: see what is missing and needed above.");
    }

    private static void print(List<Finding> findings, boolean canTrain, StartUp startUp, PrintWriter out) {
        ObjectNode root = Json.object().put("canTrain", canTrain);
        ArrayNode list = root.putArray("findings");
        findings.forEach(finding -> list.addObject()
                .put("name", finding.name())
                .put("status", finding.ok() ? "ok" : "missing")
                .put("required", finding.required())
                .put("found", finding.found())
                .put("advice", finding.advice()));
        startUp.json(root.putObject("startUp"));
        Json.print(root, out);
    }

    private static String machine() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return String.format(
                Locale.ROOT,
                "%s %s %s, %d cores, %.1f GB memory, heap of up to %.1f GB",
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                system.getTotalMemorySize() / 0x1p30,
                Runtime.getRuntime().maxMemory() / 0x1p30);
    }

    private static Finding directory(String name, Path directory, String setting) {
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, "reason4j", ".tmp"));
            return Finding.ok(name, directory + " can be written");
        } catch (IOException e) {
            return Finding.needed(
                    name,
                    directory + " can't be written: " + e,
                    "Make it writable, or name another directory with " + setting + ".");
        }
    }

    private static List<Finding> pytorch() {
        Optional<String> chosen = Optional.ofNullable(Utils.getEnvOrSystemProperty("PYTORCH_LIBRARY_PATH"));
        NativeEngine engine;
        try {
            engine = NativeEngine.load();
        } catch (IllegalStateException e) {
            return List.of(Finding.needed(
                    "PyTorch",
                    e.getMessage()
                            + chosen.map(path -> " (PYTORCH_LIBRARY_PATH is '" + path + "')")
                                    .orElse(""),
                    NativeJars.forCuda().map(NativeJars::unused).orElse("")
                            + (String.valueOf(e.getMessage()).contains("libcuda.so")
                                    ? "These libraries are for CUDA, and libcuda.so.1 comes with NVIDIA's driver. With a GPU, install its"
                                            + " driver, " + NvidiaDriver.NEEDED + ". Without one:\n"
                                    : "")
                            + "Unset PYTORCH_LIBRARY_PATH, PYTORCH_VERSION and PYTORCH_FLAVOR to use the libraries in lib/. If they are"
                            + " not set, install the archive of reason4j for this operating system and processor."));
        }
        return List.of(
                Finding.ok(
                        "PyTorch",
                        engine.version() + " for " + (engine.cuda() ? "CUDA" : "the CPU") + ", " + engine.threads()
                                + " threads"),
                natives(engine, chosen),
                Processor.multipliesBf16()
                        ? Finding.ok("bf16 on the CPU", "the processor computes in it")
                        : Finding.wanted(
                                "bf16 on the CPU",
                                "the processor does not compute in it",
                                "Nothing to do: on this CPU the precision 'auto' is fp32."),
                cuda(engine));
    }

    /** The environment variables that the launchers set for native code. */
    static Finding settings(Map<String, String> environment) {
        List<ProcessSetting> missing = ProcessSetting.missing(environment);
        String present = ProcessSetting.all().stream()
                .map(ProcessSetting::variable)
                .filter(environment::containsKey)
                .map(variable -> variable + "=" + environment.get(variable))
                .collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? Finding.ok("process settings", present)
                : Finding.wanted(
                        "process settings",
                        missing.stream().map(ProcessSetting::variable).collect(Collectors.joining(", ")) + " not set",
                        ProcessSetting.advice(missing));
    }

    private String directories() {
        List<String> all = new ArrayList<>();
        plugins.directories().forEach(directory -> all.add(directory.toString()));
        PluginOptions.ofUser(System.getenv())
                .map(Path::toString)
                .filter(directory -> !all.contains(directory))
                .ifPresent(directory -> all.add(directory + " (not there yet)"));
        return all.isEmpty() ? "none" : String.join(", ", all);
    }

    private static Finding driver() throws InterruptedException {
        NvidiaDriver driver = NvidiaDriver.look(System.getenv());
        return driver.fits()
                ? Finding.ok("NVIDIA driver", driver.found())
                : Finding.wanted("NVIDIA driver", driver.found(), driver.advice());
    }

    private static Finding kernels() {
        try {
            return Finding.ok(
                    "kernels",
                    KernelForm.of(Device.cpu()) == KernelForm.CPU
                            ? "on a CPU in the form for a CPU, on a GPU in the portable form"
                            : "in the portable form, which a GPU takes, because " + KernelForm.PROPERTY + " is '"
                                    + System.getProperty(KernelForm.PROPERTY) + "'");
        } catch (ConfigException e) {
            return Finding.needed("kernels", String.valueOf(e.getMessage()), "Correct it where Java is started.");
        }
    }

    /** DJL silently passes over a library path that has no PyTorch in it. */
    private static Finding natives(NativeEngine engine, Optional<String> chosen) {
        if (chosen.isEmpty()) {
            return Finding.ok("natives", engine.directory() + ", unpacked from " + NativeJars.inWords());
        }
        boolean used = Arrays.stream(chosen.get().split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .anyMatch(entry -> entry.startsWith(engine.directory()));
        return used
                ? Finding.ok("natives", engine.directory() + ", named by PYTORCH_LIBRARY_PATH")
                : Finding.wanted(
                        "natives",
                        "PYTORCH_LIBRARY_PATH is '" + chosen.get()
                                + "', which has no PyTorch in it; those in use are in " + engine.directory(),
                        "Name the directory that holds libtorch.so (torch.dll, libtorch.dylib), or unset the variable.");
    }

    private static Finding cuda(NativeEngine engine) {
        if (engine.devices() > 0) {
            return Finding.ok("CUDA", engine.devices() + (engine.devices() == 1 ? " device" : " devices"));
        }
        return engine.cuda()
                ? Finding.wanted(
                        "CUDA",
                        "PyTorch is built for CUDA but sees no device; training uses the CPU",
                        "Run nvidia-smi: it must list the GPU and a CUDA version of at least 12.8. Unset"
                                + " CUDA_VISIBLE_DEVICES if it hides the GPU.")
                : Finding.wanted(
                        "CUDA",
                        "PyTorch is built for the CPU; training uses the CPU",
                        NativeJars.forCuda().map(NativeJars::unused).orElse("") + HOW_TO_GET_CUDA);
    }

    private static Finding tokenizers() {
        try {
            ModelTokenizer.loadLibrary();
            return Finding.ok("tokenizers", "the native library is loaded");
        } catch (IllegalStateException e) {
            return Finding.needed(
                    "tokenizers",
                    String.valueOf(e.getMessage()),
                    "Install the archive of reason4j for this operating system and processor.");
        }
    }

    private Finding installed(StartUp startUp) {
        try (PluginRegistry registry = plugins.load()) {
            startUp.plugins(registry.times());
            String names = registry.plugins().stream()
                    .map(plugin -> plugin.origin().id() + " " + plugin.origin().version())
                    .collect(Collectors.joining(", "));
            if (registry.refused().isEmpty()) {
                return Finding.ok("plugins", names);
            }
            return Finding.wanted(
                    "plugins",
                    registry.refused().size() + " not loaded; loaded: " + names + "\n"
                            + registry.refused().stream()
                                    .map(RefusedPlugin::message)
                                    .collect(Collectors.joining("\n")),
                    "Correct or remove what is named above. Recipes that do not name it work.");
        } catch (PluginException | ConfigException e) {
            return Finding.needed("plugins", String.valueOf(e.getMessage()), "Correct or remove what is named above.");
        }
    }
}
