package dev.skiff.spec.rule;

import dev.skiff.model.Template;
import dev.skiff.model.TemplateBody;
import dev.skiff.spec.Problem;
import java.util.function.Consumer;

/** A template has exactly one type, and only the fields that its type allows (PAR-03, TIME-08, OUT-07, RES-08). */
final class TemplateTypeRules implements Rule {

    private static final String TYPES =
            "give it one of container, script, containerSet, steps, dag, suspend, resource, http, plugin, data";

    @Override
    public void check(Survey survey, Consumer<Problem> report) {
        survey.templates().forEach(site -> check(site, report));
    }

    private static void check(TemplateSite site, Consumer<Problem> report) {
        switch (site.body()) {
            case TemplateBody.Unclear unclear -> unclear(site, unclear, report);
            case TemplateBody.Steps steps -> branch(site, "steps", report);
            case TemplateBody.Dag dag -> branch(site, "dag", report);
            case TemplateBody.ContainerSet set -> {
                leaf(site, report);
                containerSet(site, set, report);
            }
            case TemplateBody.Plugin plugin -> {
                leaf(site, report);
                plugin(site, plugin, report);
            }
            case TemplateBody.Container c -> leaf(site, report);
            case TemplateBody.Script s -> leaf(site, report);
            case TemplateBody.Suspend s -> leaf(site, report);
            case TemplateBody.Resource r -> leaf(site, report);
            case TemplateBody.Http h -> leaf(site, report);
            case TemplateBody.Data d -> leaf(site, report);
        }
    }

    private static void unclear(TemplateSite site, TemplateBody.Unclear unclear, Consumer<Problem> report) {
        String message = unclear.fields().isEmpty()
                ? "the template %s has no type".formatted(site.label())
                : "the template %s has %d types: %s"
                        .formatted(site.label(), unclear.fields().size(), String.join(", ", unclear.fields()));
        report.accept(
                site.located().error(site.path(), message, unclear.fields().isEmpty() ? TYPES : "keep one of them"));
    }

    private static void branch(TemplateSite site, String type, Consumer<Problem> report) {
        Template template = site.template();
        if (template.timeout() != null) {
            reject(site, "timeout", type, report);
        }
        if (template.activeDeadlineSeconds() != null) {
            reject(site, "activeDeadlineSeconds", type, report);
        }
    }

    private static void reject(TemplateSite site, String field, String type, Consumer<Problem> report) {
        report.accept(site.located()
                .error(
                        site.path().key(field),
                        "'%s' is not allowed on a %s template".formatted(field, type),
                        "put it on the templates that it calls, or use spec.activeDeadlineSeconds"));
    }

    private static void leaf(TemplateSite site, Consumer<Problem> report) {
        if (site.template().parallelism() != null) {
            report.accept(site.located()
                    .error(
                            site.path().key("parallelism"),
                            "'parallelism' is only valid for steps and dag templates",
                            "put it on the template that calls this one"));
        }
    }

    private static void containerSet(TemplateSite site, TemplateBody.ContainerSet set, Consumer<Problem> report) {
        boolean hasMain =
                set.containerSet().containers().stream().anyMatch(c -> c.name().equals("main"));
        if (hasMain) {
            return;
        }
        if (!site.inputArtifacts().isEmpty()) {
            report.accept(site.located()
                    .error(
                            site.path().key("inputs").key("artifacts"),
                            "input artifacts need a container named 'main' in the container set"));
        }
        if (!site.outputParameters().isEmpty() || !site.outputArtifacts().isEmpty()) {
            report.accept(site.located()
                    .error(site.path().key("outputs"), "outputs need a container named 'main' in the container set"));
        }
    }

    private static void plugin(TemplateSite site, TemplateBody.Plugin plugin, Consumer<Problem> report) {
        if (!plugin.plugin().isObject() || plugin.plugin().size() != 1) {
            report.accept(site.located()
                    .error(
                            site.path().key("plugin"),
                            "a plugin must be a mapping with exactly one key, the plugin's name, but this has %d"
                                    .formatted(plugin.plugin().size())));
        }
    }
}
