package dev.skiff.engine;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.skiff.expr.TemplateText;
import dev.skiff.model.Arguments;
import dev.skiff.model.Inputs;
import dev.skiff.model.Labels;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.NodeType;
import dev.skiff.model.Outputs;
import dev.skiff.model.Parameter;
import dev.skiff.model.Template;
import dev.skiff.model.TemplateBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A template made ready: texts parsed, tasks sorted, once per run however often it is called. */
final class CompiledTemplate {

    /** What the template does. */
    sealed interface Body {
        /** A task: a pod, or a request of this process. */
        record Pod(TextTree tree, Task.Kind kind, NodeType type) implements Body {}

        record Steps(List<List<Call>> groups) implements Body {}

        record Dag(DagGraphs graphs) implements Body {}

        /** Waits. */
        record Suspend() implements Body {}

        /** Not brought by this version; {@link Unsupported} has said so before the run started. */
        record Other(String kind) implements Body {}
    }

    private static final String RESULT = "outputs.result";

    /** OUT-03: what makes a step's standard output wanted. */
    private static final Pattern RESULT_REFERENCE = Pattern.compile(
            "(?:steps|tasks)\\.([-\\w]+)\\.outputs\\.result|\\[['\"]([-\\w]+)['\"]\\]\\.outputs\\.result");

    final Template template;
    /** The resource it stands in: its calls are looked up there. */
    final Library home;

    final String name;
    final Body body;
    final List<Parameter> inputs;
    final List<Parameter> outputs;
    final List<ArtifactText> artifactInputs;
    final List<ArtifactText> artifactOutputs;
    /** What a pod declares as outputs, when any text of it holds a tag; else null. */
    final @Nullable TextTree outputsTree;

    /** Of steps and DAGs: node selector, tolerations and affinity, for the pods directly inside (VOL-05); null without any. */
    final @Nullable TextTree scheduling;

    final @Nullable RetryRule retry;
    final @Nullable TemplateText timeout;
    final @Nullable TemplateText pendingTimeout;
    final @Nullable TemplateText activeDeadline;
    /** NODE-13. */
    final @Nullable TemplateText displayName;

    private @Nullable Set<String> resultReferences;

    CompiledTemplate(
            Template template, Library home, @Nullable RetryRule workflowRetry, @Nullable Arguments workflowArguments) {
        this.template = template;
        this.home = home;
        this.name = template.name() == null ? "" : template.name();
        Inputs in = template.inputs();
        this.inputs = in == null ? List.of() : in.parameters();
        this.outputs =
                template.outputs() == null ? List.of() : template.outputs().parameters();
        this.artifactInputs = in == null ? List.of() : ArtifactText.of(in.artifacts());
        this.artifactOutputs = template.outputs() == null
                ? List.of()
                : ArtifactText.of(template.outputs().artifacts());
        this.outputsTree = tree(template.outputs());
        this.scheduling = scheduling(template);
        this.retry = template.retryStrategy() == null ? workflowRetry : RetryRule.of(template.retryStrategy());
        this.timeout = template.timeout() == null ? null : TemplateText.parse(template.timeout());
        this.pendingTimeout = template.pendingTimeout() == null ? null : TemplateText.parse(template.pendingTimeout());
        Object deadline = template.activeDeadlineSeconds() == null
                ? null
                : template.activeDeadlineSeconds().getValue();
        this.activeDeadline = deadline == null ? null : TemplateText.parse(deadline.toString());
        String shownAs = template.metadata() == null
                ? null
                : template.metadata().annotations().get(Labels.DISPLAY_NAME);
        this.displayName = shownAs == null ? null : TemplateText.parse(shownAs);
        this.body = body(template, workflowArguments);
    }

    private static @Nullable TextTree tree(@Nullable Outputs outputs) {
        TextTree tree =
                outputs == null ? null : TextTree.of(ModelMapper.strict().valueToTree(outputs));
        return tree == null || tree.isStatic() ? null : tree;
    }

    private static @Nullable TextTree scheduling(Template template) {
        boolean any =
                !template.nodeSelector().isEmpty() || !template.tolerations().isEmpty() || template.affinity() != null;
        return any
                ? TextTree.of(ModelMapper.strict()
                        .valueToTree(Template.builder()
                                .nodeSelector(template.nodeSelector())
                                .tolerations(template.tolerations())
                                .affinity(template.affinity())
                                .build()))
                : null;
    }

    private static Body body(Template template, @Nullable Arguments workflowArguments) {
        return switch (template.body()) {
            case TemplateBody.Container c -> pod(template, Task.Kind.POD);
            case TemplateBody.Script s -> pod(template, Task.Kind.POD);
            case TemplateBody.Steps s ->
                new Body.Steps(s.groups().stream()
                        .map(group -> group.stream()
                                .map(step -> Call.of(step, workflowArguments))
                                .toList())
                        .toList());
            case TemplateBody.Dag d -> new Body.Dag(new DagGraphs(d.dag(), workflowArguments));
            case TemplateBody.ContainerSet c -> pod(template, Task.Kind.POD);
            case TemplateBody.Suspend s -> new Body.Suspend();
            case TemplateBody.Resource r -> pod(template, Task.Kind.RESOURCE);
            case TemplateBody.Http h -> new Body.Pod(podTree(template), Task.Kind.HTTP, NodeType.HTTP);
            case TemplateBody.Plugin p -> new Body.Other("plugin");
            case TemplateBody.Data d -> pod(template, Task.Kind.DATA);
            case TemplateBody.Unclear u -> new Body.Other("without exactly one type");
        };
    }

    private static Body pod(Template template, Task.Kind kind) {
        return new Body.Pod(podTree(template), kind, NodeType.POD);
    }

    /** Everything but the inputs, which each invocation binds. */
    private static TextTree podTree(Template template) {
        ObjectNode tree = ModelMapper.strict().valueToTree(template);
        tree.remove("inputs");
        return TextTree.of(tree);
    }

    /** Whether {@code {{steps.X.outputs.result}}} or the like stands anywhere in this template (OUT-03). */
    boolean refersToResultOf(String step) {
        Set<String> names = resultReferences;
        if (names == null) {
            names = resultReferences(template);
            resultReferences = names;
        }
        return names.contains(step);
    }

    /** Token by token: a DAG may have a hundred thousand tasks, and a tree of them would be built for this alone. */
    private static Set<String> resultReferences(Template template) {
        Set<String> names = new HashSet<>();
        try (TokenBuffer tokens = new TokenBuffer(ModelMapper.strict(), false)) {
            ModelMapper.strict().writeValue(tokens, template);
            try (JsonParser parser = tokens.asParser()) {
                for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                    if (token == JsonToken.VALUE_STRING && parser.getText().contains(RESULT)) {
                        collectResultReferences(parser.getText(), names);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    private static void collectResultReferences(String text, Set<String> names) {
        Matcher m = RESULT_REFERENCE.matcher(text);
        while (m.find()) {
            names.add(m.group(1) != null ? m.group(1) : m.group(2));
        }
    }

    /** The names of output parameters, for references to nodes that never ran (SKIP-01, SKIP-10). */
    @Nullable
    Parameter output(String parameter) {
        for (Parameter p : outputs) {
            if (p.name().equals(parameter)) {
                return p;
            }
        }
        return null;
    }

    /** Whether it says that it gives an artifact of that name. */
    boolean givesArtifact(String artifact) {
        for (ArtifactText a : artifactOutputs) {
            if (a.name().equals(artifact)) {
                return true;
            }
        }
        return false;
    }

    boolean failFast() {
        return Boolean.TRUE.equals(template.failFast());
    }
}
