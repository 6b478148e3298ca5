package dev.skiff.docker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code securityContext} of pod and container → user, groups, privileges. */
final class ContainerSecurity {

    private ContainerSecurity() {}

    /** Whether the image's files cannot be written. */
    static boolean isReadOnlyRoot(@Nullable SecurityContext own) {
        return own != null && Boolean.TRUE.equals(own.getReadOnlyRootFilesystem());
    }

    /** Whether the container must not run as root, and the workflow does not say as whom. */
    static boolean isForTheImageToBeNonRoot(@Nullable SecurityContext own, PodScope scope) {
        PodSecurityContext pod = pod(scope);
        Boolean nonRoot = first(own, SecurityContext::getRunAsNonRoot, pod, PodSecurityContext::getRunAsNonRoot);
        Long user = first(own, SecurityContext::getRunAsUser, pod, PodSecurityContext::getRunAsUser);
        return Boolean.TRUE.equals(nonRoot) && user == null;
    }

    static void add(
            @Nullable SecurityContext own, String where, PodScope scope, ObjectNode body, ObjectNode hostConfig) {
        PodSecurityContext pod = pod(scope);
        user(own, pod, where, scope, body);
        groups(pod, hostConfig);
        seccomp(own, pod, where, scope, hostConfig);
        if (pod != null && pod.getSysctls() != null) {
            pod.getSysctls().forEach(s -> hostConfig.withObject("/Sysctls").put(s.getName(), s.getValue()));
        }
        if (own == null) {
            return;
        }
        if (Boolean.TRUE.equals(own.getPrivileged())) {
            hostConfig.put("Privileged", true);
        }
        if (isReadOnlyRoot(own)) {
            hostConfig.put("ReadonlyRootfs", true);
        }
        if (Boolean.FALSE.equals(own.getAllowPrivilegeEscalation())) {
            hostConfig.withArray("SecurityOpt").add("no-new-privileges");
        }
        var capabilities = own.getCapabilities();
        if (capabilities != null) {
            strings(capabilities.getAdd(), "CapAdd", hostConfig);
            strings(capabilities.getDrop(), "CapDrop", hostConfig);
        }
    }

    private static @Nullable PodSecurityContext pod(PodScope scope) {
        return scope.pod().securityContext();
    }

    private static void user(
            @Nullable SecurityContext own,
            @Nullable PodSecurityContext pod,
            String where,
            PodScope scope,
            ObjectNode body) {
        Long user = first(own, SecurityContext::getRunAsUser, pod, PodSecurityContext::getRunAsUser);
        Long group = first(own, SecurityContext::getRunAsGroup, pod, PodSecurityContext::getRunAsGroup);
        Boolean nonRoot = first(own, SecurityContext::getRunAsNonRoot, pod, PodSecurityContext::getRunAsNonRoot);
        if (user == null && group != null) {
            scope.problem(where + ": runAsGroup without runAsUser is not supported on Docker; give both");
        }
        if (Boolean.TRUE.equals(nonRoot) && user != null && user == 0) {
            scope.problem(where + ": runAsNonRoot is true, but runAsUser is 0");
        }
        if (user != null) {
            // a kubelet's group is the one that /etc/passwd gives, and root's when it gives none: the engine does the
            // same
            body.put("User", group == null ? Long.toString(user) : user + ":" + group);
        }
    }

    private static void groups(@Nullable PodSecurityContext pod, ObjectNode hostConfig) {
        if (pod == null) {
            return;
        }
        List<Long> groups = new ArrayList<>();
        if (pod.getSupplementalGroups() != null) {
            groups.addAll(pod.getSupplementalGroups());
        }
        if (pod.getFsGroup() != null) {
            groups.add(pod.getFsGroup());
        }
        strings(groups.stream().map(String::valueOf).toList(), "GroupAdd", hostConfig);
    }

    private static void seccomp(
            @Nullable SecurityContext own,
            @Nullable PodSecurityContext pod,
            String where,
            PodScope scope,
            ObjectNode hostConfig) {
        SeccompProfile profile =
                first(own, SecurityContext::getSeccompProfile, pod, PodSecurityContext::getSeccompProfile);
        String type = profile == null ? "RuntimeDefault" : profile.getType();
        switch (type) {
            case "RuntimeDefault" -> {}
            case "Unconfined" -> hostConfig.withArray("SecurityOpt").add("seccomp=unconfined");
            default -> scope.problem(where + ": a seccompProfile of type " + type + " is not supported on Docker");
        }
    }

    private static <C, P, T> @Nullable T first(
            @Nullable C own, Function<C, @Nullable T> fromOwn, @Nullable P pod, Function<P, @Nullable T> fromPod) {
        T value = own == null ? null : fromOwn.apply(own);
        return value != null || pod == null ? value : fromPod.apply(pod);
    }

    private static void strings(@Nullable List<String> values, String field, ObjectNode to) {
        if (values != null && !values.isEmpty()) {
            ArrayNode array = to.putArray(field);
            values.forEach(array::add);
        }
    }
}
