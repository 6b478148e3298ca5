package dev.skiff.host;

import dev.skiff.engine.Task;
import dev.skiff.host.TaskPlan.ArtifactPlace;
import dev.skiff.host.TaskPlan.OutputPlace;
import dev.skiff.host.TaskPlan.ProcessPlan;
import dev.skiff.model.Template;
import dev.skiff.pod.ArgoPod;
import dev.skiff.pod.ContainerEnvironment;
import dev.skiff.pod.ContainerProbes;
import dev.skiff.pod.MemberRetry;
import dev.skiff.pod.ObjectContents;
import dev.skiff.pod.PodArtifacts;
import dev.skiff.pod.PodFields;
import dev.skiff.pod.PodSources;
import dev.skiff.pod.TaskPod;
import dev.skiff.pod.VariableReferences;
import dev.skiff.port.RunContext;
import io.fabric8.kubernetes.api.model.Container;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says what a task does on this machine, or why it cannot be done here. */
final class TaskPlanner {
    /**
     * What the plan depends on besides the task.
     *
     * @param uid of the user who runs skiff
     * @param directoryExists whether this machine has the directory
     */
    record Machine(int uid, Predicate<Path> directoryExists) {}

    private final Task task;
    private final Template template;
    private final TaskPod pod;
    private final Layout.TaskFiles files;
    private final HostOptions options;
    private final Machine machine;
    private final List<String> problems = new ArrayList<>();
    private final PodSources sources;
    private final VolumePlanner volumePlanner;
    private final Map<String, VolumePlan> volumes = new LinkedHashMap<>();
    private final Set<Path> directories = new LinkedHashSet<>();
    private final Map<Path, String> texts = new LinkedHashMap<>();
    private final Map<String, Path> artifactPaths = new LinkedHashMap<>();

    private TaskPlanner(
            Task task, RunContext run, Layout layout, Layout.TaskFiles files, HostOptions options, Machine machine) {
        this.task = task;
        this.template = task.template();
        this.files = files;
        this.options = options;
        this.machine = machine;
        this.sources = new PodSources(
                new ObjectContents(run.resources(), problems::add),
                new PodFields(task, run.workflow(), HostTask.HOST, Optional.of(HostTask.IP)),
                "the host",
                problems::add);
        this.pod = TaskPod.of(task, run.workflow().spec(), problems::add);
        this.volumePlanner = new VolumePlanner(pod.volumes(), run, layout, files, sources, options.allowHostPath());
    }

    /** @throws PlanProblem when the task asks for what the host executor does not have */
    static TaskPlan plan(
            Task task, RunContext run, Layout layout, Layout.TaskFiles files, HostOptions options, Machine machine) {
        var planner = new TaskPlanner(task, run, layout, files, options, machine);
        try {
            var plan = planner.plan();
            if (planner.problems.isEmpty()) {
                return plan;
            }
        } catch (PlanProblem e) {
            planner.problems.add(e.sentence());
        }
        throw new PlanProblem(String.join("; ", planner.problems));
    }

    private TaskPlan plan() {
        if (pod.members().isEmpty()) {
            throw new PlanProblem(problems.removeLast());
        }
        Map<String, OutputPlace> outputs = new LinkedHashMap<>();
        List<ArtifactPlace> inputArtifacts = new ArrayList<>();
        List<ArtifactPlace> outputArtifacts = new ArrayList<>();
        placeArtifacts(inputArtifacts, outputArtifacts);
        var inits = pod.inits().stream().map(this::beside).toList();
        var members = pod.members().stream()
                .map(m -> m.name().equals(ArgoPod.MAIN)
                        ? main(m.container(), outputs)
                        : process(m.name(), m.container(), memberMounts(m.name(), m.container()), List.of()))
                .map(this::repeated)
                .toList();
        var sidecars = pod.sidecars().stream().map(this::beside).toList();
        return new TaskPlan(
                List.copyOf(volumes.values()),
                directories,
                texts,
                inits,
                members,
                pod.graph(),
                pod.isSet(),
                sidecars,
                outputs,
                inputArtifacts,
                outputArtifacts);
    }

