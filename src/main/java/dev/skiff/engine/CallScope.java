package dev.skiff.engine;

import dev.skiff.expr.EvalContext;
import dev.skiff.expr.LoopItem;
import dev.skiff.expr.Resolution;
import dev.skiff.expr.Scope;
import dev.skiff.expr.TemplateText;
import dev.skiff.expr.Unresolved;
import dev.skiff.model.Artifact;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables in scope at one place: workflow-wide ones, the inputs of the enclosing template, the steps or tasks before, the loop's
 * item, and those of the node itself. Nothing is copied: names are looked up where the values live.
 */
final class CallScope implements Scope {
    private static final String INPUT_ARTIFACTS = "inputs.artifacts.";

    private final Globals globals;
    private final Program program;
    private final Instant at;
    private @Nullable Bound inputs;
    private @Nullable CompiledTemplate template;
    private @Nullable NodeReferences references;
    private @Nullable String ownName;
    private @Nullable Node ownNode;
    private Map<String, Object> item = Map.of();
    private @Nullable LocalVariables locals;
    private boolean artifacts;

    CallScope(Globals globals, Program program, Instant at) {
        this.globals = globals;
        this.program = program;
        this.at = at;
    }

    private CallScope(CallScope from) {
        this.globals = from.globals;
        this.program = from.program;
        this.at = from.at;
        this.inputs = from.inputs;
        this.template = from.template;
        this.references = from.references;
        this.ownName = from.ownName;
        this.ownNode = from.ownNode;
        this.item = from.item;
        this.locals = from.locals;
        this.artifacts = from.artifacts;
    }

    /** With the inputs of this template in scope. */
    CallScope inside(CompiledTemplate t, Bound bound) {
        CallScope s = new CallScope(this);
        s.template = t;
        s.inputs = bound;
        return s;
    }

    CallScope with(NodeReferences r) {
        CallScope s = new CallScope(this);
        s.references = r;
        return s;
    }

    CallScope with(LoopItem i) {
        CallScope s = new CallScope(this);
        s.item = i.variables();
        return s;
    }

    /** With {@code node.name}, {@code pod.name}, {@code retries} and the like. */
    CallScope with(LocalVariables variables) {
        CallScope s = new CallScope(this);
        s.locals = variables;
        return s;
    }

    /** With the outputs of a node under its own step's name, as its exit hook sees them (EXIT-06). */
    CallScope withOwn(String stepName, Node node) {
        CallScope s = new CallScope(this);
        s.ownName = stepName;
        s.ownNode = node;
        return s;
    }

    /** With artifacts as values, which texts cannot hold: for {@code from}, {@code fromExpression} and {@code valueFrom.expression}. */
    CallScope withArtifacts() {
        CallScope s = new CallScope(this);
        s.artifacts = true;
        return s;
    }

    /** The text with all that can be resolved; other tags stay (SUBST-03). */
    String keep(TemplateText text) throws TextTree.Unresolvable {
        return text.isStatic() ? text.text() : resolve(text, Unresolved.KEEP);
    }

    /** Like {@link #keep}, but references to steps and tasks must be resolvable. */
    String needNodes(TemplateText text) throws TextTree.Unresolvable {
        return text.isStatic() ? text.text() : resolve(text, Unresolved.FAIL_NODE_REFERENCES);
    }

    /** Where the names of templates are looked up. */
    Library library() {
        return template == null ? program.local() : template.home;
    }

    /** The template that a call names, when that can be told without running it; null otherwise. */
    @Nullable
    CompiledTemplate called(Callee callee) {
        try {
            return callee.isStatic() ? program.find(callee, library()) : null;
        } catch (TextTree.Unresolvable e) {
            return null;
        }
    }

    EvalContext context() {
        return EvalContext.at(at, globals.random);
    }

