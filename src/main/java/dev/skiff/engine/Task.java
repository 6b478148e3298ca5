package dev.skiff.engine;

import dev.skiff.model.Template;
import io.fabric8.kubernetes.api.model.Volume;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One leaf to be executed: what a Pod is on Kubernetes, a container (with its sidecars and init containers) on Docker, a process group on
 * the host. Two tasks with the same run and node id are the same task.
 *
 * <p>The template is put together from its compiled form when first asked for: the engine decides about hundreds of thousands of tasks a
 * second, an executor needs a few.
 */
public final class Task {

    /**
     * @param run the workflow's name
     * @param nodeId key in {@code status.nodes}
     * @param nodeName full name, e.g. {@code wf[0].task2(0:1)}
     * @param podName deterministic (features.md section 10.3)
     */
    public record Id(String run, String nodeId, String nodeName, String podName) {}

    /** Who executes a task: a container engine, or the shell itself. */
    public enum Kind {
        /** Container, script or containerSet. */
        POD,
        HTTP,
        DATA,
        RESOURCE
    }

    /**
     * What few tasks have.
     *
     * @param archiveLogs whether the main container's output is kept as artifact {@code main-logs} (ART-06)
     * @param podSpecPatches substituted; to be merged into the pod in this order, the workflow's before the template's (VOL-04)
     * @param around of the steps or DAG template that the step stands in, node selector, tolerations and affinity alone: they count before
     *     the workflow's (VOL-05); null when it has none
     * @param avoided the hosts on which earlier attempts have failed, when the retry strategy says that others are wanted (RETRY-15)
     * @param exit whether it belongs to an exit handler or hook (EXIT-13)
     */
    public record Extras(
            boolean archiveLogs,
            List<String> podSpecPatches,
            @Nullable Template around,
            List<String> avoided,
            boolean exit) {
        public static final Extras NONE = new Extras(false, List.of());

        public Extras {
            podSpecPatches = List.copyOf(podSpecPatches);
            avoided = List.copyOf(avoided);
        }

        public Extras(boolean archiveLogs, List<String> podSpecPatches) {
            this(archiveLogs, podSpecPatches, null, List.of(), false);
        }

        Extras ofExit() {
            return new Extras(archiveLogs, podSpecPatches, around, avoided, true);
        }
    }

    private final Id id;
    private final Kind kind;
    private final Supplier<Template> source;
    private final Supplier<List<Volume>> volumes;
    private final boolean captureResult;
    private final @Nullable Duration activeDeadline;
    private final Extras extras;
    private @Nullable Template template;

    /** A pod without extras. */
    public Task(
            Id id,
            Supplier<Template> source,
            Supplier<List<Volume>> volumes,
            boolean captureResult,
            @Nullable Duration activeDeadline) {
        this(id, Kind.POD, source, volumes, captureResult, activeDeadline, Extras.NONE);
    }

    /**
     * @param source gives the template after all substitution; called at most once by {@link #template()}
     * @param volumes the workflow's volumes after substitution, then the template's own
     * @param captureResult whether standard output is wanted as {@code outputs.result} (OUT-03)
     * @param activeDeadline counts from the start of the main container (TIME-04); null for none
     */
    public Task(
            Id id,
            Kind kind,
            Supplier<Template> source,
            Supplier<List<Volume>> volumes,
            boolean captureResult,
            @Nullable Duration activeDeadline,
            Extras extras) {
        this.id = id;
        this.kind = kind;
        this.extras = extras;
        this.source = source;
        this.volumes = volumes;
        this.captureResult = captureResult;
        this.activeDeadline = activeDeadline;
    }

    public Id id() {
        return id;
    }

    public String run() {
        return id.run();
    }

    public String nodeId() {
        return id.nodeId();
    }

    public Kind kind() {
        return kind;
    }

    public Extras extras() {
        return extras;
    }

    /**
     * The template, fully substituted; its {@code inputs} carry the values of parameters and the places of artifacts. An input artifact
     * without a place was optional and not supplied.
     */
    public synchronized Template template() {
        Template t = template;
        if (t == null) {
            t = source.get();
            template = t;
        }
        return t;
    }

    /** The volumes that this task's containers may mount; workflow level first, then the template's own. */
    public List<Volume> volumes() {
        return volumes.get();
    }

    /** Output parameter name → absolute path in the main container, in declared order. */
    public Map<String, String> outputFiles() {
        Map<String, String> files = new LinkedHashMap<>();
        var outputs = template().outputs();
        if (outputs != null) {
            for (var p : outputs.parameters()) {
                var from = p.valueFrom();
                var path = from == null ? null : from.path();
                if (path != null) {
                    files.put(p.name(), path);
                }
            }
        }
        return files;
    }

    public boolean captureResult() {
        return captureResult;
    }

    /**
     * How long the main container may run. The executor ends it then, with verdict FAILED and
     * {@link Command.StopReason#DEADLINE_MESSAGE}.
     */
    public Optional<Duration> activeDeadline() {
        return Optional.ofNullable(activeDeadline);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Task t && t.id.equals(id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "Task[" + id.nodeName() + "]";
    }
}
