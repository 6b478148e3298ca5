package dev.skiff.kubernetes.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.Task;
import dev.skiff.handover.AgentPlan;
import dev.skiff.handover.AgentPlan.Membership;
import dev.skiff.handover.AgentPlan.Parameter;
import dev.skiff.handover.AgentPlan.Reporting;
import dev.skiff.kubernetes.pods.PodSettings.Entrypoint;
import dev.skiff.model.Artifact;
import dev.skiff.model.Inputs;
import dev.skiff.model.Outputs;
import dev.skiff.pod.ArgoPod;
import dev.skiff.pod.PodArtifacts;
import dev.skiff.pod.PodArtifacts.Placed;
import dev.skiff.pod.TaskPod;
import dev.skiff.pod.TaskPod.Member;
import dev.skiff.port.ArtifactException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the agent into a pod that has something to hand over: it becomes the first process of each container that the template is about, and
 * starts the user's command.
 */
final class PodAgent {
    private static final String VOLUME = "skiff-agent";
    private static final String MOUNT = "/skiff";
    /** Where an agent's image has it; below the mount, the same path. */
    private static final String IN_IMAGE = "/skiff-agent";

    private static final String PROGRAM = "/bin/skiff-agent";
    private static final String SET_VOLUME = "var-run-argo";
    /** Of all containers of a pod together, as the kubelet counts. */
    private static final int TERMINATION_MESSAGES = 12 << 10;
    /** A controller is replaced in less; then the log has to do, also where the network lets no pod reach the controller. */
    private static final int RESULT_PATIENCE_SECONDS = 60;

    private final PodPlan.Scope scope;
    private final TaskPod pod;
    private final ObjectNode spec;
    private final Consumer<String> problems;
    private final Set<String> unknown = new LinkedHashSet<>();

    PodAgent(PodPlan.Scope scope, TaskPod pod, ObjectNode spec, Consumer<String> problems) {
        this.scope = scope;
        this.pod = pod;
        this.spec = spec;
        this.problems = problems;
    }

    /** What a pod has the agent for. */
    enum Need {
        NONE,
        /** Only standard output is handed over, which the log has too, with standard error in it (OUT-05): the pod can do without. */
        RESULT,
        /** Files have to be fetched, read or stored, or containers wait for one another. */
        FILES
    }

    static Need need(Task task, PodSettings settings) {
        if (handsOverFiles(task)) {
            return Need.FILES;
        }
        return task.captureResult() && !settings.agentImage().isEmpty() ? Need.RESULT : Need.NONE;
    }

    private static boolean handsOverFiles(Task task) {
        Inputs inputs = task.template().inputs();
        Outputs outputs = task.template().outputs();
        return task.template().containerSet() != null
                || task.extras().archiveLogs()
                || !task.outputFiles().isEmpty()
                || (outputs != null && !outputs.artifacts().isEmpty())
                || (inputs != null && inputs.artifacts().stream().anyMatch(PodAgent::isFetched));
    }

    /** Whether a container of the task may leave a report: whoever made its pod may have had an agent for what is handed over. */
    static boolean mayReport(Task task) {
        return handsOverFiles(task) || task.captureResult();
    }

    /** Whether what the task hands over cannot be had without a report. */
    static boolean hasToReport(Task task) {
        return handsOverFiles(task);
    }

    private static boolean isFetched(Artifact artifact) {
        var at = artifact.location();
        return at.s3() != null
                || at.http() != null
                || at.git() != null
                || at.artifactory() != null
                || at.gcs() != null
                || at.azure() != null
                || at.oss() != null
                || at.hdfs() != null
                || at.plugin() != null;
    }

