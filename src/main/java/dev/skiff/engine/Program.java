package dev.skiff.engine;

import dev.skiff.model.Arguments;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Template;
import dev.skiff.model.WorkflowSpec;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The templates of a workflow, each compiled when first called. */
final class Program {
    private final Map<String, Template> sources = new LinkedHashMap<>();
    private final Map<String, CompiledTemplate> compiled = new HashMap<>();
    private final @Nullable RetryRule retry;
    private final @Nullable Arguments arguments;

    private final TextTree volumes;

    Program(WorkflowSpec spec) {
        volumes = TextTree.of(ModelMapper.strict().valueToTree(spec.volumes()));
        for (Template t : spec.templates()) {
            if (t.name() != null) {
                sources.putIfAbsent(t.name(), t);
            }
        }
        retry = spec.retryStrategy() == null ? null : RetryRule.of(spec.retryStrategy());
        arguments = spec.arguments();
    }

    /** The template of that name, or null. */
    @Nullable
    CompiledTemplate template(String name) {
        CompiledTemplate ready = compiled.get(name);
        if (ready == null && sources.containsKey(name)) {
            ready = new CompiledTemplate(Machine.present(sources.get(name), name), retry, arguments);
            compiled.put(name, ready);
        }
        return ready;
    }

    /** The workflow's volumes, whose texts may refer to anything in scope at a call. */
    TextTree volumes() {
        return volumes;
    }

    Collection<String> names() {
        return sources.keySet();
    }
}
