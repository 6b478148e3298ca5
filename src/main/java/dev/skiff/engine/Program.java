package dev.skiff.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.Arguments;
import dev.skiff.model.Bundle;
import dev.skiff.model.DidYouMean;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.Template;
import dev.skiff.model.WorkflowSpec;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The templates that a run may call: the workflow's own, and those of the resources that it was submitted with. */
final class Program {
    private static final List<String> BODIES = List.of(
            "container", "containerSet", "dag", "data", "http", "plugin", "resource", "script", "steps", "suspend");

    private final Bundle resources;
    private final Library local;
    private final Map<String, Optional<Library>> libraries = new HashMap<>();
    private final Map<String, Template> stored = new LinkedHashMap<>();
    private final @Nullable RetryRule retry;
    private final @Nullable Arguments arguments;
    private final @Nullable Template defaults;
    private final TextTree volumes;

    /** @param spec the one that is executed, see {@link EffectiveSpec} */
    Program(String workflow, WorkflowSpec spec, Bundle resources) {
        this.resources = resources;
        volumes = TextTree.of(ModelMapper.strict().valueToTree(spec.volumes()));
        retry = spec.retryStrategy() == null ? null : RetryRule.of(spec.retryStrategy());
        arguments = spec.arguments();
        defaults = spec.templateDefaults();
        local = new Library("local/" + workflow, this, spec, null);
    }

    /** The workflow's own templates. */
    Library local() {
        return local;
    }

    /**
     * The template that a call names.
     *
     * @param callee without tags
     * @param caller where names are looked up
     * @throws TextTree.Unresolvable when there is none, with a sentence for the user
     */
    CompiledTemplate find(Callee callee, Library caller) throws TextTree.Unresolvable {
        return switch (callee) {
            case Callee.Named n -> found(caller, n.name().text());
            case Callee.Referred r ->
                found(library(r.resource().text(), r.cluster()), r.template().text());
            case Callee.Inline i -> caller.inline(i);
        };
    }

    private static CompiledTemplate found(Library library, String name) throws TextTree.Unresolvable {
        CompiledTemplate template = library.template(name);
        if (template == null) {
            String where = library.scope.startsWith("local/") ? "" : " in " + library.scope;
            throw new TextTree.Unresolvable(
                    "template '" + name + "' not found" + where + DidYouMean.hintAfter("; ", name, library.names()));
        }
        return template;
    }

    private Library library(String name, boolean cluster) throws TextTree.Unresolvable {
        String scope = (cluster ? "cluster/" : "namespaced/") + name;
        Optional<Library> library = libraries.get(scope);
        if (library == null) {
            library = EffectiveSpec.template(resources, name, cluster)
                    .map(spec -> new Library(scope, this, spec, spec.podMetadata()));
            libraries.put(scope, library);
        }
        if (library.isEmpty()) {
            throw new TextTree.Unresolvable(EffectiveSpec.missing(resources, name, cluster));
        }
        return library.get();
    }

    /** PARAM-13: what {@code templateDefaults} say lies under the template; of its bodies only that of the template's own kind. */
    CompiledTemplate compile(Template source, Library home) {
        return new CompiledTemplate(withDefaults(source), home, retry, arguments);
    }

    private Template withDefaults(Template source) {
        if (defaults == null) {
            return source;
        }
        ObjectNode under = ModelMapper.strict().valueToTree(defaults);
        String own = source.body().field();
        BODIES.stream().filter(b -> !b.equals(own)).forEach(under::remove);
        under.remove("name");
        ObjectNode over = ModelMapper.strict().valueToTree(source);
        try {
            return ModelMapper.strict().treeToValue(StrategicMerge.of(under, over), Template.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "templateDefaults do not fit under template '" + source.name() + "': " + e.getOriginalMessage(), e);
        }
    }

    /** NODE-21: templates of other resources are part of the status. */
    void used(String scope, String name, Template source) {
        if (!scope.startsWith("local/")) {
            stored.put(scope + "/" + name, source);
        }
    }

    /** By {@code <scope>/<resource>/<template>} (NODE-21). */
    Map<String, Template> stored() {
        return stored;
    }

    /** The workflow's volumes, whose texts may refer to anything in scope at a call. */
    TextTree volumes() {
        return volumes;
    }

    static String name(@Nullable ObjectMeta meta) {
        return meta == null || meta.getName() == null ? "" : meta.getName();
    }
}
