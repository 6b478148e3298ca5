package dev.skiff.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.expr.EvalContext;
import dev.skiff.expr.ExprException;
import dev.skiff.expr.Expressions;
import dev.skiff.expr.GoFormat;
import dev.skiff.expr.Json;
import dev.skiff.expr.Scope;
import dev.skiff.model.Arguments;
import dev.skiff.model.Labels;
import dev.skiff.model.Parameter;
import dev.skiff.model.Submit;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowEventBinding;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.model.WorkflowTemplateRef;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which workflow a binding submits for an event (EVENT-01 to EVENT-03). */
public final class EventDispatch {

    /**
     * An event that has arrived.
     *
     * @param headers those that begin with {@code x-}, names in lower case, each with its values
     * @param payload any JSON
     */
    public record Incoming(
            String namespace, String discriminator, Map<String, List<String>> headers, JsonNode payload) {
        public Incoming {
            headers = Map.copyOf(headers);
        }
    }

    /** What a binding makes of it. */
    public sealed interface Outcome {}

    /** It is about other events, or submits nothing. */
    public record Ignored() implements Outcome {}

    /** @param workflow without a name, or with the one that the binding makes */
    public record Submitted(Workflow workflow) implements Outcome {}

    /** @param message which expression of the binding fails, and why */
    public record Broken(String message) implements Outcome {}

    private static final class BrokenBinding extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenBinding(String message) {
            super(message);
        }
    }

    private final Scope scope;
    private final EvalContext context;
    private final Incoming event;

    private EventDispatch(Incoming event, Instant now) {
        Map<String, @Nullable Object> known = new LinkedHashMap<>();
        known.put("namespace", event.namespace());
        known.put("discriminator", event.discriminator());
        known.put("metadata", event.headers());
        known.put("payload", event.payload());
        this.scope = Scope.of(known);
        this.context = EvalContext.at(now);
        this.event = event;
    }

    /** @param now for functions of time */
    public static Outcome of(WorkflowEventBinding binding, Incoming event, Instant now) {
        try {
            return new EventDispatch(event, now).of(binding);
        } catch (BrokenBinding e) {
            return new Broken(String.valueOf(e.getMessage()));
        }
    }

    private Outcome of(WorkflowEventBinding binding) throws BrokenBinding {
        String selector = binding.spec().event().selector();
        Object selected = value("spec.event.selector", selector);
        if (!(selected instanceof Boolean matches)) {
            throw new BrokenBinding(
                    "spec.event.selector: '" + selector + "' is no condition: it gives " + GoFormat.value(selected));
        }
        Submit submit = binding.spec().submit();
        return !matches || submit == null ? new Ignored() : new Submitted(workflow(binding, submit));
    }

    private Workflow workflow(WorkflowEventBinding binding, Submit submit) throws BrokenBinding {
        WorkflowTemplateRef reference = submit.workflowTemplateRef();
        ObjectMeta asked = submit.metadata() == null ? new ObjectMeta() : submit.metadata();
        ObjectMetaBuilder metadata = new ObjectMetaBuilder()
                .withNamespace(event.namespace())
                .withLabels(texts("labels", asked.getLabels()))
                .withAnnotations(texts("annotations", asked.getAnnotations()));
        String name = text("name", asked.getName());
        String generateName = text("generateName", asked.getGenerateName());
        if (!name.isEmpty()) {
            metadata.withName(name);
        } else {
            metadata.withGenerateName(generateName.isEmpty() ? reference.name() + "-" : generateName);
        }
        metadata.addToLabels(Labels.EVENT_BINDING, binding.metadata().getName());
        metadata.addToLabels(
                Boolean.TRUE.equals(reference.clusterScope())
                        ? Labels.CLUSTER_WORKFLOW_TEMPLATE
                        : Labels.WORKFLOW_TEMPLATE,
                reference.name());
        WorkflowSpec spec = WorkflowSpec.builder()
                .workflowTemplateRef(reference)
                .arguments(arguments(submit.arguments()))
                .build();
        return Workflow.builder().metadata(metadata.build()).spec(spec).build();
    }

    private Arguments arguments(@Nullable Arguments asked) throws BrokenBinding {
        List<Parameter> parameters = new ArrayList<>();
        for (Parameter one : asked == null ? List.<Parameter>of() : asked.parameters()) {
            String expression = one.valueFrom() == null ? null : one.valueFrom().event();
            if (expression == null) {
                parameters.add(one);
                continue;
            }
            Object value = value("spec.submit.arguments.parameters." + one.name(), expression);
            parameters.add(Parameter.builder()
                    .name(one.name())
                    .value(value instanceof String text ? text : Json.escaped(value))
                    .build());
        }
        return new Arguments(asked == null ? List.of() : asked.artifacts(), parameters);
    }

    private Map<String, String> texts(String field, @Nullable Map<String, String> expressions) throws BrokenBinding {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry : Objects.requireNonNullElse(expressions, Map.<String, String>of())
                .entrySet()) {
            texts.put(entry.getKey(), text(field + "." + entry.getKey(), entry.getValue()));
        }
        return texts;
    }

    /** Fields of the metadata are expressions themselves (EVENT-02). */
    private String text(String field, @Nullable String expression) throws BrokenBinding {
        if (expression == null || expression.isEmpty()) {
            return "";
        }
        Object value = value("spec.submit.metadata." + field, expression);
        if (value instanceof String text) {
            return text;
        }
        throw new BrokenBinding("spec.submit.metadata." + field + ": '" + expression + "' is no text: it gives "
                + GoFormat.value(value));
    }

    private @Nullable Object value(String where, String expression) throws BrokenBinding {
        try {
            return Expressions.evaluate(Expressions.parse(expression), scope, context);
        } catch (ExprException e) {
            throw new BrokenBinding(where + ": '" + expression + "': " + e.getMessage());
        }
    }
}
