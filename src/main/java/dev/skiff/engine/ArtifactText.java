package dev.skiff.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.expr.TemplateText;
import dev.skiff.model.Artifact;
import dev.skiff.model.ModelMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An artifact as written — an argument, an input, an output of steps or a DAG — made ready once: its texts are parsed.
 *
 * @param source without {@code from}, {@code fromExpression} and {@code subPath}
 * @param tree the source, when any of its texts holds a tag; else null
 * @param from another artifact, as a tag; null when it says itself where it lies
 * @param fromExpression an expression that gives another artifact; wins over {@code from}
 * @param subPath below the artifact that is referred to
 */
record ArtifactText(
        Artifact source,
        @Nullable TextTree tree,
        @Nullable TemplateText from,
        @Nullable TemplateText fromExpression,
        @Nullable TemplateText subPath) {

    static List<ArtifactText> of(List<Artifact> artifacts) {
        return artifacts.stream().map(ArtifactText::of).toList();
    }

    static ArtifactText of(Artifact a) {
        Artifact source =
                a.toBuilder().from(null).fromExpression(null).subPath(null).build();
        return new ArtifactText(source, tree(source), text(a.from()), text(a.fromExpression()), text(a.subPath()));
    }

    private static @Nullable TextTree tree(Artifact source) {
        TextTree tree = TextTree.of(ModelMapper.strict().valueToTree(source));
        return tree.isStatic() ? null : tree;
    }

    private static @Nullable TemplateText text(@Nullable String source) {
        return source == null || source.isEmpty() ? null : TemplateText.parse(source);
    }

    String name() {
        return source.name();
    }

    boolean optional() {
        return Boolean.TRUE.equals(source.optional());
    }

    /** Whether it is another artifact under a new name. */
    boolean refers() {
        return from != null || fromExpression != null;
    }

    /** The source with the tags of its texts resolved as far as they can be. */
    Artifact resolve(CallScope scope) throws TextTree.Unresolvable {
        return tree == null ? source : read(tree, scope);
    }

    /** Tags that the caller's scope did not know, in the scope of the called template, as Argo's second pass does (SUBST-02). */
    static Artifact again(Artifact artifact, CallScope scope) throws TextTree.Unresolvable {
        TextTree rest = tree(artifact);
        return rest == null ? artifact : read(rest, scope);
    }

    private static Artifact read(TextTree tree, CallScope scope) throws TextTree.Unresolvable {
        ObjectNode document = (ObjectNode) tree.fill(tree.resolve(scope));
        try {
            return ModelMapper.strict().treeToValue(document, Artifact.class);
        } catch (JsonProcessingException e) {
            throw new TextTree.Unresolvable("artifact '" + document.path("name").asText()
                    + "' does not fit its type after substitution: " + e.getOriginalMessage());
        }
    }
}
