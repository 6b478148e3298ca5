package dev.skiff.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One container to be: everything the engine has to be told.
 *
 * @param role init, main or sidecar
 * @param container its name in the workflow: {@code main}, or the name of a sidecar or init container
 * @param name its name in the engine
 * @param image as written
 * @param pullPolicy {@code Always}, {@code IfNotPresent} or {@code Never}
 * @param command what is asked to be run, for messages; empty when the image decides
 * @param mustNotBeRoot whether the image's own user has to be looked at: {@code runAsNonRoot} without {@code runAsUser}
 * @param body of the call that creates it
 * @param deliveries what has to be unpacked in it before it starts
 */
record ContainerPlan(
        Labels.Role role,
        String container,
        String name,
        ImageName image,
        String pullPolicy,
        String command,
        boolean mustNotBeRoot,
        ObjectNode body,
        List<Delivery> deliveries) {

    /** Files for one directory of a container. */
    record Delivery(String directory, List<Tar.Entry> entries) {}
}
