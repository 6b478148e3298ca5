package dev.skiff.kubernetes.pods;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.Task;
import dev.skiff.kubernetes.pods.PodReader.Shape;
import dev.skiff.kubernetes.pods.PodSettings.Entrypoint;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Template;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.pod.ArgoPod;
import dev.skiff.pod.TaskPod;
import dev.skiff.port.RunContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pod of one task, as it is posted. Pure. */
final class PodPlan {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** Linux' MAX_ARG_STRLEN without the zero at the end. */
    private static final int LONGEST_WORD = (128 << 10) - 1;

    private final Scope scope;
    private final Task task;
    private final Template template;
    private final WorkflowSpec workflow;
    private final List<String> problems = new ArrayList<>();

    private PodPlan(Scope scope) {
        this.scope = scope;
        this.task = scope.task();
        this.template = task.template();
        this.workflow = scope.run().workflow().spec();
    }

    /**
     * All that a plan depends on.
     *
     * @param need what the pod has the agent for
     * @param delivery how the agent comes into the pod, if it is needed
     * @param looked what images start that was looked up for this plan
     * @param token secret of this attempt; the agent shows it when it posts its report
     */
    record Scope(
            Task task,
            RunContext run,
            String namespace,
            PodSettings settings,
            PodAgent.Need need,
            AgentDelivery delivery,
            Map<String, Entrypoint> looked,
            String token) {

        static Scope of(Task task, RunContext run, String namespace, PodSettings settings, String token) {
            PodAgent.Need need = PodAgent.need(task, settings);
            return new Scope(task, run, namespace, settings, need, AgentDelivery.COPY, Map.of(), token);
        }

        Scope bare() {
            return new Scope(task, run, namespace, settings, PodAgent.Need.NONE, delivery, looked, token);
        }

        Scope delivered(AgentDelivery how) {
            return new Scope(task, run, namespace, settings, need, how, looked, token);
        }

        Scope knowing(Map<String, Entrypoint> found) {
            return new Scope(task, run, namespace, settings, need, delivery, found, token);
        }

        /** What the image starts; null when that is not known. */
        @Nullable
        Entrypoint starts(String image) {
            Entrypoint configured = settings.images().get(image);
            return configured != null ? configured : looked.get(image);
        }
    }

    /** A plan, or all reasons why there can be none. */
    sealed interface Outcome {}

    /** @param pod the object to be posted */
    record Ready(ObjectNode pod, Shape shape) implements Outcome {}

    /** @param images of which it has to be known first what they start, since the agent has to start it */
    record Unknown(Set<String> images) implements Outcome {}

    /** @param problems sentences for the user, at least one */
    record Refused(List<String> problems) implements Outcome {}

    static Outcome of(Scope scope) {
        return new PodPlan(scope).plan();
    }

    private Outcome plan() {
        TaskPod pod = TaskPod.unpatched(task, workflow, problems::add);
        if (pod.members().isEmpty()) {
            return new Refused(List.copyOf(problems));
        }
        ObjectNode spec = pod.tree();
        Collection<String> members = pod.graph().keySet();
        PodMetadata metadata = new PodMetadata(scope);
        script(pod, spec, metadata);
        if (scope.need() != PodAgent.Need.FILES) {
            new RawInputs(template, problems::add).add(spec, members, metadata);
        }
        mainDefaults(spec, members);
        scheduling(spec);
        identity(spec);
        limits(spec);
        claims(spec);
        dropUnusedVolumes(spec);
        spec = TaskPod.patched(spec, task.extras().podSpecPatches(), problems::add);
        removeArgosOwn(spec);
        if (scope.need() != PodAgent.Need.NONE) {
            Set<String> unknown = new PodAgent(scope, pod, spec, problems::add).add();
            if (!unknown.isEmpty() && problems.isEmpty()) {
                return new Unknown(unknown);
            }
        }
        refuseLongWords(spec);
        ObjectNode object = NODES.objectNode();
        object.put("apiVersion", "v1").put("kind", "Pod");
        object.set("metadata", metadata.tree(members, problems::add));
        object.set("spec", spec);
        return problems.isEmpty() ? new Ready(object, shape(pod, task)) : new Refused(List.copyOf(problems));
    }

    /** The same of a pod that is there already. */
    static Shape shape(Task task, WorkflowSpec spec) {
        return shape(TaskPod.unpatched(task, spec, _ -> {}), task);
    }

    private static Shape shape(TaskPod pod, Task task) {
        return new Shape(
                List.copyOf(pod.graph().keySet()),
                pod.isSet(),
                Boolean.TRUE.equals(task.template().daemon()),
                PodAgent.mayReport(task));
    }

