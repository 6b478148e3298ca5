package dev.skiff.spec.rule;

import dev.skiff.model.Artifact;
import dev.skiff.model.DidYouMean;
import dev.skiff.model.Parameter;
import dev.skiff.model.TemplateBody;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code steps.…} and {@code tasks.…} within a steps or dag template (STEPS, DAG-20, DAEMON-02).
 *
 * @param calls all steps or tasks of the template by name
 * @param visible which of them are over at this place
 * @param here the step or task whose fields are looked at; null for the outputs of the template
 * @param word "steps" or "tasks"
 */
record CallScope(
        Catalog catalog,
        Map<String, CallSite> calls,
        Predicate<CallSite> visible,
        @Nullable CallSite here,
        String word) {

    private static final Set<String> FIELDS =
            Set.of("id", "startedAt", "finishedAt", "hostNodeName", "status", "ip", "exitCode", "outputs");
    private static final String PARAMETERS = "outputs.parameters.";
    private static final String ARTIFACTS = "outputs.artifacts.";

    /** What is wrong with a variable whose root is {@code steps} or {@code tasks}. */
    Optional<Flaw> flaw(String name) {
        String root = TagScope.root(name);
        if (name.equals(root) || name.equals(root + ".name")) {
            return Optional.empty();
        }
        if (!root.equals(word)) {
            return Optional.of(new Flaw(
                    "'%s' is not known in a %s template".formatted(name, word.equals("tasks") ? "dag" : "steps"),
                    "write %s.… here".formatted(word)));
        }
        String rest = name.substring(root.length() + 1);
        String callName = TagScope.root(rest);
        CallSite call = calls.get(callName);
        if (call == null) {
            return Optional.of(new Flaw(
                    "this template has no %s '%s'".formatted(word.substring(0, word.length() - 1), callName),
                    DidYouMean.hint(callName, calls.keySet())));
        }
        if (!visible.test(call)) {
            return Optional.of(hidden(call));
        }
        return rest.equals(callName) ? Optional.empty() : field(call, rest.substring(callName.length() + 1));
    }

    private Flaw hidden(CallSite call) {
        String here = this.here == null ? "" : this.here.name();
        if (call.task() != null) {
            return call.name().equals(here)
                    ? new Flaw("the task '%s' cannot use its own outputs".formatted(here), null)
                    : new Flaw(
                            "the task '%s' does not wait for '%s'".formatted(here, call.name()),
                            "add '%s' to its dependencies".formatted(call.name()));
        }
        if (call.name().equals(here)) {
            return new Flaw("the step '%s' cannot use its own outputs".formatted(here), null);
        }
        boolean same = this.here != null && this.here.group() == call.group();
        return new Flaw(
                same
                        ? "the step '%s' runs at the same time as '%s'".formatted(call.name(), here)
                        : "the step '%s' comes later than '%s'".formatted(call.name(), here),
                "only steps of earlier groups can be used");
    }

    private Optional<Flaw> field(CallSite call, String field) {
        String first = TagScope.root(field);
        if (!FIELDS.contains(first)) {
            return Optional.of(
                    new Flaw("a %s has no '%s'".formatted(call.word(), first), DidYouMean.hint(first, FIELDS)));
        }
        if (!(catalog.called(call) instanceof Catalog.Found found)) {
            return Optional.empty();
        }
        TemplateSite callee = found.site();
        if (field.startsWith(PARAMETERS)) {
            List<String> known =
                    callee.outputParameters().stream().map(Parameter::name).toList();
            return output(call, callee, "parameter", field.substring(PARAMETERS.length()), known);
        } else if (field.startsWith(ARTIFACTS)) {
            List<String> known =
                    callee.outputArtifacts().stream().map(Artifact::name).toList();
            return output(call, callee, "artifact", field.substring(ARTIFACTS.length()), known);
        } else if (field.equals("outputs.result") && !givesResult(callee.body())) {
            return Optional.of(new Flaw(
                    "%s gives no result".formatted(described(call, callee)),
                    "declare an output parameter there and use outputs.parameters.…"));
        } else if (field.equals("ip") && !Boolean.TRUE.equals(callee.template().daemon())) {
            return Optional.of(new Flaw(
                    "%s has no 'ip' because it is no daemon".formatted(described(call, callee)),
                    "add 'daemon: true' to it"));
        }
        return Optional.empty();
    }

    private static Optional<Flaw> output(
            CallSite call, TemplateSite callee, String what, String wanted, List<String> known) {
        return known.contains(wanted) || known.stream().anyMatch(name -> name.contains("{{"))
                ? Optional.empty()
                : Optional.of(new Flaw(
                        "%s has no output %s '%s'".formatted(described(call, callee), what, wanted),
                        DidYouMean.hint(wanted, known)));
    }

    private static String described(CallSite call, TemplateSite callee) {
        return callee.caller() == null
                ? "the template %s of '%s'".formatted(callee.label(), call.name())
                : "the inline template of '%s'".formatted(call.name());
    }

    private static boolean givesResult(TemplateBody body) {
        return switch (body) {
            case TemplateBody.Steps s -> false;
            case TemplateBody.Dag d -> false;
            case TemplateBody.Suspend s -> false;
            case TemplateBody.Container c -> true;
            case TemplateBody.Script s -> true;
            case TemplateBody.ContainerSet c -> true;
            case TemplateBody.Resource r -> true;
            case TemplateBody.Http h -> true;
            case TemplateBody.Plugin p -> true;
            case TemplateBody.Data d -> true;
            case TemplateBody.Unclear u -> true;
        };
    }
}
