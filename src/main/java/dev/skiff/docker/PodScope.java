package dev.skiff.docker;

import dev.skiff.engine.Task;
import dev.skiff.model.Template;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.pod.ObjectContents;
import dev.skiff.pod.PodFields;
import dev.skiff.pod.PodSources;
import dev.skiff.pod.TaskPod;
import dev.skiff.port.RunContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the parts of one task's plan share: where values come from, and where problems go. All problems are reported at once. */
final class PodScope {

    private final Task task;
    private final RunContext run;
    private final DockerOptions options;
    private final EngineFacts facts;
    private final Set<String> newVolumes;
    private final List<String> problems = new ArrayList<>();
    private final PodSources sources;
    private final TaskPod pod;

    /** @param newVolumes names of claims' volumes that no container has used yet */
    PodScope(Task task, RunContext run, DockerOptions options, EngineFacts facts, Set<String> newVolumes) {
        this.newVolumes = Set.copyOf(newVolumes);
        this.task = task;
        this.run = run;
        this.options = options;
        this.facts = facts;
        this.sources = new PodSources(
                new ObjectContents(run.resources(), problems::add),
                new PodFields(task, run.workflow(), facts.host(), Optional.empty()),
                "Docker",
                problems::add);
        this.pod = TaskPod.of(task, run.workflow().spec(), problems::add);
    }

    Task task() {
        return task;
    }

    /** What the task's containers and volumes are, its podSpecPatch included. */
    TaskPod pod() {
        return pod;
    }

    Template template() {
        return task.template();
    }

    WorkflowSpec spec() {
        return run.workflow().spec();
    }

    RunContext run() {
        return run;
    }

    DockerOptions options() {
        return options;
    }

    EngineFacts facts() {
        return facts;
    }

    String uid() {
        String uid = run.workflow().metadata().getUid();
        return uid == null ? "" : uid;
    }

    boolean isNew(String volume) {
        return newVolumes.contains(volume);
    }

    void problem(String text) {
        problems.add(text);
    }

    List<String> problems() {
        return problems;
    }

    /** Where values come from, for the rules of {@link dev.skiff.pod}. */
    PodSources sources() {
        return sources;
    }
}
