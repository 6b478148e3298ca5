package dev.skiff.spec.rule;

import dev.skiff.model.ClusterWorkflowTemplate;
import dev.skiff.model.DidYouMean;
import dev.skiff.model.Template;
import dev.skiff.model.TemplateRef;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.model.WorkflowTemplateRef;
import dev.skiff.spec.DocPath;
import dev.skiff.spec.Located;
import dev.skiff.spec.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the template that a name stands for (PARAM-12, PARAM-15). */
final class Catalog {

    /** What a lookup gives. */
    sealed interface Answer {}

    /** The template. */
    record Found(TemplateSite site) implements Answer {}

    /**
     * There is none.
     *
     * @param elsewhere it may exist on the cluster, outside of this set of documents
     */
    record Unknown(String message, @Nullable String hint, boolean elsewhere) implements Answer {

        /** An error, or only a warning for what may exist elsewhere. */
        Problem at(Located located, DocPath path) {
            return elsewhere ? located.warning(path, message, hint) : located.error(path, message, hint);
        }
    }

    /** It cannot be said: the name has a tag, or the document that should have it does not fit. */
    record Unsure() implements Answer {}

    private final List<SpecSite> specs;
    private final Set<String> broken;

    Catalog(List<SpecSite> specs, Set<String> broken) {
        this.specs = specs;
        this.broken = broken;
    }

    /** The spec of a WorkflowTemplate or ClusterWorkflowTemplate. */
    Optional<SpecSite> resource(@Nullable String name, boolean clusterScope) {
        return specs.stream()
                .filter(SpecSite::isTemplate)
                .filter(site -> isCluster(site) == clusterScope)
                .filter(site -> Objects.equals(name, site.located().object().name()))
                .findFirst();
    }

    private static boolean isCluster(SpecSite site) {
        return site.located().object() instanceof ClusterWorkflowTemplate;
    }

    /** The spec that {@code workflowTemplateRef} names; empty without one or when it is unknown. */
    Optional<SpecSite> referenced(WorkflowSpec spec) {
        WorkflowTemplateRef ref = spec.workflowTemplateRef();
        return ref == null ? Optional.empty() : resource(ref.name(), Boolean.TRUE.equals(ref.clusterScope()));
    }

    /** Why a resource is not there; empty when it is, or when that cannot be said. */
    Optional<Unknown> missing(@Nullable String name, boolean clusterScope) {
        String kind = clusterScope ? "ClusterWorkflowTemplate" : "WorkflowTemplate";
        if (name == null
                || name.contains("{{")
                || broken.contains(kind + "/" + name)
                || resource(name, clusterScope).isPresent()) {
            return Optional.empty();
        }
        String hint = DidYouMean.hint(name, names(clusterScope));
        if (hint == null && resource(name, !clusterScope).isPresent()) {
            hint = clusterScope
                    ? "remove 'clusterScope: true'"
                    : "it is a ClusterWorkflowTemplate: add 'clusterScope: true'";
        }
        return Optional.of(new Unknown("no %s in these documents is named '%s'".formatted(kind, name), hint, true));
    }

    private List<String> names(boolean clusterScope) {
        List<String> names = new ArrayList<>();
        for (SpecSite site : specs) {
            String name = site.located().object().name();
            if (site.isTemplate() && isCluster(site) == clusterScope && name != null) {
                names.add(name);
            }
        }
        return names;
    }

    /** The template of that name in the spec, or in the spec that it refers to. */
    Answer local(SpecSite from, String name) {
        if (name.contains("{{")) {
            return new Unsure();
        }
        Optional<Template> own = from.template(name);
        if (own.isPresent()) {
            return new Found(site(from, own.get()));
        }
        WorkflowTemplateRef ref = from.spec().workflowTemplateRef();
        if (ref == null) {
            return new Unknown(
                    "no template is named '%s'".formatted(name), DidYouMean.hint(name, from.templateNames()), false);
        }
        Optional<SpecSite> other = referenced(from.spec());
        return other.isPresent() && !other.get().equals(from) ? local(other.get(), name) : new Unsure();
    }

    /** The template that a {@code templateRef} names. */
    Answer remote(TemplateRef ref) {
        boolean cluster = Boolean.TRUE.equals(ref.clusterScope());
        Optional<Unknown> missing = missing(ref.name(), cluster);
        if (missing.isPresent()) {
            return missing.get();
        }
        Optional<SpecSite> resource = resource(ref.name(), cluster);
        if (resource.isEmpty() || ref.template() == null || ref.template().contains("{{")) {
            return new Unsure();
        }
        Optional<Template> template = resource.get().template(ref.template());
        return template.isPresent()
                ? new Found(site(resource.get(), template.get()))
                : new Unknown(
                        "'%s' has no template '%s'".formatted(ref.name(), ref.template()),
                        DidYouMean.hint(ref.template(), resource.get().templateNames()),
                        false);
    }

    /** The template that a step or task calls. */
    Answer called(CallSite call) {
        if (call.inline() != null) {
            return new Found(new TemplateSite(
                    call.parent().owner(), call.inline(), call.path().key("inline"), call));
        }
        return of(call.parent().owner(), call.target().template(), call.target().ref());
    }

    /** The template of a call or hook; unsure when it names none. */
    Answer of(SpecSite from, @Nullable String template, @Nullable TemplateRef ref) {
        if (ref != null) {
            return remote(ref);
        }
        return template == null ? new Unsure() : local(from, template);
    }

    private static TemplateSite site(SpecSite owner, Template template) {
        DocPath path =
                owner.path().key("templates").index(owner.spec().templates().indexOf(template));
        return new TemplateSite(owner, template, path, null);
    }
}