    /** Where they lie for main: in what it mounts, or at their paths in its own root. */
    private void placeArtifacts(List<ArtifactPlace> inputs, List<ArtifactPlace> outputs) {
        var main = pod.main();
        if (main == null) {
            return;
        }
        var mounts = memberMounts(ArgoPod.MAIN, main);
        for (var input : PodArtifacts.inputs(template, problems::add)) {
            inputs.add(new ArtifactPlace(input.artifact(), artifactPlace(input, mounts)));
        }
        for (var output : PodArtifacts.outputs(template, problems::add)) {
            var place = artifactPlace(output, mounts);
            outputs.add(new ArtifactPlace(output.artifact(), place));
            directories.add(place.getParent());
        }
    }

    private Path artifactPlace(PodArtifacts.Placed artifact, PathMapping mounts) {
        var mounted = mounts.find(artifact.path());
        if (mounted.isPresent()) {
            return mounted.get();
        }
        var inRoot =
                files.container(ArgoPod.MAIN).root().resolve(artifact.path().substring(1));
        artifactPaths.put(artifact.path(), inRoot);
        missingAbove(artifact.path())
                .ifPresent(d -> artifactPaths.put(
                        d, files.container(ArgoPod.MAIN).root().resolve(d.substring(1))));
        return inRoot;
    }

    /** A container that mirrors main's mounts sees main's artifacts. */
    private ProcessPlan beside(Container container) {
        var name = container.getName();
        boolean mirrors = Stream.concat(template.initContainers().stream(), template.sidecars().stream())
                .anyMatch(c -> c.name().equals(name) && Boolean.TRUE.equals(c.mirrorVolumeMounts()));
        var mounts = mounts(name, container);
        return process(name, container, mirrors ? mounts.with(artifactPaths) : mounts, List.of());
    }

    private ProcessPlan repeated(ProcessPlan plan) {
        return new ProcessPlan(
                plan.container(), plan.argv(), plan.environment(), plan.workingDirectory(), pod.retry(), plan.probes());
    }

    /** The members of a containerSet share what is at {@code /var/run/argo} (RES-10). */
    private PathMapping memberMounts(String name, Container container) {
        var mounts = mounts(name, container);
        if (!pod.isSet() || mounts.find(ArgoPod.VAR_RUN_ARGO).isPresent()) {
            return mounts;
        }
        var shared = files.volume("\0var-run-argo");
        directories.add(shared);
        return mounts.with(Map.of(ArgoPod.VAR_RUN_ARGO, shared));
    }

    private ProcessPlan main(Container container, Map<String, OutputPlace> outputs) {
        var own = files.container(ArgoPod.MAIN);
        var mounts = memberMounts(ArgoPod.MAIN, container);
        Map<String, Path> more = new LinkedHashMap<>(artifactPaths);
        task.outputFiles().forEach((name, path) -> {
            var normal = PathMapping.normal(path, "the path of output parameter '" + name + "'");
            var inRoot = own.root().resolve(normal.substring(1));
            var mounted = mounts.find(normal);
            outputs.put(name, new OutputPlace(path, mounted.orElse(inRoot)));
            if (mounted.isEmpty()) {
                directories.add(inRoot.getParent());
                more.put(normal, inRoot);
                missingAbove(normal).ifPresent(d -> more.put(d, own.root().resolve(d.substring(1))));
            }
        });
        if (pod.source().isEmpty()) {
            return process(ArgoPod.MAIN, container, mounts.with(more), List.of());
        }
        var scriptFile = own.root().resolve(ArgoPod.SCRIPT.substring(1));
        more.put(ArgoPod.SCRIPT, scriptFile);
        var mapping = mounts.with(more);
        // RES-11: the script is the last word of the command; the arguments follow.
        var process = process(ArgoPod.MAIN, container, mapping, List.of(scriptFile.toString()));
        texts.put(
                scriptFile,
                inWorkingDirectory(ArgoPod.MAIN, container, mapping).mapping().apply(pod.source()));
        return process;
    }

    /** The highest directory above the path that this machine does not have: nobody can mean the machine's own. */
    private Optional<String> missingAbove(String path) {
        Optional<String> highest = Optional.empty();
        for (var d = Path.of(path).getParent();
                d != null && !machine.directoryExists().test(d);
                d = d.getParent()) {
            highest = Optional.of(d.toString());
        }
        return highest;
    }