    /** @return images of which it has to be known what they start */
    Set<String> add() {
        if (scope.settings().agentImage().isEmpty()) {
            problems.accept(
                    "the step hands over files or artifacts, or is a containerSet, and there is no image that has"
                            + " the agent: give the image of Skiff (setting agentImage)");
            return unknown;
        }
        StagedInputs inputs = new StagedInputs(pod, spec, scope.need() == Need.FILES ? inputs() : List.of());
        ArrayNode volumes = spec.withArray("volumes");
        boolean copies = scope.delivery() == AgentDelivery.COPY;
        ObjectNode volume = volumes.addObject().put("name", VOLUME);
        if (copies) {
            volume.putObject("emptyDir");
        } else {
            ObjectNode image = volume.putObject("image");
            image.put("reference", scope.settings().agentImage()).put("pullPolicy", pullPolicy());
        }
        if (copies || !inputs.isEmpty()) {
            ArrayNode inits = JsonNodeFactory.instance.arrayNode().add(before(inputs, copies));
            spec.path("initContainers").forEach(inits::add);
            spec.set("initContainers", inits);
        }
        if (pod.isSet()) {
            volumes.addObject().put("name", SET_VOLUME).putObject("emptyDir");
        }
        for (Member member : pod.members()) {
            wrap(member, inputs.rest());
        }
        return unknown;
    }

    private String pullPolicy() {
        var executor = scope.settings().executor();
        return executor == null || executor.getImagePullPolicy() == null
                ? "IfNotPresent"
                : executor.getImagePullPolicy();
    }

    /**
     * The only container of ours that ever is in a pod: on clusters that do not mount images, and where artifacts have to be in place before
     * their containers start.
     */
    private ObjectNode before(StagedInputs inputs, boolean copies) {
        ObjectNode before = JsonNodeFactory.instance.objectNode().put("name", AgentDelivery.INIT_CONTAINER);
        before.put("image", scope.settings().agentImage()).put("imagePullPolicy", pullPolicy());
        ArrayNode command = before.putArray("command").add(IN_IMAGE + PROGRAM);
        ObjectNode security = before.putObject("securityContext");
        security.put("allowPrivilegeEscalation", false).put("readOnlyRootFilesystem", true);
        security.putObject("capabilities").putArray("drop").add("ALL");
        if (copies) {
            command.add("copy").add(MOUNT + IN_IMAGE);
            mount(before, VOLUME, MOUNT, false);
        }
        var executor = scope.settings().executor();
        if (executor != null) {
            ObjectNode configured = (ObjectNode) PodPlan.tree(executor);
            List.of("resources", "securityContext", "env", "envFrom").forEach(field -> {
                if (configured.has(field)) {
                    before.set(field, configured.get(field));
                }
            });
        }
        if (!inputs.isEmpty()) {
            command.add("stage");
            inputs.mount(before);
            tell(
                    before,
                    AgentPlan.of(AgentDelivery.INIT_CONTAINER, Reporting.INLINE)
                            .withArtifacts(inputs.inVolume(), List.of(), null));
        }
        return before;
    }

    /** Gives a container the plan of its agent, and the Secrets that it names. */
    private void tell(ObjectNode container, AgentPlan plan) {
        String text = plan.encode();
        if (text.getBytes(StandardCharsets.UTF_8).length > AgentPlan.MAX_BYTES) {
            problems.accept(
                    "what the agent of container " + container.path("name").asText() + " has to be told is more than "
                            + AgentPlan.MAX_BYTES + " bytes: put large raw artifacts elsewhere");
        }
        ArrayNode env = container.withArray("env");
        // the kubelet replaces $(NAME) in values
        env.addObject().put("name", AgentPlan.VARIABLE).put("value", text.replace("$", "$$"));
        plan.variables().forEach((name, secret) -> {
            ObjectNode key =
                    env.addObject().put("name", name).putObject("valueFrom").putObject("secretKeyRef");
            key.put("name", secret.getName()).put("key", secret.getKey());
        });
    }

    private static void mount(ObjectNode container, String volume, String path, boolean readOnly) {
        ObjectNode mount = container.withArray("volumeMounts").addObject();
        mount.put("name", volume).put("mountPath", path);
        if (readOnly) {
            mount.put("readOnly", true);
        }
    }

    private void wrap(Member member, List<Artifact> inputs) {
        ObjectNode container = PodPlan.container(spec, member.name());
        List<String> command = command(container);
        if (command.isEmpty()) {
            return;
        }
        container.putArray("command").add(MOUNT + IN_IMAGE + PROGRAM).add("--");
        ArrayNode args = container.putArray("args");
        command.forEach(args::add);
        tell(container, plan(member, container, inputs));
        mount(container, VOLUME, MOUNT, true);
        if (pod.isSet()) {
            mount(container, SET_VOLUME, ArgoPod.VAR_RUN_ARGO, false);
        }
    }

