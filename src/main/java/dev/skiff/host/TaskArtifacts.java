package dev.skiff.host;

import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState.OutputArtifact;
import dev.skiff.host.TaskPlan.ArtifactPlace;
import dev.skiff.pod.ArgoPod;
import dev.skiff.port.ArtifactException;
import dev.skiff.port.Artifacts;
import dev.skiff.port.Artifacts.Fetched;
import dev.skiff.port.LocalTree;
import dev.skiff.port.RunContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The artifacts of one task: put in place before it starts, read when main has ended. */
final class TaskArtifacts {
    private final Artifacts artifacts;
    private final RunContext run;
    private final Task task;
    private final Layout.ContainerFiles main;

    TaskArtifacts(Artifacts artifacts, RunContext run, Task task, Layout.ContainerFiles main) {
        this.artifacts = artifacts;
        this.run = run;
        this.task = task;
        this.main = main;
    }

    /** Replaces files that are there; a directory joins one that is. @throws PlanProblem when one cannot be had */
    void stage(List<ArtifactPlace> inputs) throws IOException {
        for (ArtifactPlace input : inputs) {
            try {
                Optional<Fetched> found = artifacts.load(run, task, input.artifact());
                if (found.isPresent()) {
                    try (Fetched content = found.get()) {
                        LocalTree.write(content, input.place());
                    }
                }
            } catch (ArtifactException e) {
                throw new PlanProblem(String.valueOf(e.getMessage()));
            }
        }
    }

    /** What became of each output artifact, and of main's output when it is wanted (ART-06). */
    Map<String, OutputArtifact> save(List<ArtifactPlace> outputs) throws IOException {
        Map<String, OutputArtifact> saved = new LinkedHashMap<>();
        for (ArtifactPlace output : outputs) {
            String name = output.artifact().name();
            if (!Files.exists(output.place())) {
                saved.put(name, new OutputArtifact.Missing());
                continue;
            }
            try {
                saved.put(name, artifacts.save(run, task, output.artifact(), new LocalTree(output.place())));
            } catch (IOException e) {
                saved.put(
                        name,
                        new OutputArtifact.Unsaved("artifact '" + name + "' cannot be read: "
                                + DirectoryTree.sentence(e, output.place())));
            }
        }
        if (task.extras().archiveLogs()) {
            saved.put(ArgoPod.MAIN + "-logs", artifacts.saveLog(run, task, ArgoPod.MAIN, to -> {
                if (Files.exists(main.combined())) {
                    Files.copy(main.combined(), to);
                }
            }));
        }
        return saved;
    }

    /** Forgets the output: it will come again from its beginning. */
    void forgetOutput() throws IOException {
        Files.deleteIfExists(main.combined());
    }

    /** Keeps output in the order of its arrival, which the files of the two streams do not tell. */
    void keep(byte[] chunk) {
        if (!task.extras().archiveLogs()) {
            return;
        }
        try {
            Files.write(main.combined(), chunk, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
