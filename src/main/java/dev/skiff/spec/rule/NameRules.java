package dev.skiff.spec.rule;

import dev.skiff.model.CronWorkflow;
import dev.skiff.model.WorkflowEventBinding;
import dev.skiff.spec.DocPath;
import dev.skiff.spec.Located;
import dev.skiff.spec.Problem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Names of objects, templates, steps, tasks: their form, length and uniqueness (PARAM-06, PARAM-07). */
final class NameRules implements Rule {

    private static final int MAX_NAME = 128;
    private static final int MAX_OBJECT_NAME = 63;
    private static final int MAX_CRON_NAME = 52;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][-a-zA-Z0-9]*");
    private static final Pattern OBJECT_NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
    private static final Pattern GENERATE_NAME = Pattern.compile("[a-z0-9][-a-z0-9.]*");

    @Override
    public void check(Survey survey, Consumer<Problem> report) {
        survey.objects().forEach(object -> objectName(object, report));
        survey.specs().forEach(spec -> templateNames(spec, report));
        survey.templates().forEach(template -> callNames(template, report));
    }

    private static void objectName(Located object, Consumer<Problem> report) {
        DocPath metadata = DocPath.ROOT.key("metadata");
        String name = object.object().metadata().getName();
        String generated = object.object().metadata().getGenerateName();
        if (name == null && generated == null) {
            report.accept(object.error(metadata, "the object has neither 'name' nor 'generateName'"));
        } else if (name == null) {
            if (!GENERATE_NAME.matcher(generated).matches()) {
                report.accept(object.error(
                        metadata.key("generateName"),
                        "'%s' cannot begin a name".formatted(generated),
                        "use lower case letters, digits, '-' and '.'"));
            }
        } else if (!OBJECT_NAME.matcher(name).matches()) {
            report.accept(object.error(
                    metadata.key("name"),
                    "'%s' is not a valid name".formatted(name),
                    "use lower case letters, digits, '-' and '.', and begin and end with a letter or digit"));
        } else {
            length(object, name, report);
        }
    }

    private static void length(Located object, String name, Consumer<Problem> report) {
        int limit = object.object() instanceof CronWorkflow ? MAX_CRON_NAME : MAX_OBJECT_NAME;
        if (name.length() > limit && !(object.object() instanceof WorkflowEventBinding)) {
            report.accept(object.error(
                    DocPath.ROOT.key("metadata").key("name"),
                    "the name has %d characters; a %s may have %d"
                            .formatted(name.length(), object.object().kind(), limit)));
        }
    }

    private static void templateNames(SpecSite spec, Consumer<Problem> report) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < spec.spec().templates().size(); i++) {
            DocPath path = spec.path().key("templates").index(i);
            String name = spec.spec().templates().get(i).name();
            if (name == null || name.isEmpty()) {
                report.accept(spec.located().error(path, "the template has no name"));
            } else {
                form(spec.located(), path.key("name"), "template", name, report);
                if (!seen.add(name)) {
                    report.accept(
                            spec.located().error(path.key("name"), "two templates are named '%s'".formatted(name)));
                }
            }
        }
    }

    private static void callNames(TemplateSite template, Consumer<Problem> report) {
        Map<String, CallSite> seen = new HashMap<>();
        for (CallSite call : template.calls()) {
            if (call.name().isEmpty()) {
                report.accept(call.located().error(call.path(), "the %s has no name".formatted(call.word())));
                continue;
            }
            form(call.located(), call.path().key("name"), call.word(), call.name(), report);
            if (seen.putIfAbsent(call.name(), call) != null) {
                report.accept(call.located()
                        .error(call.path().key("name"), "two %ss are named '%s'".formatted(call.word(), call.name())));
            }
        }
    }

    private static void form(Located located, DocPath path, String what, String name, Consumer<Problem> report) {
        if (!NAME.matcher(name).matches()) {
            report.accept(located.error(
                    path,
                    "'%s' is not a valid %s name".formatted(name, what),
                    "use letters, digits and '-', and begin with a letter or digit"));
        } else if (name.length() > MAX_NAME) {
            report.accept(located.error(
                    path, "the name has %d characters; the limit is %d".formatted(name.length(), MAX_NAME)));
        }
    }
}
