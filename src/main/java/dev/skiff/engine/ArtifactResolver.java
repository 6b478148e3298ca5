package dev.skiff.engine;

import dev.skiff.expr.ExprException;
import dev.skiff.expr.Expressions;
import dev.skiff.expr.Scope;
import dev.skiff.expr.TemplateText;
import dev.skiff.model.Artifact;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns references to artifacts into artifacts with places: arguments, inputs, outputs of steps and DAGs. */
final class ArtifactResolver {
    private ArtifactResolver() {}

    /** What a call passes. An optional argument that cannot be resolved is not passed (ART-05, SKIP-08). */
    static List<Artifact> arguments(List<ArtifactText> passed, CallScope scope) throws TextTree.Unresolvable {
        return resolve(passed, "argument artifact", scope);
    }

    /** Outputs of a steps or DAG template; optional ones that cannot be resolved are dropped (OUT-13). */
    static List<Artifact> outputs(CompiledTemplate template, CallScope scope) throws TextTree.Unresolvable {
        return resolve(template.artifactOutputs, "output artifact", scope);
    }

    private static List<Artifact> resolve(List<ArtifactText> texts, String what, CallScope scope)
            throws TextTree.Unresolvable {
        if (texts.isEmpty()) {
            return List.of();
        }
        List<Artifact> resolved = new ArrayList<>(texts.size());
        for (ArtifactText text : texts) {
            try {
                resolved.add(text.refers() ? referred(text, scope) : text.resolve(scope));
            } catch (TextTree.Unresolvable e) {
                if (!text.optional()) {
                    throw new TextTree.Unresolvable(what + " '" + text.name() + "': " + e.text(), e.absent());
                }
            }
        }
        return List.copyOf(resolved);
    }

    /**
     * ART-05, ART-13: an argument wins over the place that the input itself names, and keeps only path, mode and recurseMode of the input
     * (how it is archived is known by who made it).
     *
     * @param inner the callee's scope, with its parameters
     */
    static List<Artifact> bind(CompiledTemplate template, Supplied supplied, CallScope inner)
            throws TextTree.Unresolvable {
        if (template.artifactInputs.isEmpty()) {
            return List.of();
        }
        List<Artifact> bound = new ArrayList<>(template.artifactInputs.size());
        for (ArtifactText declared : template.artifactInputs) {
            Artifact input = declared.resolve(inner);
            Artifact argument = supplied.artifact(declared.name());
            boolean needed = !declared.optional() && !ArtifactPlaces.known(input);
            if (needed && argument == null) {
                throw new TextTree.Unresolvable("inputs.artifacts." + declared.name() + " was not supplied");
            }
            if (argument != null && ArtifactPlaces.known(argument)) {
                bound.add(placed(input, ArtifactText.again(argument, inner)));
            } else if (needed) {
                throw new TextTree.Unresolvable(
                        "inputs.artifacts." + declared.name() + " missing location information");
            } else {
                bound.add(input);
            }
        }
        return List.copyOf(bound);
    }

    private static Artifact placed(Artifact input, Artifact argument) {
        boolean optional = Boolean.TRUE.equals(input.optional()) || Boolean.TRUE.equals(argument.optional());
        return argument.toBuilder()
                .path(input.path())
                .mode(input.mode())
                .recurseMode(input.recurseMode())
                .optional(optional ? Boolean.TRUE : null)
                .build();
    }

    /** The artifact that is referred to, under its new name. */
    private static Artifact referred(ArtifactText text, CallScope scope) throws TextTree.Unresolvable {
        if (!(value(text, scope.withArtifacts()) instanceof ArtifactValue found)) {
            String reference = String.valueOf(text.fromExpression() == null ? text.from() : text.fromExpression());
            throw new TextTree.Unresolvable("this is not an artifact: " + Texts.start(reference));
        }
        Artifact artifact = found.artifact();
        TemplateText subPath = text.subPath();
        if (subPath != null) {
            artifact = ArtifactPlaces.below(artifact, scope.needNodes(subPath));
        }
        String global = text.source().globalName();
        return artifact.toBuilder()
                .name(text.name())
                .globalName(global == null ? artifact.globalName() : scope.keep(TemplateText.parse(global)))
                .build();
    }

    private static @Nullable Object value(ArtifactText text, CallScope scope) throws TextTree.Unresolvable {
        TemplateText expression = text.fromExpression();
        if (expression != null) {
            return evaluate(scope.keep(expression), scope);
        }
        TemplateText from = Machine.present(text.from(), "from");
        TemplateText.Tag tag = from.onlyTag();
        if (tag == null || tag.source().contains("{{")) {
            from = TemplateText.parse(scope.keep(from));
            tag = from.onlyTag();
        }
        if (tag != null && tag.kind() == TemplateText.TagKind.EXPRESSION) {
            return evaluate(tag.source(), scope);
        }
        String name = tag == null ? from.text().strip() : tag.name();
        Object value = scope.lookup(name);
        if (value == Scope.MISSING) {
            throw new TextTree.Unresolvable("Unable to resolve: \"" + name + "\"; "
                    + "nothing before this step gave such an artifact, or what should have given it was skipped");
        }
        return value;
    }

    private static @Nullable Object evaluate(String source, CallScope scope) throws TextTree.Unresolvable {
        try {
            return Expressions.evaluate(Expressions.parse(source), scope, scope.context());
        } catch (ExprException | CallScope.AggregateFailure e) {
            throw new TextTree.Unresolvable("failed to evaluate expression '" + source + "': " + e.getMessage());
        }
    }
}
