package dev.skiff.rehearsal;

import dev.skiff.model.Arguments;
import dev.skiff.model.Sequence;
import dev.skiff.model.Template;
import dev.skiff.model.TemplateBody;
import dev.skiff.model.TemplateRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step or task. */
record CallSite(
        String name,
        String callee,
        @Nullable Template inline,
        @Nullable Arguments arguments,
        @Nullable String when,
        boolean withItems,
        @Nullable String withParam,
        @Nullable Sequence withSequence) {

    static List<CallSite> in(TemplateBody body) {
        return switch (body) {
            case TemplateBody.Steps s ->
                s.groups().stream()
                        .flatMap(List::stream)
                        .map(c -> new CallSite(
                                c.name() == null ? "" : c.name(),
                                callee(c.template(), c.templateRef(), c.inline()),
                                c.inline(),
                                c.arguments(),
                                c.when(),
                                !c.withItems().isEmpty(),
                                c.withParam(),
                                c.withSequence()))
                        .toList();
            case TemplateBody.Dag d ->
                d.dag().tasks().stream()
                        .map(c -> new CallSite(
                                c.name(),
                                callee(c.template(), c.templateRef(), c.inline()),
                                c.inline(),
                                c.arguments(),
                                c.when(),
                                !c.withItems().isEmpty(),
                                c.withParam(),
                                c.withSequence()))
                        .toList();
            case TemplateBody.Container c -> List.of();
            case TemplateBody.Script s -> List.of();
            case TemplateBody.ContainerSet c -> List.of();
            case TemplateBody.Suspend s -> List.of();
            case TemplateBody.Resource r -> List.of();
            case TemplateBody.Http h -> List.of();
            case TemplateBody.Plugin p -> List.of();
            case TemplateBody.Data d -> List.of();
            case TemplateBody.Unclear u -> List.of();
        };
    }

    private static String callee(@Nullable String template, @Nullable TemplateRef ref, @Nullable Template inline) {
        if (ref != null && ref.template() != null) {
            return ref.template();
        }
        String inlined = inline == null ? null : inline.name();
        return template != null ? template : inlined == null ? "" : inlined;
    }
}