    private ProcessPlan process(String name, Container container, PathMapping mounts, List<String> afterCommand) {
        refuseOtherUsers(name, container);
        if (container.getCommand().isEmpty()) {
            throw new PlanProblem(
                    "container '" + name
                            + "' has no command, and the host executor has no image to take an entrypoint from: give a command");
        }
        var own = files.container(name);
        directories.addAll(List.of(own.root(), own.work(), own.tmp()));
        var placed = inWorkingDirectory(name, container, mounts);
        var mapping = placed.mapping();
        var declared = ContainerEnvironment.of(container, "container " + name, sources);
        var probes = ContainerProbes.of(
                container,
                Boolean.TRUE.equals(template.daemon()),
                word -> argument(name, word, declared, mapping),
                problems::add);
        List<String> argv = new ArrayList<>();
        container.getCommand().forEach(word -> argv.add(argument(name, word, declared, mapping)));
        argv.addAll(afterCommand);
        container.getArgs().forEach(word -> argv.add(argument(name, word, declared, mapping)));
        return new ProcessPlan(
                name, argv, environment(own, declared, mapping), placed.directory(), MemberRetry.NONE, probes);
    }

    private record Placed(PathMapping mapping, Path directory) {}

    /** A working directory that this machine has is that one; another is made, and mapped. */
    private Placed inWorkingDirectory(String name, Container container, PathMapping mapping) {
        var own = files.container(name);
        var wanted = container.getWorkingDir();
        if (wanted == null || wanted.isEmpty()) {
            return new Placed(mapping, own.work());
        }
        var path = PathMapping.normal(wanted, "workingDir of container '" + name + "'");
        var mounted = mapping.find(path);
        if (mounted.isEmpty() && machine.directoryExists().test(Path.of(path))) {
            return new Placed(mapping, Path.of(path));
        }
        var place = mounted.orElse(own.root().resolve(path.substring(1)));
        directories.add(place);
        return new Placed(mapping.with(Map.of(path, place)), place);
    }

    private static String argument(String container, String word, Map<String, String> variables, PathMapping mapping) {
        if (word.indexOf('\0') >= 0) {
            throw new PlanProblem("an argument of container '" + container + "' contains a NUL character");
        }
        return mapping.apply(VariableReferences.expand(word, variables));
    }

    private Map<String, String> environment(
            Layout.ContainerFiles own, Map<String, String> declared, PathMapping mapping) {
        var all = Environment.inherited(options.environment());
        all.put("TMPDIR", own.tmp().toString());
        all.put("SKIFF_ROOT", own.root().toString());
        declared.forEach((name, value) -> all.put(name, mapping.apply(value)));
        return all;
    }

    private PathMapping mounts(String container, Container spec) {
        Map<String, Path> places = new LinkedHashMap<>();
        for (var mount : spec.getVolumeMounts()) {
            var volume = volumes.computeIfAbsent(mount.getName(), volumePlanner::of);
            var path = PathMapping.normal(mount.getMountPath(), "a mountPath of container '" + container + "'");
            var subPath = mount.getSubPath();
            var place = volume.place();
            if (subPath != null && !subPath.isEmpty()) {
                place = place.resolve(VolumePlanner.inside(subPath, mount.getName()));
                if (volume instanceof VolumePlan.Directory) {
                    directories.add(place);
                }
            }
            places.put(path, place);
        }
        return new PathMapping(places);
    }

    private void refuseOtherUsers(String name, Container container) {
        var own = container.getSecurityContext();
        if (own != null) {
            refuseOtherUsers(name, own.getRunAsUser(), own.getRunAsNonRoot());
        }
        boolean userIsSaid = own != null && own.getRunAsUser() != null;
        var ofPod = pod.securityContext();
        if (ofPod != null) {
            refuseOtherUsers(name, userIsSaid ? null : ofPod.getRunAsUser(), ofPod.getRunAsNonRoot());
        }
    }

    private void refuseOtherUsers(String name, @Nullable Long user, @Nullable Boolean nonRoot) {
        boolean wantsAnother = user != null && user != machine.uid();
        if (wantsAnother || (Boolean.TRUE.equals(nonRoot) && machine.uid() == 0)) {
            throw new PlanProblem("container '" + name + "' asks for "
                    + (wantsAnother ? "user id " + user : "a user other than root")
                    + ", but the host executor runs every step as the user who runs skiff (user id " + machine.uid()
                    + "): run skiff as that user, or run this workflow on a container engine");
        }
    }
}
