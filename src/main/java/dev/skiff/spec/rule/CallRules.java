package dev.skiff.spec.rule;

import dev.skiff.spec.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What steps and tasks call: exactly one of template, templateRef and inline, and it exists. */
final class CallRules implements Rule {

    @Override
    public void check(Survey survey, Consumer<Problem> report) {
        for (CallSite call : survey.calls()) {
            target(call, report);
            unknown(survey.catalog(), call, report);
            SpecSite owner = call.parent().owner();
            new HookChecks(survey.catalog(), call.located(), owner, report).check(call.path(), call.hooks());
            if (call.onExit() != null
                    && !call.onExit().isEmpty()
                    && survey.catalog().local(owner, call.onExit()) instanceof Catalog.Unknown unknown) {
                report.accept(unknown.at(call.located(), call.path().key("onExit")));
            }
        }
    }

    private static void target(CallSite call, Consumer<Problem> report) {
        List<String> given = new ArrayList<>();
        if (call.target().template() != null) {
            given.add("template");
        }
        if (call.target().ref() != null) {
            given.add("templateRef");
        }
        if (call.inline() != null) {
            given.add("inline");
        }
        if (given.isEmpty()) {
            report.accept(call.located()
                    .error(
                            call.path(),
                            "the %s '%s' calls no template".formatted(call.word(), call.name()),
                            "give it one of template, templateRef, inline"));
        } else if (given.size() > 1) {
            report.accept(call.located()
                    .error(
                            call.path(),
                            "the %s '%s' calls several templates: %s"
                                    .formatted(call.word(), call.name(), String.join(", ", given)),
                            "keep one of them"));
        }
    }

    private static void unknown(Catalog catalog, CallSite call, Consumer<Problem> report) {
        var ref = call.target().ref();
        if (ref != null && (ref.name() == null || ref.template() == null)) {
            String field = ref.name() == null ? "name" : "template";
            report.accept(call.located()
                    .error(call.path().key("templateRef"), "the templateRef has no '%s'".formatted(field)));
        } else if (catalog.called(call) instanceof Catalog.Unknown unknown) {
            var path = ref == null ? call.path().key("template") : call.path().key("templateRef");
            report.accept(unknown.at(call.located(), path));
        }
    }
}
