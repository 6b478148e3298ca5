package dev.skiff.engine;

import dev.skiff.model.Arguments;
import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactLocation;
import dev.skiff.model.Inputs;
import dev.skiff.model.LifecycleHook;
import dev.skiff.model.Outputs;
import dev.skiff.model.Synchronization;
import dev.skiff.model.Template;
import dev.skiff.model.TemplateBody;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a workflow asks for that this version does not do. Said before anything starts; nothing is ignored silently. */
public final class Unsupported {
    private final List<String> problems = new ArrayList<>();

    private Unsupported() {}

    /** One sentence for each unsupported thing, with its path in the document; empty when the workflow can run. */
    public static List<String> problems(Workflow workflow) {
        Unsupported u = new Unsupported();
        u.spec(workflow.spec());
        return List.copyOf(u.problems);
    }

    private void spec(WorkflowSpec spec) {
        locks("spec.synchronization", spec.synchronization());
        if (!spec.executorPlugins().isEmpty()) {
            no("spec.executorPlugins", spec.executorPlugins());
        }
        arguments("spec.arguments", spec.arguments());
        hooks("spec", spec.hooks());
        for (int i = 0; i < spec.templates().size(); i++) {
            template("spec.templates[" + i + "]", spec.templates().get(i));
        }
    }

    private void template(String path, Template t) {
        locks(path + ".synchronization", t.synchronization());
        Inputs in = t.inputs();
        artifacts(path + ".inputs", in == null ? List.of() : in.artifacts());
        Outputs out = t.outputs();
        artifacts(path + ".outputs", out == null ? List.of() : out.artifacts());
        location(path + ".archiveLocation", t.archiveLocation());
        body(path, t.body());
    }

    private void body(String path, TemplateBody body) {
        switch (body) {
            case TemplateBody.Container c -> {}
            case TemplateBody.Script s -> {}
            case TemplateBody.Steps s -> {
                for (int g = 0; g < s.groups().size(); g++) {
                    for (int i = 0; i < s.groups().get(g).size(); i++) {
                        var step = s.groups().get(g).get(i);
                        String at = path + ".steps[" + g + "][" + i + "]";
                        arguments(at + ".arguments", step.arguments());
                        call(at, step.inline(), step.hooks());
                    }
                }
            }
            case TemplateBody.Dag d -> {
                for (int i = 0; i < d.dag().tasks().size(); i++) {
                    var task = d.dag().tasks().get(i);
                    String at = path + ".dag.tasks[" + i + "]";
                    arguments(at + ".arguments", task.arguments());
                    call(at, task.inline(), task.hooks());
                }
            }
            case TemplateBody.ContainerSet c -> {}
            case TemplateBody.Suspend s -> {}
            case TemplateBody.Resource r -> {}
            case TemplateBody.Http h -> {}
            case TemplateBody.Plugin p ->
                problems.add(path + ".plugin: skiff runs no executor plugins, and this step needs "
                        + String.join(", ", names(p)) + "; do it in a container or script");
            case TemplateBody.Data d -> {}
            case TemplateBody.Unclear u ->
                problems.add(path + ": a template needs exactly one type, this one has "
                        + (u.fields().isEmpty() ? "none" : String.join(" and ", u.fields())));
        }
    }

    private void call(String path, @Nullable Template inline, Map<String, LifecycleHook> hooks) {
        hooks(path, hooks);
        if (inline != null) {
            template(path + ".inline", inline);
        }
    }

    private void hooks(String path, Map<String, LifecycleHook> hooks) {
        hooks.forEach((name, hook) -> arguments(path + ".hooks." + name + ".arguments", hook.arguments()));
    }

    private void locks(String path, @Nullable Synchronization block) {
        if (block == null) {
            return;
        }
        block.mutexes().forEach(m -> no(path + ".mutexes.database", Boolean.TRUE.equals(m.database()) ? m : null));
        block.semaphores().forEach(s -> no(path + ".semaphores.database", s.database()));
    }

    private void arguments(String path, @Nullable Arguments arguments) {
        artifacts(path, arguments == null ? List.of() : arguments.artifacts());
    }

    private void artifacts(String path, List<Artifact> artifacts) {
        for (int i = 0; i < artifacts.size(); i++) {
            location(path + ".artifacts[" + i + "]", artifacts.get(i).location());
        }
    }

    private void location(String path, @Nullable ArtifactLocation location) {
        String store = location == null ? null : ArtifactPlaces.unsupported(location);
        if (store != null) {
            problems.add(
                    path + "." + store + " is not supported by this version of skiff: artifacts may lie in s3 (also "
                            + "of other makers), http, artifactory, git, raw, or, without a place, in the run's repository");
        }
    }

    private static List<String> names(TemplateBody.Plugin plugin) {
        return plugin.plugin().properties().stream()
                .map(e -> "'" + e.getKey() + "'")
                .toList();
    }

    private void no(String path, @Nullable Object value) {
        if (value != null) {
            problems.add(path + " is not supported yet by this version of skiff");
        }
    }
}
