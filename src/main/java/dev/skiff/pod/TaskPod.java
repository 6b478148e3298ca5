package dev.skiff.pod;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.Task;
import dev.skiff.model.ContainerNode;
import dev.skiff.model.ContainerSetTemplate;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Template;
import dev.skiff.model.UserContainer;
import dev.skiff.model.WorkflowSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pod that Argo would make of a task, after its podSpecPatch (VOL-04), without the containers that are Argo's own.
 *
 * @param inits the init containers, in order
 * @param members what the template runs: {@code main}, or the containers of a containerSet
 * @param source of a script, or empty
 * @param sidecars those of the template, and containers that a patch has added
 * @param volumes the workflow's, then the template's
 * @param hostAliases the workflow's, then the template's (VOL-05)
 * @param isSet whether the template is a containerSet
 * @param retry of each member
 */
public record TaskPod(
        List<Container> inits,
        List<Member> members,
        String source,
        List<Container> sidecars,
        List<Volume> volumes,
        @Nullable PodSecurityContext securityContext,
        List<HostAlias> hostAliases,
        @Nullable PodDNSConfig dnsConfig,
        boolean hostNetwork,
        boolean isSet,
        MemberRetry retry) {

    /** Argo's own containers: a patch may name them, and there are none here. */
    private static final Set<String> OF_ARGO = Set.of("init", "wait", "supervisor");

    public TaskPod {
        inits = List.copyOf(inits);
        members = List.copyOf(members);
        sidecars = List.copyOf(sidecars);
        volumes = List.copyOf(volumes);
        hostAliases = List.copyOf(hostAliases);
    }

    /** Whether a container is one that Argo adds itself; pods that are no work of Argo's have none of them. */
    public static boolean isArgosOwn(String container) {
        return OF_ARGO.contains(container);
    }

    /** @param dependencies names of the members that must have succeeded before (RES-10); empty for {@code main} of other templates */
    public record Member(Container container, List<String> dependencies) {
        public String name() {
            return container.getName();
        }
    }

    /** The member that gives outputs (OUT-07); null in a containerSet that has none of the name. */
    public @Nullable Container main() {
        return members.stream()
                .map(Member::container)
                .filter(c -> c.getName().equals(ArgoPod.MAIN))
                .findFirst()
                .orElse(null);
    }

    /** Dependencies of the members by name. */
    public Map<String, List<String>> graph() {
        Map<String, List<String>> graph = new LinkedHashMap<>();
        members.forEach(m -> graph.put(m.name(), m.dependencies()));
        return graph;
    }

    /**
     * The pod of the task; one without members when there is a problem with its template or its patches.
     *
     * @param spec of the workflow
     * @param problems gets a sentence for what is wrong
     */
    public static TaskPod of(Task task, WorkflowSpec spec, Consumer<String> problems) {
        TaskPod plain = unpatched(task, spec, problems);
        List<String> patches = task.extras().podSpecPatches();
        return patches.isEmpty() || plain.members().isEmpty() ? plain : plain.patched(patches, problems);
    }

    /** The same before its patches, for a place of execution that has more of a pod than is here: see {@link #patched(ObjectNode, List, Consumer)}. */
    public static TaskPod unpatched(Task task, WorkflowSpec spec, Consumer<String> problems) {
        Template template = task.template();
        List<Member> members = members(template);
        if (members.isEmpty()) {
            problems.accept("the template is none of container, script and containerSet");
        }
        refuseEndlessWaits(members, problems);
        Container mirror = members.isEmpty()
                ? new Container()
                : members.stream()
                        .filter(m -> m.name().equals(ArgoPod.MAIN))
                        .findFirst()
                        .orElse(members.getFirst())
                        .container();
        List<HostAlias> aliases = new ArrayList<>(spec.hostAliases());
        aliases.addAll(template.hostAliases());
        return new TaskPod(
                beside(template.initContainers(), mirror),
                members,
                template.script() == null ? "" : template.script().source(),
                beside(template.sidecars(), mirror),
                task.volumes(),
                template.securityContext() != null ? template.securityContext() : spec.securityContext(),
                aliases,
                spec.dnsConfig(),
                Boolean.TRUE.equals(spec.hostNetwork()),
                template.containerSet() != null,
                MemberRetry.of(template.containerSet(), problems));
    }

    /**
     * A pod's spec with patches, the first one first (VOL-04).
     *
     * @param problems gets a sentence for a patch that cannot be applied; then the spec comes back as it was
     */
    public static ObjectNode patched(ObjectNode spec, List<String> patches, Consumer<String> problems) {
        try {
            return PatchText.apply(spec, patches);
        } catch (StrategicMerge.Unfit e) {
            problems.accept("podSpecPatch: " + e.getMessage());
            return spec;
        }
    }

    private static List<Member> members(Template template) {
        ContainerSetTemplate set = template.containerSet();
        if (template.container() != null) {
            return List.of(new Member(named(ArgoPod.MAIN, template.container()), List.of()));
        } else if (template.script() != null) {
            return List.of(new Member(named(ArgoPod.MAIN, template.script().container()), List.of()));
        } else if (set == null) {
            return List.of();
        }
        return set.containers().stream()
                .map(c -> new Member(withMounts(c, set.volumeMounts()), c.dependencies()))
                .toList();
    }

    /** A member that waits for one that is not there, or in a circle, would never start. */
    private static void refuseEndlessWaits(List<Member> members, Consumer<String> problems) {
        Set<String> done = new HashSet<>();
        List<Member> left = new ArrayList<>(members);
        while (left.removeIf(m -> done.containsAll(m.dependencies()) && done.add(m.name()))) {
            // those that the removed ones kept waiting are looked at again
        }
        left.forEach(m -> problems.accept("container " + m.name()
                + " of the containerSet would never start: it depends on " + String.join(", ", m.dependencies())
                + ", and that is a circle, or not all of them are containers of the set"));
    }

    private static Container withMounts(ContainerNode node, List<VolumeMount> ofTheSet) {
        List<VolumeMount> mounts = new ArrayList<>(node.volumeMounts());
        mounts.addAll(ofTheSet);
        return new ContainerBuilder(node.container()).withVolumeMounts(mounts).build();
    }

    private static Container named(String name, Container container) {
        return new ContainerBuilder(container).withName(name).build();
    }

    private static List<Container> beside(List<UserContainer> users, Container main) {
        return users.stream()
                .map(u -> named(u.name(), ArgoPod.mirrored(u, main)))
                .toList();
    }

    private TaskPod patched(List<String> patches, Consumer<String> problems) {
        try {
            return read(PatchText.apply(tree(), patches));
        } catch (StrategicMerge.Unfit e) {
            problems.accept("podSpecPatch: " + e.getMessage());
        } catch (JsonProcessingException e) {
            problems.accept("podSpecPatch gives no valid pod: " + e.getOriginalMessage());
        }
        return this;
    }

    /** As the {@code spec} of the pod; a script's source is not in it. */
    public ObjectNode tree() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        ArrayNode containers = tree.putArray("containers");
        members.forEach(m -> containers.add(node(m.container())));
        sidecars.forEach(s -> containers.add(node(s)));
        list(tree, "initContainers", inits);
        Map<String, Volume> last = new LinkedHashMap<>();
        volumes.forEach(v -> last.put(v.getName(), v)); // the template's own win
        list(tree, "volumes", List.copyOf(last.values()));
        list(tree, "hostAliases", hostAliases);
        if (securityContext != null) {
            tree.set("securityContext", node(securityContext));
        }
        if (dnsConfig != null) {
            tree.set("dnsConfig", node(dnsConfig));
        }
        if (hostNetwork) {
            tree.put("hostNetwork", true);
        }
        return tree;
    }

    private static void list(ObjectNode tree, String field, List<?> values) {
        if (!values.isEmpty()) {
            ArrayNode array = tree.putArray(field);
            values.forEach(v -> array.add(node(v)));
        }
    }

    private static JsonNode node(Object value) {
        return ModelMapper.lenient().valueToTree(value);
    }

    private TaskPod read(ObjectNode tree) throws JsonProcessingException, StrategicMerge.Unfit {
        Map<String, List<String>> graph = graph();
        List<Member> mains = new ArrayList<>();
        List<Container> others = new ArrayList<>();
        for (Container container : containers(tree.path("containers"))) {
            List<String> dependencies = graph.get(container.getName());
            if (dependencies != null) {
                mains.add(new Member(container, dependencies));
            } else {
                others.add(container);
            }
        }
        for (String name : graph.keySet()) {
            if (mains.stream().noneMatch(m -> m.name().equals(name))) {
                throw new StrategicMerge.Unfit("it takes away the container " + name + ", which the template is about");
            }
        }
        return new TaskPod(
                containers(tree.path("initContainers")),
                mains,
                source,
                others,
                values(tree.path("volumes"), Volume.class),
                value(tree.path("securityContext"), PodSecurityContext.class),
                values(tree.path("hostAliases"), HostAlias.class),
                value(tree.path("dnsConfig"), PodDNSConfig.class),
                tree.path("hostNetwork").asBoolean(false),
                isSet,
                retry);
    }

    private static List<Container> containers(JsonNode list) throws JsonProcessingException {
        return values(list, Container.class).stream()
                .filter(c -> !OF_ARGO.contains(Objects.requireNonNullElse(c.getName(), "")))
                .toList();
    }

    private static <T> List<T> values(JsonNode list, Class<T> type) throws JsonProcessingException {
        List<T> values = new ArrayList<>();
        for (JsonNode value : list) {
            values.add(ModelMapper.lenient().treeToValue(value, type));
        }
        return values;
    }

    private static <T> @Nullable T value(JsonNode value, Class<T> type) throws JsonProcessingException {
        return value.isMissingNode() ? null : ModelMapper.lenient().treeToValue(value, type);
    }
}
