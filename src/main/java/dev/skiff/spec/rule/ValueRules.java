package dev.skiff.spec.rule;

import dev.skiff.model.ContainerSetTemplate;
import dev.skiff.model.DidYouMean;
import dev.skiff.model.ResourceTemplate;
import dev.skiff.model.RetryStrategy;
import dev.skiff.model.Template;
import dev.skiff.model.TemplateBody;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.spec.DocPath;
import dev.skiff.spec.Located;
import dev.skiff.spec.Problem;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values of closed sets, durations and numbers in texts (RETRY-01, RETRY-03, RETRY-11, TIME-05, RES-01, CONFLICT-05). */
final class ValueRules implements Rule {

    private static final Pattern WHOLE = Pattern.compile("[0-9]+");
    private static final List<String> POD_GC =
            List.of("OnPodCompletion", "OnPodSuccess", "OnWorkflowCompletion", "OnWorkflowSuccess");
    private static final List<String> ACTIONS = List.of("get", "create", "apply", "delete", "replace", "patch");

    @Override
    public void check(Survey survey, Consumer<Problem> report) {
        survey.specs().forEach(site -> spec(site.located(), site.path(), site.spec(), report));
        survey.templates().forEach(site -> template(site.located(), site.path(), site.template(), report));
    }

    private static void spec(Located located, DocPath path, WorkflowSpec spec, Consumer<Problem> report) {
        retry(located, path.key("retryStrategy"), spec.retryStrategy(), report);
        if (spec.podGC() != null) {
            DocPath gc = path.key("podGC");
            oneOf(located, gc.key("strategy"), spec.podGC().strategy(), POD_GC, report);
            Durations.secondsOrUnit(
                    located, gc.key("deleteDelayDuration"), spec.podGC().deleteDelayDuration(), report);
        }
        if (spec.volumeClaimGC() != null) {
            List<String> allowed = List.of("OnWorkflowCompletion", "OnWorkflowSuccess");
            oneOf(
                    located,
                    path.key("volumeClaimGC").key("strategy"),
                    spec.volumeClaimGC().strategy(),
                    allowed,
                    report);
        }
        if (spec.artifactGC() != null) {
            List<String> allowed = List.of("OnWorkflowCompletion", "OnWorkflowDeletion", "Never");
            oneOf(
                    located,
                    path.key("artifactGC").key("strategy"),
                    spec.artifactGC().strategy(),
                    allowed,
                    report);
        }
        oneOf(located, path.key("shutdown"), spec.shutdown(), List.of("Stop", "Terminate"), report);
    }

    private static void template(Located located, DocPath path, Template template, Consumer<Problem> report) {
        retry(located, path.key("retryStrategy"), template.retryStrategy(), report);
        Durations.withUnit(located, path.key("timeout"), template.timeout(), report);
        Durations.withUnit(located, path.key("pendingTimeout"), template.pendingTimeout(), report);
        if (template.memoize() != null) {
            Durations.withUnit(
                    located,
                    path.key("memoize").key("maxAge"),
                    template.memoize().maxAge(),
                    report);
        }
        seconds(located, path.key("activeDeadlineSeconds"), template.activeDeadlineSeconds(), report);
        switch (template.body()) {
            case TemplateBody.Suspend suspend ->
                Durations.secondsOrUnit(
                        located,
                        path.key("suspend").key("duration"),
                        suspend.suspend().duration(),
                        report);
            case TemplateBody.Resource resource -> resource(located, path.key("resource"), resource.resource(), report);
            case TemplateBody.ContainerSet set ->
                containerSet(located, path.key("containerSet"), set.containerSet(), report);
            case TemplateBody.Container c -> {}
            case TemplateBody.Script s -> {}
            case TemplateBody.Steps s -> {}
            case TemplateBody.Dag d -> {}
            case TemplateBody.Http h -> {}
            case TemplateBody.Plugin p -> {}
            case TemplateBody.Data d -> {}
            case TemplateBody.Unclear u -> {}
        }
    }

    private static void retry(Located located, DocPath path, @Nullable RetryStrategy retry, Consumer<Problem> report) {
        if (retry == null) {
            return;
        }
        List<String> policies = List.of("Always", "OnFailure", "OnError", "OnTransientError");
        oneOf(located, path.key("retryPolicy"), retry.retryPolicy(), policies, report);
        seconds(located, path.key("limit"), retry.limit(), report);
        if (retry.backoff() != null) {
            DocPath backoff = path.key("backoff");
            if (retry.backoff().duration() == null || retry.backoff().duration().isEmpty()) {
                report.accept(located.error(backoff, "the backoff has no 'duration'", "for example '10s'"));
            } else {
                Durations.secondsOrUnit(
                        located, backoff.key("duration"), retry.backoff().duration(), report);
            }
            Durations.secondsOrUnit(
                    located, backoff.key("maxDuration"), retry.backoff().maxDuration(), report);
            Durations.secondsOrUnit(located, backoff.key("cap"), retry.backoff().cap(), report);
            seconds(located, backoff.key("factor"), retry.backoff().factor(), report);
        }
    }

    private static void resource(Located located, DocPath path, ResourceTemplate resource, Consumer<Problem> report) {
        oneOf(located, path.key("action"), resource.action(), ACTIONS, report);
        oneOf(
                located,
                path.key("mergeStrategy"),
                resource.mergeStrategy(),
                List.of("strategic", "merge", "json"),
                report);
        boolean inline = resource.manifest() != null && !resource.manifest().isEmpty();
        if (inline && resource.manifestFrom() != null) {
            report.accept(
                    located.error(path, "the resource has both 'manifest' and 'manifestFrom'", "keep one of them"));
        } else if (!inline
                && resource.manifestFrom() == null
                && resource.flags().isEmpty()
                && !List.of("get", "delete").contains(resource.action())) {
            report.accept(located.error(path, "the action '%s' needs a 'manifest'".formatted(resource.action())));
        }
    }

    private static void containerSet(
            Located located, DocPath path, ContainerSetTemplate set, Consumer<Problem> report) {
        List<String> names = set.containers().stream().map(c -> c.name()).toList();
        for (int i = 0; i < set.containers().size(); i++) {
            List<String> dependencies = set.containers().get(i).dependencies();
            for (int d = 0; d < dependencies.size(); d++) {
                if (!names.contains(dependencies.get(d))) {
                    report.accept(located.error(
                            path.key("containers").index(i).key("dependencies").index(d),
                            "no container of the set is named '%s'".formatted(dependencies.get(d)),
                            DidYouMean.hint(dependencies.get(d), names)));
                }
            }
        }
    }

    private static void seconds(Located located, DocPath path, @Nullable IntOrString number, Consumer<Problem> report) {
        String text = number == null ? "0" : String.valueOf(number.getValue()).strip();
        if (!text.contains("{{") && !WHOLE.matcher(text).matches()) {
            report.accept(located.error(path, "'%s' is not a whole number".formatted(text)));
        }
    }

    static void oneOf(
            Located located, DocPath path, @Nullable String value, List<String> allowed, Consumer<Problem> report) {
        if (value != null && !value.isEmpty() && !value.contains("{{") && !allowed.contains(value)) {
            String meant = DidYouMean.hint(value, allowed);
            String hint = meant == null ? "one of " + String.join(", ", allowed) : meant;
            report.accept(located.error(path, "'%s' is not one of the possible values".formatted(value), hint));
        }
    }
}