    /** RES-11: the source is a file, and its path the last word of the command. */
    private static void script(TaskPod pod, ObjectNode spec, PodMetadata metadata) {
        if (pod.source().isEmpty()) {
            return;
        }
        metadata.annotate(PodMarks.SCRIPT, pod.source());
        Projections.volume(spec, "argo-staging", 0755)
                .add(Projections.file(ArgoPod.SCRIPT_NAME, PodMarks.SCRIPT, null));
        ObjectNode main = container(spec, ArgoPod.MAIN);
        main.withArray("command").add(ArgoPod.SCRIPT);
        main.withArray("volumeMounts")
                .addObject()
                .put("name", "argo-staging")
                .put("mountPath", ArgoPod.SCRIPT_DIRECTORY)
                .put("readOnly", true);
    }

    static ObjectNode container(ObjectNode spec, String name) {
        for (JsonNode container : spec.path("containers")) {
            if (container.path("name").asText().equals(name) && container instanceof ObjectNode found) {
                return found;
            }
        }
        throw new IllegalArgumentException("the pod has no container " + name);
    }

    /** What the configuration says of main containers holds where the template says nothing. */
    private void mainDefaults(ObjectNode spec, Collection<String> members) {
        if (scope.settings().mainContainer() == null) {
            return;
        }
        ObjectNode defaults = (ObjectNode) tree(scope.settings().mainContainer());
        defaults.remove("name");
        for (String member : members) {
            ObjectNode container = container(spec, member);
            defaults.properties().forEach(field -> {
                JsonNode own = container.get(field.getKey());
                if (own == null) {
                    container.set(field.getKey(), field.getValue().deepCopy());
                } else if (field.getKey().equals("env") && own instanceof ArrayNode variables) {
                    Set<String> names = new HashSet<>();
                    variables.forEach(v -> names.add(v.path("name").asText()));
                    field.getValue().forEach(v -> {
                        if (!names.contains(v.path("name").asText())) {
                            variables.add(v.deepCopy());
                        }
                    });
                }
            });
        }
    }

    /** The template's own word replaces that of the template around it, and that the workflow's, each as a whole (VOL-05). */
    private void scheduling(ObjectNode spec) {
        Template around = task.extras().around();
        if (around == null) {
            around = Template.builder().build();
        }
        set(
                spec,
                "nodeSelector",
                Stream.of(template.nodeSelector(), around.nodeSelector(), workflow.nodeSelector())
                        .filter(m -> !m.isEmpty())
                        .findFirst()
                        .orElse(Map.of()));
        set(spec, "affinity", or(template.affinity(), or(around.affinity(), workflow.affinity())));
        set(
                spec,
                "tolerations",
                Stream.of(template.tolerations(), around.tolerations(), workflow.tolerations())
                        .filter(l -> !l.isEmpty())
                        .findFirst()
                        .orElse(List.of()));
        avoid(spec, task.extras().avoided());
        set(spec, "schedulerName", or(template.schedulerName(), workflow.schedulerName()));
        set(spec, "priorityClassName", or(template.priorityClassName(), workflow.podPriorityClassName()));
    }

    /** RETRY-15: every alternative that the scheduler has leaves these hosts out. */
    private void avoid(ObjectNode spec, List<String> hosts) {
        if (hosts.isEmpty() || scope.settings().hostLabel().isEmpty()) {
            return;
        }
        ArrayNode terms = spec.withObject("affinity")
                .withObject("nodeAffinity")
                .withObject("requiredDuringSchedulingIgnoredDuringExecution")
                .withArray("nodeSelectorTerms");
        if (terms.isEmpty()) {
            terms.addObject();
        }
        for (JsonNode term : terms) {
            ObjectNode expression =
                    ((ObjectNode) term).withArray("matchExpressions").addObject();
            expression.put("key", scope.settings().hostLabel()).put("operator", "NotIn");
            hosts.forEach(expression.putArray("values")::add);
        }
    }

    private void identity(ObjectNode spec) {
        String account = or(template.serviceAccountName(), workflow.serviceAccountName());
        set(spec, "serviceAccountName", account);
        Boolean mounted = or(template.automountServiceAccountToken(), workflow.automountServiceAccountToken());
        if (mounted != null) {
            spec.put("automountServiceAccountToken", mounted);
        } else if (account == null || account.isEmpty()) {
            // who names an account wants its token; nobody needs that of the namespace's default one
            spec.put("automountServiceAccountToken", false);
        }
        set(spec, "imagePullSecrets", workflow.imagePullSecrets());
        set(spec, "dnsPolicy", workflow.dnsPolicy());
    }

