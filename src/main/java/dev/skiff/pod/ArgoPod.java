package dev.skiff.pod;

import dev.skiff.model.UserContainer;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** How Argo puts a pod together. */
public final class ArgoPod {

    /** The container that a template describes. */
    public static final String MAIN = "main";

    /** Where the source of a script lies (RES-11). */
    public static final String SCRIPT_DIRECTORY = "/argo/staging";

    public static final String SCRIPT_NAME = "script";

    /** Absolute path of the source of a script. */
    public static final String SCRIPT = SCRIPT_DIRECTORY + "/" + SCRIPT_NAME;

    /** Where Argo keeps what the containers of a pod tell one another (RES-10). */
    public static final String VAR_RUN_ARGO = "/var/run/argo";

    private ArgoPod() {}

    /** The name of the claim that is made from one of the run's {@code volumeClaimTemplates} (VOL-01). */
    public static String claim(String run, String template) {
        return run + "-" + template;
    }

    /** The container with main's mounts too, when it asks for them; its own mount at a path wins. */
    public static Container mirrored(UserContainer user, Container main) {
        Container spec = user.container();
        if (!Boolean.TRUE.equals(user.mirrorVolumeMounts())) {
            return spec;
        }
        List<VolumeMount> mounts = new ArrayList<>(spec.getVolumeMounts());
        for (VolumeMount mount : main.getVolumeMounts()) {
            if (mounts.stream().noneMatch(m -> Objects.equals(mount.getMountPath(), m.getMountPath()))) {
                mounts.add(mount);
            }
        }
        return new ContainerBuilder(spec).withVolumeMounts(mounts).build();
    }
}
