package dev.skiff.host;

import dev.skiff.engine.Task;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The variables that a container declares, as a kubelet would set them. */
final class Environment {
    /**
     * What a step gets of the environment of skiff itself: what programs need to be found and to speak the user's language. Tokens and
     * passwords that the user's shell happens to hold stay there.
     */
    static final List<String> INHERITED =
            List.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ");

    private final Task task;
    private final String namespace;
    private final References references;

    Environment(Task task, String namespace, References references) {
        this.task = task;
        this.namespace = namespace;
        this.references = references;
    }

    /** Variables of {@code envFrom} and {@code env}, the latter with {@code $(NAME)} of earlier ones expanded. */
    Map<String, String> of(Container container) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (var source : container.getEnvFrom()) {
            addAll(source, variables);
        }
        for (var variable : container.getEnv()) {
            var from = variable.getValueFrom();
            var value = from == null
                    ? Optional.of(
                            VariableExpansion.expand(Objects.requireNonNullElse(variable.getValue(), ""), variables))
                    : valueFrom(variable.getName(), from);
            value.ifPresent(v -> variables.put(variable.getName(), v));
        }
        variables.forEach(Environment::check);
        return variables;
    }

    private static void check(String name, String value) {
        if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
            throw new PlanProblem("'" + name + "' is no name for an environment variable");
        }
        if (value.indexOf('\0') >= 0) {
            throw new PlanProblem("the environment variable '" + name + "' contains a NUL character");
        }
    }

    private void addAll(EnvFromSource source, Map<String, String> to) {
        var prefix = Objects.requireNonNullElse(source.getPrefix(), "");
        var map = source.getConfigMapRef();
        if (map != null) {
            contents("ConfigMap", map.getName(), references.configMap(map.getName()), map.getOptional())
                    .forEach((key, value) -> to.put(prefix + key, text(value)));
        }
        var secret = source.getSecretRef();
        if (secret != null) {
            contents("Secret", secret.getName(), references.secret(secret.getName()), secret.getOptional())
                    .forEach((key, value) -> to.put(prefix + key, text(value)));
        }
    }

    private Optional<String> valueFrom(String variable, EnvVarSource from) {
        var map = from.getConfigMapKeyRef();
        if (map != null) {
            var contents = contents("ConfigMap", map.getName(), references.configMap(map.getName()), map.getOptional());
            return key("ConfigMap", map.getName(), map.getKey(), contents, map.getOptional());
        }
        var secret = from.getSecretKeyRef();
        if (secret != null) {
            var contents =
                    contents("Secret", secret.getName(), references.secret(secret.getName()), secret.getOptional());
            return key("Secret", secret.getName(), secret.getKey(), contents, secret.getOptional());
        }
        var field = from.getFieldRef();
        if (field != null) {
            return Optional.of(field(variable, field.getFieldPath()));
        }
        throw new PlanProblem("the environment variable '" + variable
                + "' takes its value from a source that the host executor does not know; it knows configMapKeyRef,"
                + " secretKeyRef and fieldRef");
    }

    private String field(String variable, @Nullable String path) {
        return switch (Objects.requireNonNullElse(path, "")) {
            case "metadata.name" -> task.id().podName();
            case "metadata.namespace" -> namespace;
            case "spec.nodeName" -> HostTask.HOST;
            case "status.podIP", "status.hostIP" -> HostTask.IP;
            default ->
                throw new PlanProblem("the environment variable '" + variable + "' refers to the field '" + path
                        + "', which a process on the host does not have; metadata.name, metadata.namespace, spec.nodeName,"
                        + " status.podIP and status.hostIP exist");
        };
    }

    private static Map<String, byte[]> contents(
            String kind, @Nullable String name, Optional<Map<String, byte[]>> found, @Nullable Boolean optional) {
        if (found.isEmpty() && !Boolean.TRUE.equals(optional)) {
            throw References.missing(kind, name);
        }
        return found.orElse(Map.of());
    }

    private static Optional<String> key(
            String kind, @Nullable String name, String key, Map<String, byte[]> contents, @Nullable Boolean optional) {
        var value = contents.get(key);
        if (value == null && !Boolean.TRUE.equals(optional)) {
            throw new PlanProblem("the " + kind + " '" + name + "' has no key '" + key + "'");
        }
        return Optional.ofNullable(value).map(Environment::text);
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }

    /** Those variables of skiff's own environment that a step gets. */
    static Map<String, String> inherited(Map<String, String> own) {
        Map<String, String> kept = new LinkedHashMap<>();
        INHERITED.stream().filter(own::containsKey).forEach(name -> kept.put(name, own.getOrDefault(name, "")));
        return kept;
    }
}
