package dev.skiff.pod;

import dev.skiff.pod.ObjectContents.Kind;
import dev.skiff.pod.ObjectContents.Reference;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The environment of one container: {@code envFrom} first, then {@code env} in order, each value with its references replaced. */
public final class ContainerEnvironment {

    private ContainerEnvironment() {}

    /**
     * Name → value; what cannot be resolved becomes a problem of the sources.
     *
     * @param where the container, for messages
     */
    public static Map<String, String> of(Container container, String where, PodSources sources) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (EnvFromSource source : container.getEnvFrom()) {
            addAll(source, where + ", envFrom", variables, sources);
        }
        for (EnvVar variable : container.getEnv()) {
            String at = where + ", env " + variable.getName();
            Optional<String> value = variable.getValueFrom() == null
                    ? Optional.of(VariableReferences.expand(
                            variable.getValue() == null ? "" : variable.getValue(), variables))
                    : from(variable.getValueFrom(), at, sources);
            value.ifPresent(v -> variables.put(variable.getName(), v));
        }
        variables.forEach((name, value) -> check(name, value, where, sources));
        return variables;
    }

    /** What no process can be given. */
    private static void check(String name, String value, String where, PodSources sources) {
        if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
            sources.problems().accept(where + ": '" + name + "' is no name for an environment variable");
        }
        if (value.indexOf('\0') >= 0) {
            sources.problems().accept(where + ", env " + name + ": the value contains a NUL character");
        }
    }

    private static void addAll(EnvFromSource source, String where, Map<String, String> variables, PodSources sources) {
        String prefix = source.getPrefix() == null ? "" : source.getPrefix();
        var map = source.getConfigMapRef();
        if (map != null) {
            addAll(new Reference(Kind.CONFIG_MAP, map.getName(), map.getOptional()), prefix, where, variables, sources);
        }
        var secret = source.getSecretRef();
        if (secret != null) {
            addAll(
                    new Reference(Kind.SECRET, secret.getName(), secret.getOptional()),
                    prefix,
                    where,
                    variables,
                    sources);
        }
    }

    private static void addAll(
            Reference reference, String prefix, String where, Map<String, String> variables, PodSources sources) {
        sources.objects()
                .of(reference, where)
                .ifPresent(contents -> contents.forEach((key, value) -> variables.put(prefix + key, text(value))));
    }

    private static Optional<String> from(EnvVarSource source, String where, PodSources sources) {
        var map = source.getConfigMapKeyRef();
        if (map != null) {
            return sources.objects()
                    .key(new Reference(Kind.CONFIG_MAP, map.getName(), map.getOptional()), map.getKey(), where)
                    .map(ContainerEnvironment::text);
        }
        var secret = source.getSecretKeyRef();
        if (secret != null) {
            return sources.objects()
                    .key(new Reference(Kind.SECRET, secret.getName(), secret.getOptional()), secret.getKey(), where)
                    .map(ContainerEnvironment::text);
        }
        if (source.getFieldRef() != null) {
            return sources.field(source.getFieldRef(), where);
        }
        sources.problems()
                .accept(where + ": this kind of valueFrom is not supported on " + sources.place()
                        + "; supported are configMapKeyRef, secretKeyRef and fieldRef");
        return Optional.empty();
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }
}