    private String resolve(TemplateText text, Unresolved mode) throws TextTree.Unresolvable {
        try {
            return switch (text.resolve(this, mode, context())) {
                case Resolution.Done done -> done.text();
                case Resolution.Failed failed ->
                    throw new TextTree.Unresolvable(failed.message(), failed.kind() == Resolution.Kind.ABSENT);
            };
        } catch (AggregateFailure e) {
            throw new TextTree.Unresolvable(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public @Nullable Object lookup(String name) {
        Object value = find(name);
        return value instanceof ArtifactValue && !artifacts ? MISSING : value;
    }

    private @Nullable Object find(String name) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            return name.equals("item") ? item.getOrDefault(name, MISSING) : local(name);
        }
        if (name.startsWith("inputs.")) {
            return input(name);
        }
        if (name.startsWith("workflow.")) {
            return globals.lookup(name, at);
        }
        if (name.startsWith("item.")) {
            return item.getOrDefault(name, MISSING);
        }
        Object local = local(name);
        if (local != MISSING) {
            return local;
        }
        if (name.startsWith("steps.") || name.startsWith("tasks.")) {
            return node(name);
        }
        return name.startsWith("outputs.") && template != null ? outputPath(template, name) : MISSING;
    }

    private Object local(String name) {
        Object value = locals == null ? null : locals.get(name);
        return value == null ? MISSING : value;
    }

    private Object input(String name) {
        if (inputs == null) {
            return MISSING;
        }
        if (name.equals("inputs.parameters")) {
            return Globals.parametersJson(inputs.parameters());
        }
        if (name.startsWith(INPUT_ARTIFACTS)) {
            return inputArtifact(inputs, name.substring(INPUT_ARTIFACTS.length()));
        }
        if (!name.startsWith("inputs.parameters.")) {
            return MISSING;
        }
        String value = inputs.value(name.substring("inputs.parameters.".length()));
        return value == null ? MISSING : value;
    }

    /** The artifact itself, or {@code X.path}: where this template sees it (SUBST-23). */
    private static Object inputArtifact(Bound inputs, String rest) {
        Artifact artifact = inputs.artifact(rest);
        if (artifact != null) {
            return new ArtifactValue(artifact);
        }
        Artifact seen = rest.endsWith(".path") ? inputs.artifact(rest.substring(0, rest.length() - 5)) : null;
        return seen == null || seen.path() == null ? MISSING : seen.path();
    }

    /** A path that holds a tag itself has a value only where that has one. */
    private Object outputPath(CompiledTemplate of, String name) {
        Object path = TemplatePaths.output(of, name);
        if (!(path instanceof String text) || !text.contains("{{")) {
            return path;
        }
        CallScope outside = new CallScope(this);
        outside.template = null; // a path that refers to itself must not be looked for for ever
        try {
            return outside.keep(TemplateText.parse(text));
        } catch (TextTree.Unresolvable e) {
            return MISSING;
        }
    }

    private @Nullable Object node(String name) {
        int end = name.indexOf('.', 6);
        if (end < 0 || references == null || !name.startsWith(references.root())) {
            return MISSING;
        }
        String step = name.substring(6, end);
        String rest = name.substring(end + 1);
        if (ownNode != null && step.equals(ownName)) {
            if (rest.equals("status")) {
                return ownNode.phase.text(); // EXIT-09: of the node itself, not of its last attempt
            }
            return NodeVariables.of(ownNode, rest, null);
        }
        return references.lookup(step, rest);
    }

    @Override
    public Map<String, @Nullable Object> under(String prefix) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        if (prefix.isEmpty() || isWithin(prefix, "workflow")) {
            globals.collect(at, all);
        }
        if (inputs != null) {
            inputs.parameters().forEach(p -> all.put("inputs.parameters." + p.name(), p.value()));
            inputs.artifacts().forEach(a -> inputArtifact(a, all));
        }
        if (locals != null) {
            locals.collect(all);
        }
        all.putAll(item);
        nodesUnder(prefix, all);
        if (!artifacts) {
            all.values().removeIf(ArtifactValue.class::isInstance);
        }
        if (prefix.isEmpty()) {
            return all;
        }
        Map<String, @Nullable Object> below = new LinkedHashMap<>();
        String start = prefix + ".";
        all.forEach((name, value) -> {
            if (name.startsWith(start)) {
                below.put(name.substring(start.length()), value);
            }
        });
        return below;
    }

    /** In an expression an artifact has its path as a field; in a text there is the path only. */
    private void inputArtifact(Artifact a, Map<String, @Nullable Object> into) {
        if (artifacts) {
            into.put(INPUT_ARTIFACTS + a.name(), new ArtifactValue(a));
        } else if (a.path() != null) {
            into.put(INPUT_ARTIFACTS + a.name() + ".path", a.path());
        }
    }

    @Override
    public boolean hasUnder(String prefix) {
        return references != null && prefix.equals(references.root())
                ? !references.isEmpty() || ownNode != null
                : !under(prefix).isEmpty();
    }

    /** Of steps and tasks only what the prefix asks for: there may be thousands. */
    private void nodesUnder(String prefix, Map<String, @Nullable Object> into) {
        if (references == null || !(prefix.isEmpty() || isWithin(prefix, references.root()))) {
            return;
        }
        String root = references.root() + ".";
        Map<String, @Nullable Object> nodes = new LinkedHashMap<>();
        if (prefix.length() <= root.length()) {
            references.collect(nodes);
        } else {
            int end = prefix.indexOf('.', root.length());
            references.collect(end < 0 ? prefix.substring(root.length()) : prefix.substring(root.length(), end), nodes);
        }
        if (ownNode != null && ownName != null) {
            NodeVariables.collect(ownName, ownNode, null, nodes);
        }
        nodes.forEach((name, value) -> into.put(root + name, value));
    }

    private static boolean isWithin(String prefix, String root) {
        return prefix.startsWith(root) && (prefix.length() == root.length() || prefix.charAt(root.length()) == '.');
    }

    /** Carries a loop's aggregation failure through {@link Scope#lookup}, which declares no exception. */
    static final class AggregateFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AggregateFailure(String message) {
            super(message, null, false, false);
        }
    }
}
