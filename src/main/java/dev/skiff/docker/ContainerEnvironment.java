package dev.skiff.docker;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The environment of one container: {@code envFrom} first, then {@code env} in order, each value with its references replaced. */
final class ContainerEnvironment {

    private ContainerEnvironment() {}

    /** Name → value; what cannot be resolved becomes a problem of the scope. */
    static Map<String, String> of(Container container, String where, PodScope scope) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (EnvFromSource source : container.getEnvFrom()) {
            addAll(source, where + ", envFrom", variables, scope);
        }
        for (EnvVar variable : container.getEnv()) {
            String at = where + ", env " + variable.getName();
            String value = variable.getValueFrom() == null
                    ? VariableReferences.expand(variable.getValue() == null ? "" : variable.getValue(), variables)
                    : from(variable.getValueFrom(), at, scope);
            if (value != null) {
                variables.put(variable.getName(), value);
            }
        }
        return variables;
    }

    private static void addAll(EnvFromSource source, String where, Map<String, String> variables, PodScope scope) {
        String prefix = source.getPrefix() == null ? "" : source.getPrefix();
        var mapRef = source.getConfigMapRef();
        if (mapRef != null) {
            var map = scope.configMap(mapRef.getName());
            if (map != null) {
                put(prefix, PodScope.contents(map), variables);
            } else if (!Boolean.TRUE.equals(mapRef.getOptional())) {
                scope.problem(missing(where, "ConfigMap", mapRef.getName()));
            }
        }
        var secretRef = source.getSecretRef();
        if (secretRef != null) {
            var secret = scope.secret(secretRef.getName());
            if (secret != null) {
                put(prefix, PodScope.contents(secret), variables);
            } else if (!Boolean.TRUE.equals(secretRef.getOptional())) {
                scope.problem(missing(where, "Secret", secretRef.getName()));
            }
        }
    }

    private static void put(String prefix, Map<String, byte[]> contents, Map<String, String> variables) {
        contents.forEach((key, value) -> variables.put(prefix + key, new String(value, StandardCharsets.UTF_8)));
    }

    private static @Nullable String from(EnvVarSource source, String where, PodScope scope) {
        var mapKey = source.getConfigMapKeyRef();
        if (mapKey != null) {
            var map = scope.configMap(mapKey.getName());
            return key(
                    map == null ? null : PodScope.contents(map),
                    mapKey.getKey(),
                    mapKey.getOptional(),
                    where,
                    "ConfigMap",
                    mapKey.getName(),
                    scope);
        }
        var secretKey = source.getSecretKeyRef();
        if (secretKey != null) {
            var secret = scope.secret(secretKey.getName());
            return key(
                    secret == null ? null : PodScope.contents(secret),
                    secretKey.getKey(),
                    secretKey.getOptional(),
                    where,
                    "Secret",
                    secretKey.getName(),
                    scope);
        }
        if (source.getFieldRef() != null) {
            return scope.field(source.getFieldRef().getFieldPath(), where);
        }
        scope.problem(where + ": this kind of valueFrom is not supported on Docker; supported are configMapKeyRef,"
                + " secretKeyRef and fieldRef");
        return null;
    }

    private static @Nullable String key(
            @Nullable Map<String, byte[]> contents,
            String key,
            @Nullable Boolean optional,
            String where,
            String kind,
            String name,
            PodScope scope) {
        byte[] value = contents == null ? null : contents.get(key);
        if (value != null) {
            return new String(value, StandardCharsets.UTF_8);
        }
        if (!Boolean.TRUE.equals(optional)) {
            scope.problem(
                    contents == null
                            ? missing(where, kind, name)
                            : where + ": the " + kind + " \"" + name + "\" has no key \"" + key + "\"; it has "
                                    + contents.keySet());
        }
        return null;
    }

    /** What a reference to an absent object gets told. */
    static String missing(String where, String kind, @Nullable String name) {
        return where + ": there is no " + kind + " \"" + name
                + "\"; put it into the workflow's file or give its file with --manifest";
    }
}
