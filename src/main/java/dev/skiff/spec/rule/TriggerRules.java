package dev.skiff.spec.rule;

import dev.skiff.model.CronWorkflow;
import dev.skiff.model.WorkflowEventBinding;
import dev.skiff.model.WorkflowTemplateRef;
import dev.skiff.spec.DocPath;
import dev.skiff.spec.Located;
import dev.skiff.spec.Problem;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;

/** What starts workflows: the schedules of a CronWorkflow, the template of a WorkflowEventBinding (CRON-04, CRON-09, EVENT). */
final class TriggerRules implements Rule {

    private static final DocPath SPEC = DocPath.ROOT.key("spec");

    @Override
    public void check(Survey survey, Consumer<Problem> report) {
        for (Located located : survey.objects()) {
            if (located.object() instanceof CronWorkflow cron) {
                cron(located, cron, report);
            } else if (located.object() instanceof WorkflowEventBinding binding) {
                binding(survey.catalog(), located, binding, report);
            }
        }
    }

    private static void cron(Located located, CronWorkflow cron, Consumer<Problem> report) {
        List<String> schedules = cron.spec().schedules();
        if (schedules.isEmpty()) {
            report.accept(located.error(
                    SPEC, "the CronWorkflow has no 'schedules'", "for example schedules: [\"0 * * * *\"]"));
        }
        for (int i = 0; i < schedules.size(); i++) {
            if (schedules.get(i).isBlank()) {
                report.accept(located.error(SPEC.key("schedules").index(i), "the schedule is empty"));
            }
        }
        ValueRules.oneOf(
                located,
                SPEC.key("concurrencyPolicy"),
                cron.spec().concurrencyPolicy(),
                List.of("Allow", "Forbid", "Replace"),
                report);
        String zone = cron.spec().timezone();
        if (zone != null && !zone.isEmpty()) {
            timezone(located, zone, report);
        }
    }

    private static void timezone(Located located, String zone, Consumer<Problem> report) {
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            report.accept(located.error(
                    SPEC.key("timezone"), "no time zone is named '%s'".formatted(zone), "for example 'Europe/Berlin'"));
        }
    }

    private static void binding(
            Catalog catalog, Located located, WorkflowEventBinding binding, Consumer<Problem> report) {
        if (binding.spec().submit() != null) {
            WorkflowTemplateRef ref = binding.spec().submit().workflowTemplateRef();
            DocPath path = SPEC.key("submit").key("workflowTemplateRef").key("name");
            catalog.missing(ref.name(), Boolean.TRUE.equals(ref.clusterScope()))
                    .ifPresent(unknown -> report.accept(unknown.at(located, path)));
        }
    }
}
