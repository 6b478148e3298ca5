package dev.skiff.docker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.docker.Labels.Role;
import dev.skiff.pod.ArgoPod;
import dev.skiff.pod.ContainerEnvironment;
import dev.skiff.pod.ContainerProbes;
import dev.skiff.pod.MemberRetry;
import dev.skiff.pod.TaskPod;
import dev.skiff.pod.VariableReferences;
import io.fabric8.kubernetes.api.model.Container;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The containers of one task. Init containers run one after the other, each in a network of its own; then main starts, and the sidecars
 * join its network, as in a pod. The members of a containerSet come and go: their network is that of a container of its own.
 *
 * @param inits in order
 * @param holder keeps the network of a containerSet; empty for other templates
 * @param members main alone, or those of a containerSet
 * @param retry of each member
 * @param sidecars in order
 * @param probes of main and of the sidecars; those of a containerSet's members are not asked
 * @param scratchVolumes to be deleted with the task
 * @param openedClaims new volumes of claims that these containers make writable for every user
 */
record TaskPlan(
        List<ContainerPlan> inits,
        Optional<ContainerPlan> holder,
        List<ContainerPlan> members,
        MemberRetry retry,
        List<ContainerPlan> sidecars,
        List<ContainerProbes> probes,
        List<String> scratchVolumes,
        List<String> openedClaims) {

    /** The only member of a template that is no containerSet. */
    ContainerPlan main() {
        return members.getFirst();
    }

    /** A plan, or all reasons why there can be none. */
    sealed interface Outcome {}

    record Ready(TaskPlan plan) implements Outcome {}

    /** @param problems sentences for the user, at least one */
    record Refused(List<String> problems) implements Outcome {}

    /** @param owner label of the process that will make the containers */
    static Outcome of(PodScope scope, String owner) {
        return new Planner(scope, owner).plan();
    }

    /** Puts one plan together. */
    private static final class Planner {
        private final PodScope scope;
        private final String owner;
        private final PodVolumes volumes;
        private final Set<String> readyVolumes = new HashSet<>();

        Planner(PodScope scope, String owner) {
            this.scope = scope;
            this.owner = owner;
            this.volumes = new PodVolumes(scope, Labels.of(scope.task().id(), scope.uid(), owner, Role.SCRATCH));
        }

        Outcome plan() {
            DockerSupport.problems(scope.template(), scope.pod()).forEach(p -> {
                if (p.fatal()) {
                    scope.problem(p.message());
                }
            });
            TaskPod pod = scope.pod();
            if (pod.members().isEmpty()) {
                return new Refused(List.copyOf(scope.problems()));
            }
            List<ContainerPlan> inits =
                    pod.inits().stream().map(i -> container(Role.INIT, i, "")).toList();
            Optional<ContainerPlan> holder = pod.isSet() ? Optional.of(holder()) : Optional.empty();
            List<ContainerPlan> members = pod.members().stream()
                    .map(m -> container(pod.isSet() ? Role.MEMBER : Role.MAIN, m.container(), pod.source()))
                    .toList();
            List<ContainerPlan> sidecars = pod.sidecars().stream()
                    .map(c -> container(Role.SIDECAR, c, ""))
                    .toList();
            List<ContainerProbes> probes = pod.isSet() ? List.of() : probes(pod);
            return scope.problems().isEmpty()
                    ? new Ready(new TaskPlan(
                            inits,
                            holder,
                            members,
                            pod.retry(),
                            sidecars,
                            probes,
                            volumes.scratch(),
                            volumes.openedClaims()))
                    : new Refused(List.copyOf(scope.problems()));
        }

        private List<ContainerProbes> probes(TaskPod pod) {
            boolean daemon = Boolean.TRUE.equals(scope.template().daemon());
            return Stream.concat(Stream.of(pod.members().getFirst().container()), pod.sidecars().stream())
                    .map(c -> ContainerProbes.of(c, daemon, word -> word, scope::problem))
                    .toList();
        }

        private ContainerPlan container(Role role, Container spec, String source) {
            String name = spec.getName();
            String where = role == Role.INIT || role == Role.SIDECAR
                    ? role.text() + " container " + name
                    : "container " + name;
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            ObjectNode hostConfig = JsonNodeFactory.instance.objectNode();
            ImageName image = image(spec, where);
            body.put("Image", image.written());
            Map<String, String> environment = ContainerEnvironment.of(spec, where, scope.sources());
            ContainerSecurity.add(spec.getSecurityContext(), where, scope, body, hostConfig);
            ContainerMounts mounts = new ContainerMounts(scope, volumes, readyVolumes, hostConfig);
            spec.getVolumeMounts().forEach(m -> mounts.add(m, where));
            if (role == Role.MEMBER) {
                mounts.shared(ArgoPod.VAR_RUN_ARGO);
            }
            boolean readOnlyRoot = ContainerSecurity.isReadOnlyRoot(spec.getSecurityContext());
            if (!source.isEmpty()) {
                mounts.script(source, readOnlyRoot);
            }
            String command = command(spec, environment, !source.isEmpty(), body);
            environment(environment, body);
            if (spec.getWorkingDir() != null && !spec.getWorkingDir().isEmpty()) {
                body.put("WorkingDir", spec.getWorkingDir());
            }
            ContainerLimits.add(spec.getResources(), where, scope, hostConfig);
            network(role, body, hostConfig);
            labels(role, name, body);
            hostConfig.put("Init", scope.facts().init());
            if (!scope.facts().readableLogs()) {
                hostConfig.putObject("LogConfig").put("Type", "json-file");
            }
            body.set("HostConfig", hostConfig);
            return new ContainerPlan(
                    role,
                    name,
                    engineName(role, name),
                    image,
                    pullPolicy(spec, image),
                    command,
                    ContainerSecurity.isForTheImageToBeNonRoot(spec.getSecurityContext(), scope),
                    body,
                    deliveries(mounts.deliveries(), readOnlyRoot));
        }

        /** Any image will do for a program that is brought along; that of the first member is there anyway. */
        private ContainerPlan holder() {
            Container first = scope.pod().members().getFirst().container();
            ImageName image = image(first, "container " + first.getName());
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            ObjectNode hostConfig = JsonNodeFactory.instance.objectNode();
            body.put("Image", image.written());
            strings(body.putArray("Entrypoint"), List.of(PauseProgram.PATH));
            body.put("User", "0");
            body.putObject("Healthcheck").putArray("Test").add("NONE");
            network(Role.HOLDER, body, hostConfig);
            labels(Role.HOLDER, "", body);
            hostConfig.put("Init", scope.facts().init());
            body.set("HostConfig", hostConfig);
            List<Tar.Entry> files =
                    PauseProgram.file(scope.facts().architecture()).stream().toList();
            if (files.isEmpty()) {
                scope.problem("containerSet templates are not supported on engines of the architecture \""
                        + scope.facts().architecture() + "\"; they are on x86_64 and aarch64");
            }
            return new ContainerPlan(
                    Role.HOLDER,
                    "",
                    engineName(Role.HOLDER, ""),
                    image,
                    pullPolicy(first, image),
                    PauseProgram.PATH,
                    false,
                    body,
                    List.of(new ContainerPlan.Delivery("/", files)));
        }

        private static String pullPolicy(Container spec, ImageName image) {
            String policy = spec.getImagePullPolicy();
            return policy == null || policy.isEmpty() ? image.defaultPullPolicy() : policy;
        }

        private ImageName image(Container spec, String where) {
            String image = spec.getImage();
            if (image == null || image.isBlank()) {
                scope.problem(where + " has no image");
                return ImageName.of("");
            }
            return ImageName.of(image.strip());
        }

        private String engineName(Role role, String container) {
            String part =
                    switch (role) {
                        case MAIN -> "";
                        case INIT -> "i-" + container;
                        case SIDECAR -> "s-" + container;
                        case MEMBER -> "m-" + container;
                        case HOLDER -> "network";
                        case SCRATCH, CLAIM -> throw new IllegalArgumentException(role + " is no container");
                    };
            return Labels.name(scope.task().id(), part);
        }

        /** {@code command} replaces the image's entry point and drops its arguments; {@code args} alone replace only these. */
        private static String command(
                Container spec, Map<String, String> environment, boolean script, ObjectNode body) {
            List<String> command = new ArrayList<>(expanded(spec.getCommand(), environment));
            List<String> args = expanded(spec.getArgs(), environment);
            if (script) {
                command.add(ArgoPod.SCRIPT);
            }
            if (!command.isEmpty()) {
                strings(body.putArray("Entrypoint"), command);
            }
            if (!args.isEmpty()) {
                strings(body.putArray("Cmd"), args);
            }
            return command.isEmpty() ? "" : command.getFirst();
        }

        private static List<String> expanded(List<String> words, Map<String, String> environment) {
            return words.stream()
                    .map(w -> VariableReferences.expand(w, environment))
                    .toList();
        }

        private static void environment(Map<String, String> variables, ObjectNode body) {
            if (!variables.isEmpty()) {
                ArrayNode env = body.putArray("Env");
                variables.forEach((name, value) -> env.add(name + "=" + value));
            }
        }

        private void network(Role role, ObjectNode body, ObjectNode hostConfig) {
            if (role == Role.SIDECAR || role == Role.MEMBER) {
                Role owner = scope.pod().isSet() ? Role.HOLDER : Role.MAIN;
                hostConfig.put("NetworkMode", "container:" + engineName(owner, ArgoPod.MAIN));
                return;
            }
            if (scope.pod().hostNetwork()) {
                hostConfig.put("NetworkMode", "host");
            } else {
                String pod = scope.task().id().podName().replaceAll("[^a-zA-Z0-9-]", "-");
                body.put(
                        "Hostname", pod.substring(0, Math.min(63, pod.length())).replaceAll("-+$", ""));
            }
            PodNames.add(scope, hostConfig);
        }

        private void labels(Role role, String container, ObjectNode body) {
            ObjectNode labels = body.putObject("Labels");
            Labels.of(scope.task().id(), scope.uid(), owner, role).forEach(labels::put);
            labels.put(Labels.CONTAINER, container);
        }

        /** One delivery at the root, which makes missing directories; volumes one by one when the root cannot be written. */
        private static List<ContainerPlan.Delivery> deliveries(
                Map<String, List<Tar.Entry>> byDirectory, boolean readOnlyRoot) {
            List<ContainerPlan.Delivery> deliveries = new ArrayList<>();
            if (readOnlyRoot) {
                byDirectory.forEach((directory, entries) ->
                        deliveries.add(new ContainerPlan.Delivery(directory, List.copyOf(entries))));
                return deliveries;
            }
            List<Tar.Entry> all = new ArrayList<>();
            byDirectory.forEach((directory, entries) -> entries.forEach(e -> all.add(e.below(directory))));
            return all.isEmpty() ? List.of() : List.of(new ContainerPlan.Delivery("/", all));
        }

        private static void strings(ArrayNode array, List<String> values) {
            values.forEach(array::add);
        }
    }
}
