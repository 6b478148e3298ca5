package dev.skiff.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState.OutputArtifact;
import dev.skiff.model.UserContainer;
import dev.skiff.pod.ArgoPod;
import dev.skiff.pod.PodArtifacts;
import dev.skiff.pod.PodArtifacts.Placed;
import dev.skiff.port.ArtifactException;
import dev.skiff.port.Artifacts;
import dev.skiff.port.Artifacts.Fetched;
import dev.skiff.port.RunContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The artifacts of one task: put into its containers before they start, read when main has ended. */
final class ContainerArtifacts implements AutoCloseable {

    private final Services services;
    private final Task task;
    private final RunContext run;
    private final Set<String> inVolumes = new HashSet<>();
    private final Map<String, Optional<Fetched>> fetched = new HashMap<>();

    ContainerArtifacts(Services services, Task task, RunContext run) {
        this.services = services;
        this.task = task;
        this.run = run;
    }

    /**
     * Puts the input artifacts into a container that has been made and not been started, if it sees them: main does, and so do those that
     * mirror its mounts. What lies in a volume is put there once, so that an init container may change it.
     *
     * @throws TaskFailure when one cannot be had or put there, in words for the user
     */
    void stage(ContainerPlan plan, String id) throws IOException, TaskFailure {
        if (!plan.container().equals(ArgoPod.MAIN) && !mirrorsMain(plan.container())) {
            return;
        }
        for (Placed input : PodArtifacts.inputs(task.template(), _ -> {})) {
            String mount = mountAbove(plan, input.path());
            if (mount.isEmpty() || inVolumes.add(input.artifact().name())) {
                Optional<Fetched> content = fetch(input);
                if (content.isPresent()) {
                    put(plan, id, input, mount, content.get());
                }
            }
        }
    }

    private boolean mirrorsMain(String container) {
        List<UserContainer> beside = new ArrayList<>(task.template().initContainers());
        beside.addAll(task.template().sidecars());
        return beside.stream().anyMatch(c -> c.name().equals(container) && Boolean.TRUE.equals(c.mirrorVolumeMounts()));
    }

    /** Fetched once for all containers. */
    private Optional<Fetched> fetch(Placed input) throws TaskFailure {
        String name = input.artifact().name();
        Optional<Fetched> known = fetched.get(name);
        if (known != null) {
            return known;
        }
        try {
            Optional<Fetched> content = services.artifacts().load(run, task, input.artifact());
            fetched.put(name, content);
            return content;
        } catch (ArtifactException e) {
            throw new TaskFailure(String.valueOf(e.getMessage()));
        }
    }

    private void put(ContainerPlan plan, String id, Placed input, String mount, Fetched content)
            throws IOException, TaskFailure {
        String where = "input artifact '" + input.artifact().name() + "' cannot be put into container "
                + plan.container() + " at " + input.path();
        if (mount.isEmpty()
                && plan.body().path("HostConfig").path("ReadonlyRootfs").asBoolean()) {
            throw new TaskFailure(where + ": its root file system is read-only (readOnlyRootFilesystem); give it a path"
                    + " in a volume");
        }
        String directory = mount.isEmpty() ? "/" : mount;
        String relative = input.path().equals(directory)
                ? "."
                : input.path().substring(directory.equals("/") ? 1 : directory.length() + 1);
        ContainerTree.Owner owner = owner();
        try {
            services.patiently(() -> {
                services.api().putArchive(id, directory, to -> ContainerTree.write(content, relative, owner, to));
                return true;
            });
        } catch (EngineException e) {
            throw new TaskFailure(where + ": " + e.words());
        }
    }

    /** Argo's executor runs as the pod's user, so what it puts there is that user's. */
    private ContainerTree.Owner owner() {
        var own = task.template().securityContext();
        var context = own != null ? own : run.workflow().spec().securityContext();
        Long user = context == null ? null : context.getRunAsUser();
        Long group =
                context == null ? null : context.getFsGroup() != null ? context.getFsGroup() : context.getRunAsGroup();
        return new ContainerTree.Owner(user == null ? 0 : user, group == null ? 0 : group);
    }

    /** The innermost mount that the path lies in; empty for none. */
    private static String mountAbove(ContainerPlan plan, String path) {
        List<String> targets = new ArrayList<>();
        JsonNode host = plan.body().path("HostConfig");
        host.path("Mounts").forEach(m -> targets.add(m.path("Target").asText("")));
        host.path("Binds").forEach(b -> targets.add(b.asText("").split(":", 3)[1]));
        String innermost = "";
        for (String target : targets) {
            String clean = target.replaceAll("/+$", "");
            if ((path.equals(clean) || path.startsWith(clean + "/")) && clean.length() > innermost.length()) {
                innermost = clean;
            }
        }
        return innermost;
    }

    /** What became of each output artifact, and of main's output when it is wanted (ART-06). */
    Map<String, OutputArtifact> save(String main) throws IOException {
        Map<String, OutputArtifact> saved = new LinkedHashMap<>();
        OutputReader reader = new OutputReader(services.api(), 0);
        for (Placed output : PodArtifacts.outputs(task.template(), _ -> {})) {
            saved.put(output.artifact().name(), services.patiently(() -> {
                OutputReader.@Nullable Found found = reader.find(main, output.path());
                if (found == null) {
                    return new OutputArtifact.Missing();
                }
                try (found) {
                    return services.artifacts()
                            .save(
                                    run,
                                    task,
                                    output.artifact(),
                                    ContainerTree.of(found, services.api().shown()));
                }
            }));
        }
        if (task.extras().archiveLogs()) {
            saved.put(
                    ArgoPod.MAIN + "-logs",
                    services.patiently(() -> services.artifacts().saveLog(run, task, ArgoPod.MAIN, log(main))));
        }
        return saved;
    }

    private Artifacts.Log log(String container) {
        return to -> {
            try (EngineHttp.Stream logs = services.api().logs(container)) {
                OutputFrames.copy(logs.body(), (_, piece) -> to.write(piece));
            }
        };
    }

    /** Forgets what was fetched. */
    @Override
    public void close() {
        fetched.values().forEach(content -> content.ifPresent(Fetched::close));
        fetched.clear();
    }
}
