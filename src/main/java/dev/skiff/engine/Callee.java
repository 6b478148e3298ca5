package dev.skiff.engine;

import dev.skiff.expr.TemplateText;
import dev.skiff.model.Template;
import dev.skiff.model.TemplateRef;
import org.jspecify.annotations.Nullable;

/** What a call names. Where its names are looked up depends on who calls (PARAM-15), see {@link Library}. */
sealed interface Callee {

    /** A template beside the caller. */
    record Named(TemplateText name) implements Callee {}

    /** A template of a WorkflowTemplate, or of a ClusterWorkflowTemplate. */
    record Referred(TemplateText resource, TemplateText template, boolean cluster) implements Callee {}

    /** A template written where it is called; it has no name. */
    record Inline(String step, Template template) implements Callee {}

    /** What a step, task or hook names; a reference wins over an inline template, that over a name. */
    static Callee of(String step, @Nullable String name, @Nullable TemplateRef ref, @Nullable Template inline) {
        if (ref != null) {
            return new Referred(
                    TemplateText.parse(text(ref.name())),
                    TemplateText.parse(text(ref.template())),
                    Boolean.TRUE.equals(ref.clusterScope()));
        }
        return inline != null ? new Inline(step, inline) : new Named(TemplateText.parse(text(name)));
    }

    /** The same with all tags resolved. */
    default Callee resolve(CallScope scope) throws TextTree.Unresolvable {
        return switch (this) {
            case Named n -> n.name().isStatic() ? n : new Named(fixed(n.name(), scope));
            case Referred r ->
                r.resource().isStatic() && r.template().isStatic()
                        ? r
                        : new Referred(fixed(r.resource(), scope), fixed(r.template(), scope), r.cluster());
            case Inline i -> i;
        };
    }

    /** Whether it can be told without running anything what is called. */
    default boolean isStatic() {
        return switch (this) {
            case Named n -> n.name().isStatic();
            case Referred r -> r.resource().isStatic() && r.template().isStatic();
            case Inline i -> true;
        };
    }

    /** {@code templateName} of a node, or null. */
    default @Nullable String templateName() {
        return switch (this) {
            case Named n -> n.name().isStatic() ? n.name().text() : "";
            case Referred r -> null;
            case Inline i -> null;
        };
    }

    /** {@code templateRef} of a node, or null. */
    default @Nullable TemplateRef templateRef() {
        return switch (this) {
            case Named n -> null;
            case Referred r ->
                new TemplateRef(
                        r.cluster() ? true : null,
                        r.resource().text(),
                        r.template().text());
            case Inline i -> null;
        };
    }

    /** The name that the pod's name is made of (NODE-18). */
    default String podNamePart() {
        return switch (this) {
            case Named n -> n.name().text();
            case Referred r -> r.template().text();
            case Inline i -> "";
        };
    }

    private static TemplateText fixed(TemplateText text, CallScope scope) throws TextTree.Unresolvable {
        return TemplateText.parse(scope.needNodes(text));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
