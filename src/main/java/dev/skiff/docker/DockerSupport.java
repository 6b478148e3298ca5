package dev.skiff.docker;

import dev.skiff.model.Template;
import dev.skiff.pod.PodArtifacts;
import dev.skiff.pod.TaskPod;
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

    /** Problems of one template and of the pod that it makes, in the order of the template's fields. */
    public static List<Problem> problems(Template template, TaskPod pod) {
        List<Problem> problems = new ArrayList<>();
        PodArtifacts.inputs(template, p -> problems.add(new Problem(true, p)));
        PodArtifacts.outputs(template, p -> problems.add(new Problem(true, p)));
        notice(!template.resourceClaims().isEmpty(), "resourceClaims have no effect on Docker", problems);
        pod.members().forEach(m -> ofContainer(m.container(), problems));
        pod.sidecars().forEach(s -> ofContainer(s, problems));
        pod.inits().forEach(i -> {
            ofContainer(i, problems);
            if ("Always".equals(i.getRestartPolicy())) {
                problems.add(new Problem(
                        true,
                        "init container " + i.getName()
                                + ": restartPolicy Always is not supported on Docker; use sidecars"));
            }
        });
        return problems;
    }

    private static void ofContainer(Container container, List<Problem> problems) {
        String where = "container " + container.getName() + ": ";
        notice(container.getLifecycle() != null, where + "lifecycle hooks are not run on Docker", problems);
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
