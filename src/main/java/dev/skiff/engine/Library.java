package dev.skiff.engine;

import dev.skiff.model.Metadata;
import dev.skiff.model.Template;
import dev.skiff.model.WorkflowSpec;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The templates of one resource, each compiled when first called. Its templates call one another by name (PARAM-15). */
final class Library {
    /** As {@code templateScope} of a node says it (NODE-20): {@code local/<wf>}, {@code namespaced/<name>}, {@code cluster/<name>}. */
    final String scope;

    private final Program program;
    private final @Nullable Metadata podMetadata;
    private final Map<String, Template> sources = new LinkedHashMap<>();
    private final Map<String, CompiledTemplate> compiled = new HashMap<>();
    private final Map<Template, CompiledTemplate> inline = new IdentityHashMap<>();

    /** @param podMetadata of a resource other than the workflow: added to each template's own (PARAM-16); else null */
    Library(String scope, Program program, WorkflowSpec spec, @Nullable Metadata podMetadata) {
        this.scope = scope;
        this.program = program;
        this.podMetadata = podMetadata;
        for (Template t : spec.templates()) {
            if (t.name() != null) {
                sources.putIfAbsent(t.name(), t);
            }
        }
    }

    /** The template of that name, or null. */
    @Nullable
    CompiledTemplate template(String name) {
        CompiledTemplate ready = compiled.get(name);
        Template source = ready == null ? sources.get(name) : null;
        if (source != null) {
            ready = program.compile(withMetadata(source), this);
            compiled.put(name, ready);
            program.used(scope, name, source);
        }
        return ready;
    }

    CompiledTemplate inline(Callee.Inline callee) {
        return inline.computeIfAbsent(callee.template(), t -> {
            program.used(scope, "inline/" + callee.step(), t);
            return program.compile(withMetadata(t), this);
        });
    }

    Collection<String> names() {
        return sources.keySet();
    }

    private Template withMetadata(Template t) {
        if (podMetadata == null) {
            return t;
        }
        Metadata own = t.metadata();
        Map<String, String> annotations = new LinkedHashMap<>(podMetadata.annotations());
        Map<String, String> labels = new LinkedHashMap<>(podMetadata.labels());
        if (own != null) {
            annotations.putAll(own.annotations());
            labels.putAll(own.labels());
        }
        return t.toBuilder().metadata(new Metadata(annotations, labels)).build();
    }
}