    private void limits(ObjectNode spec) {
        spec.put("restartPolicy", "Never");
        task.activeDeadline()
                .ifPresent(d -> spec.put(
                        "activeDeadlineSeconds", Math.max(1, d.plusMillis(999).toSeconds())));
        if (scope.settings().grace() != null) {
            spec.put(
                    "terminationGracePeriodSeconds",
                    Math.max(1, scope.settings().grace().plusMillis(999).toSeconds()));
        }
        set(spec, "resources", or(template.podResources(), workflow.podResources()));
        set(
                spec,
                "resourceClaims",
                template.resourceClaims().isEmpty() ? workflow.resourceClaims() : template.resourceClaims());
    }

    /** VOL-01. */
    private void claims(ObjectNode spec) {
        for (var claim : workflow.volumeClaimTemplates()) {
            String name = claim.getMetadata().getName();
            ObjectNode volume = NODES.objectNode().put("name", name);
            volume.putObject("persistentVolumeClaim").put("claimName", ArgoPod.claim(task.run(), name));
            spec.withArray("volumes").add(volume);
        }
    }

    /** As Argo, which gives a pod the volumes that its template mounts, and those are all that its patches find. */
    private static void dropUnusedVolumes(ObjectNode spec) {
        Set<String> used = new HashSet<>();
        for (String list : List.of("containers", "initContainers")) {
            for (JsonNode container : spec.path(list)) {
                container
                        .path("volumeMounts")
                        .forEach(m -> used.add(m.path("name").asText()));
                container
                        .path("volumeDevices")
                        .forEach(m -> used.add(m.path("name").asText()));
            }
        }
        ArrayNode kept = NODES.arrayNode();
        Set<String> names = new HashSet<>();
        for (JsonNode volume : spec.path("volumes")) {
            String name = volume.path("name").asText();
            if (used.contains(name) && names.add(name)) {
                kept.add(volume);
            }
        }
        if (kept.isEmpty()) {
            spec.remove("volumes");
        } else {
            spec.set("volumes", kept);
        }
    }

    /** RES-13: no Linux starts a process with such a word, and the kubelet's message says neither which nor why. */
    private void refuseLongWords(ObjectNode spec) {
        for (JsonNode container : spec.path("containers")) {
            String name = container.path("name").asText();
            for (String list : List.of("command", "args")) {
                for (int i = 0; i < container.path(list).size(); i++) {
                    refuseLongWord(
                            container.path(list).get(i).asText(), list + "[" + i + "] of container '" + name + "'");
                }
            }
            for (JsonNode variable : container.path("env")) {
                String word = variable.path("name").asText() + "="
                        + variable.path("value").asText();
                refuseLongWord(word, "env " + variable.path("name").asText() + " of container '" + name + "'");
            }
        }
    }

    private void refuseLongWord(String word, String what) {
        int size = word.getBytes(StandardCharsets.UTF_8).length;
        if (size > LONGEST_WORD) {
            problems.add(what + " has " + size + " bytes, and Linux takes " + LONGEST_WORD
                    + ": hand it over as an input artifact, raw or stored, and read the file");
        }
    }

    /** A patch may name the containers that Argo adds; there are none here. */
    private static void removeArgosOwn(ObjectNode spec) {
        for (String list : List.of("containers", "initContainers")) {
            if (spec.get(list) instanceof ArrayNode containers) {
                for (int i = containers.size() - 1; i >= 0; i--) {
                    if (TaskPod.isArgosOwn(containers.get(i).path("name").asText())) {
                        containers.remove(i);
                    }
                }
                if (containers.isEmpty()) {
                    spec.remove(list);
                }
            }
        }
    }

    private static <T> @Nullable T or(@Nullable T first, @Nullable T second) {
        return first != null ? first : second;
    }

    /** Nothing for null, and for what is empty. */
    private static void set(ObjectNode spec, String field, @Nullable Object value) {
        if (value == null
                || value instanceof Map<?, ?> m && m.isEmpty()
                || value instanceof Collection<?> c && c.isEmpty()) {
            return;
        }
        JsonNode tree = tree(value);
        boolean empty = tree.isContainerNode() ? tree.isEmpty() : tree.asText().isEmpty();
        if (!empty) {
            spec.set(field, tree);
        }
    }

    static byte[] bytes(ObjectNode object) {
        try {
            return ModelMapper.lenient().writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }

    static ObjectNode texts(Map<String, String> texts) {
        ObjectNode tree = NODES.objectNode();
        texts.forEach(tree::put);
        return tree;
    }

    static JsonNode tree(Object value) {
        return ModelMapper.lenient().valueToTree(value);
    }
}