    /** What the container would start by itself; empty when that cannot be known. */
    private List<String> command(ObjectNode container) {
        List<String> words = new ArrayList<>();
        container.path("command").forEach(w -> words.add(w.asText()));
        JsonNode args = container.path("args");
        if (words.isEmpty()) {
            String image = container.path("image").asText();
            Entrypoint entrypoint = scope.starts(image);
            if (entrypoint == null) {
                unknown.add(image);
                return List.of();
            }
            words.addAll(entrypoint.command());
            if (args.isEmpty()) {
                words.addAll(entrypoint.args());
            }
        }
        args.forEach(w -> words.add(w.asText()));
        if (words.isEmpty()) {
            problems.accept(
                    "container " + container.path("name").asText() + " has no command, and its image starts nothing");
        }
        return words;
    }

    private AgentPlan plan(Member member, ObjectNode container, List<Artifact> inputs) {
        AgentPlan plan = AgentPlan.of(member.name(), reporting(container));
        boolean main = member.name().equals(ArgoPod.MAIN);
        Task task = scope.task();
        if (main) {
            List<Parameter> parameters = new ArrayList<>();
            task.outputFiles().forEach((name, path) -> parameters.add(new Parameter(name, path)));
            plan = plan.withParameters(parameters)
                    .withMaxOutputBytes(scope.settings().maxOutputBytes())
                    .withCaptureResult(task.captureResult())
                    .withArtifacts(inputs, outputs(), log());
        } else if (!inputs.isEmpty()) {
            plan = plan.withArtifacts(inputs, List.of(), null);
        }
        if (pod.isSet()) {
            var retry = pod.retry();
            plan = plan.withSet(new Membership(
                    ArgoPod.VAR_RUN_ARGO,
                    member.name(),
                    member.dependencies(),
                    retry.executions(),
                    retry.pause().toMillis()));
        }
        return plan;
    }

    private Reporting reporting(ObjectNode container) {
        int containers =
                spec.path("containers").size() + spec.path("initContainers").size();
        int limit = Math.min(Reporting.INLINE.inlineLimit(), TERMINATION_MESSAGES / containers - 64);
        String url = scope.settings().handoverUrl();
        return new Reporting(
                container.path("terminationMessagePath").asText(Reporting.INLINE.terminationLog()),
                limit,
                url.isEmpty()
                        ? ""
                        : url.replaceFirst("/+$", "") + "/" + scope.namespace() + "/"
                                + scope.task().id().podName(),
                url.isEmpty() ? "" : scope.token(),
                scope.need() == Need.FILES ? Reporting.INLINE.patienceSeconds() : RESULT_PATIENCE_SECONDS);
    }

    private List<Artifact> inputs() {
        List<Artifact> inputs = new ArrayList<>();
        for (Placed input : PodArtifacts.inputs(scope.task().template(), problems)) {
            try {
                Artifact at = scope.settings().placing().input(scope.run(), scope.task(), input.artifact()).toBuilder()
                        .path(input.path())
                        .build();
                AgentPlan.unsupported(at).ifPresentOrElse(problems, () -> inputs.add(at));
            } catch (ArtifactException e) {
                problems.accept(String.valueOf(e.getMessage()));
            }
        }
        return inputs;
    }

    private List<Artifact> outputs() {
        List<Artifact> outputs = new ArrayList<>();
        for (Placed output : PodArtifacts.outputs(scope.task().template(), problems)) {
            try {
                Artifact at =
                        scope
                                .settings()
                                .placing()
                                .output(scope.run(), scope.task(), output.artifact())
                                .place()
                                .toBuilder()
                                .path(output.path())
                                .build();
                AgentPlan.unsupported(at).ifPresentOrElse(problems, () -> outputs.add(at));
            } catch (ArtifactException e) {
                problems.accept(String.valueOf(e.getMessage()));
            }
        }
        return outputs;
    }

    private @Nullable Artifact log() {
        if (!scope.task().extras().archiveLogs()) {
            return null;
        }
        try {
            return scope.settings()
                    .placing()
                    .log(scope.run(), scope.task(), ArgoPod.MAIN)
                    .place();
        } catch (ArtifactException e) {
            problems.accept(String.valueOf(e.getMessage()));
            return null;
        }
    }
}
