package dev.skiff.rehearsal;

import dev.skiff.engine.Lock;
import dev.skiff.engine.Task;
import dev.skiff.model.Artifact;
import dev.skiff.model.Backoff;
import dev.skiff.model.HTTP;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.ResourceTemplate;
import dev.skiff.model.RetryStrategy;
import dev.skiff.model.ScriptTemplate;
import dev.skiff.model.Template;
import dev.skiff.model.TemplateBody;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a plan says of a template, after substitution where there was one. */
final class PlanDetails {
    private final Map<String, Object> into;

    private PlanDetails(Map<String, Object> into) {
        this.into = into;
    }

    static void of(Template template, @Nullable Task task, List<Lock> locks, Map<String, Object> into) {
        PlanDetails details = new PlanDetails(into);
        details.body(template.body());
        details.around(template);
        details.policies(template, task);
        if (!locks.isEmpty()) {
            into.put("locks", locks.stream().map(Lock::key).toList());
        }
    }

    private void put(String name, @Nullable Object value) {
        boolean empty = value == null
                || (value instanceof String s && s.isEmpty())
                || (value instanceof List<?> l && l.isEmpty());
        if (!empty) {
            into.put(name, value);
        }
    }

    private void body(TemplateBody body) {
        switch (body) {
            case TemplateBody.Container c -> container(c.container());
            case TemplateBody.Script s -> script(s.script());
            case TemplateBody.ContainerSet c ->
                put(
                        "containers",
                        c.containerSet().containers().stream()
                                .map(one -> {
                                    Map<String, Object> map = contained(one.name(), one.container());
                                    if (!one.dependencies().isEmpty()) {
                                        map.put("after", one.dependencies());
                                    }
                                    return (Object) map;
                                })
                                .toList());
            case TemplateBody.Suspend s ->
                put(
                        "waits",
                        s.suspend().duration() == null
                                ? "for a person"
                                : "for " + s.suspend().duration());
            case TemplateBody.Resource r -> resource(r.resource());
            case TemplateBody.Http h -> http(h.http());
            case TemplateBody.Data d ->
                put("source", ModelMapper.strict().valueToTree(d.data()).toString());
            case TemplateBody.Plugin p -> put("plugin", p.plugin().toString());
            case TemplateBody.Steps s -> {}
            case TemplateBody.Dag d -> put("target", d.dag().target());
            case TemplateBody.Unclear u -> {}
        }
    }

    private void container(Container c) {
        put("image", c.getImage());
        put("command", c.getCommand());
        put("args", c.getArgs());
        environment(c);
        put("workingDir", c.getWorkingDir());
    }

    private void environment(Container c) {
        put(
                "env",
                c.getEnv().stream()
                        .map(e -> e.getName()
                                + (e.getValue() != null
                                        ? "=" + e.getValue()
                                        : e.getValueFrom() != null ? " (from elsewhere)" : "="))
                        .toList());
    }

    private void script(ScriptTemplate s) {
        put("image", s.image());
        put("command", s.command());
        put("args", s.args());
        environment(s.container());
        put("source", s.source());
    }

    private static Map<String, Object> contained(String name, Container c) {
        Map<String, Object> map = new LinkedHashMap<>();
        PlanDetails inner = new PlanDetails(map);
        map.put("name", name);
        inner.container(c);
        return map;
    }

    private void resource(ResourceTemplate r) {
        put("action", r.action());
        put("manifest", r.manifest());
        put("successCondition", r.successCondition());
        put("failureCondition", r.failureCondition());
    }

    private void http(HTTP h) {
        put("request", (h.method() == null || h.method().isEmpty() ? "GET" : h.method()) + " " + h.url());
        put("body", h.body());
        put("successCondition", h.successCondition());
    }

    /** Beside the main container. */
    private void around(Template t) {
        put(
                "initContainers",
                t.initContainers().stream()
                        .map(c -> (Object) contained(c.name(), c.container()))
                        .toList());
        put(
                "sidecars",
                t.sidecars().stream()
                        .map(c -> (Object) contained(c.name(), c.container()))
                        .toList());
        if (t.inputs() != null) {
            put("inputArtifacts", artifacts(t.inputs().artifacts()));
        }
        if (t.outputs() != null) {
            put("outputArtifacts", artifacts(t.outputs().artifacts()));
        }
    }

    private static List<String> artifacts(List<Artifact> artifacts) {
        List<String> texts = new ArrayList<>();
        for (Artifact a : artifacts) {
            texts.add(a.name()
                    + (a.path() == null ? "" : " at " + a.path())
                    + (Boolean.TRUE.equals(a.optional()) ? " (optional)" : ""));
        }
        return texts;
    }

    private void policies(Template t, @Nullable Task task) {
        put("retry", t.retryStrategy() == null ? null : retry(t.retryStrategy()));
        put("timeout", t.timeout());
        put(
                "activeDeadline",
                task != null
                        ? task.activeDeadline().map(d -> d.toSeconds() + "s").orElse(null)
                        : text(t.activeDeadlineSeconds()));
        put("parallelism", t.parallelism() == null ? null : t.parallelism().toString());
        put("failFast", Boolean.TRUE.equals(t.failFast()) ? "true" : null);
        put("daemon", Boolean.TRUE.equals(t.daemon()) ? "true" : null);
        put(
                "memoize",
                t.memoize() == null
                        ? null
                        : "key " + t.memoize().key()
                                + (t.memoize().maxAge() == null
                                        ? ""
                                        : ", at most " + t.memoize().maxAge() + " old"));
    }

    private static @Nullable String text(@Nullable IntOrString value) {
        Object v = value == null ? null : value.getValue();
        return v == null ? null : v.toString();
    }

    /** {@code at most 3 times, OnError, if asInt(…) > 1, after 5s ×2 up to 1m, all in 1h}. */
    private static String retry(RetryStrategy r) {
        List<String> parts = new ArrayList<>();
        String limit = text(r.limit());
        parts.add(limit == null ? "without a limit" : "at most " + limit + (limit.equals("1") ? " time" : " times"));
        if (r.retryPolicy() != null) {
            parts.add(r.retryPolicy());
        }
        if (r.expression() != null) {
            parts.add("if " + r.expression());
        }
        Backoff b = r.backoff();
        if (b != null) {
            String factor = text(b.factor());
            String cap = b.cap();
            parts.add("after " + b.duration() + (factor == null ? "" : " ×" + factor)
                    + (cap == null ? "" : " up to " + cap));
            if (b.maxDuration() != null) {
                parts.add("all in " + b.maxDuration());
            }
        }
        return String.join(", ", parts);
    }
}
