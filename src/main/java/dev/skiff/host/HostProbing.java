package dev.skiff.host;

import dev.skiff.host.TaskPlan.ProcessPlan;
import dev.skiff.probe.PodProbes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Does for the probes of one task what a kubelet would: an exec probe is a process beside the container's. */
final class HostProbing implements PodProbes.Containers {

    private final Map<String, ProcessPlan> plans;
    private final Set<String> failed = ConcurrentHashMap.newKeySet();

    /** @param plans of the containers, by name */
    HostProbing(Map<String, ProcessPlan> plans) {
        this.plans = Map.copyOf(plans);
    }

    /** Whether the container has failed a probe, and has to be ended for it. */
    boolean hasFailed(String container) {
        return failed.contains(container);
    }

    @Override
    public void end(String container) {
        failed.add(container);
    }

    @Override
    public boolean succeeds(String container, List<String> command, Duration timeout)
            throws IOException, InterruptedException {
        ProcessPlan plan = plans.get(container);
        if (plan == null || command.isEmpty()) {
            return false;
        }
        List<String> words = new ArrayList<>(command);
        try {
            words.set(
                    0,
                    CommandLookup.find(
                                    command.getFirst(),
                                    plan.environment().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"),
                                    plan.workingDirectory())
                            .toString());
        } catch (CommandLookup.NotFound e) {
            return false;
        }
        return run(words, plan, timeout);
    }

    private static boolean run(List<String> words, ProcessPlan plan, Duration timeout)
            throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder(words).directory(plan.workingDirectory().toFile());
        builder.environment().clear();
        builder.environment().putAll(plan.environment());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        var process = builder.start();
        try {
            return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
