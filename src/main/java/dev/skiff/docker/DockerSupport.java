package dev.skiff.docker;

import dev.skiff.model.Template;
import dev.skiff.model.TemplateBody;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.pod.ArgoPod;
import io.fabric8.kubernetes.api.model.Container;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a template asks for that this executor does not give, so that a user can be told before anything starts. */
public final class DockerSupport {

    private DockerSupport() {}

    /**
     * @param fatal the task would be refused; else it runs, but not as it would on Kubernetes
     * @param message a sentence for the user, which names the field
     */
    public record Problem(boolean fatal, String message) {}

    /** Problems of one template, in the order of its fields; empty for templates that start nothing. */
    public static List<Problem> problems(Template template) {
        return switch (template.body()) {
            case TemplateBody.Container c -> ofPod(template, c.container());
            case TemplateBody.Script s -> ofPod(template, s.script().container());
            case TemplateBody.ContainerSet _ -> unsupported("containerSet");
            case TemplateBody.Data _ -> unsupported("data");
            case TemplateBody.Http _ -> unsupported("http");
            case TemplateBody.Plugin _ -> unsupported("plugin");
            case TemplateBody.Resource _ -> unsupported("resource");
            case TemplateBody.Dag _, TemplateBody.Steps _, TemplateBody.Suspend _, TemplateBody.Unclear _ -> List.of();
        };
    }

    /** Problems of what all pods of a workflow share. */
    public static List<Problem> problems(WorkflowSpec spec) {
        List<Problem> problems = new ArrayList<>();
        notice(spec.podSpecPatch() != null, "podSpecPatch is not applied on Docker yet", problems);
        notice(spec.archiveLogs(), "archiveLogs has no effect on Docker; logs are kept with the run", problems);
        return problems;
    }

    private static List<Problem> unsupported(String kind) {
        return List.of(new Problem(true, "templates of kind " + kind + " are not supported on Docker yet"));
    }

    private static List<Problem> ofPod(Template template, Container main) {
        List<Problem> problems = new ArrayList<>();
        var inputs = template.inputs();
        if (inputs != null && !inputs.artifacts().isEmpty()) {
            problems.add(new Problem(true, "inputs.artifacts are not supported on Docker yet"));
        }
        var outputs = template.outputs();
        if (outputs != null && !outputs.artifacts().isEmpty()) {
            problems.add(new Problem(true, "outputs.artifacts are not supported on Docker yet"));
        }
        notice(template.podSpecPatch() != null, "podSpecPatch is not applied on Docker yet", problems);
        notice(!template.resourceClaims().isEmpty(), "resourceClaims have no effect on Docker", problems);
        ofContainer(ArgoPod.MAIN, main, problems);
        template.sidecars().forEach(s -> ofContainer(s.name(), s.container(), problems));
        template.initContainers().forEach(i -> {
            ofContainer(i.name(), i.container(), problems);
            if ("Always".equals(i.restartPolicy())) {
                problems.add(new Problem(
                        true,
                        "init container " + i.name()
                                + ": restartPolicy Always is not supported on Docker; use sidecars"));
            }
        });
        return problems;
    }

    private static void ofContainer(String name, Container container, List<Problem> problems) {
        String where = "container " + name + ": ";
        notice(container.getLifecycle() != null, where + "lifecycle hooks are not run on Docker", problems);
        notice(container.getLivenessProbe() != null, where + "livenessProbe is not checked on Docker", problems);
        notice(container.getReadinessProbe() != null, where + "readinessProbe is not checked on Docker", problems);
        notice(container.getStartupProbe() != null, where + "startupProbe is not checked on Docker", problems);
        notice(container.getTty(), where + "tty has no effect on Docker", problems);
        notice(container.getStdin(), where + "stdin has no effect on Docker", problems);
        if (!container.getVolumeDevices().isEmpty()) {
            problems.add(new Problem(true, where + "volumeDevices are not supported on Docker"));
        }
    }

    private static void notice(@Nullable Boolean holds, String message, List<Problem> problems) {
        if (Boolean.TRUE.equals(holds)) {
            problems.add(new Problem(false, message));
        }
    }
}
