package dev.skiff.spec.rule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.model.ModelMapper;
import dev.skiff.spec.DocPath;
import dev.skiff.spec.Problem;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Every {@code {{variable}}} is known where it is used, and every expression can be read. */
final class ReferenceRules implements Rule {

    /** These are looked at with a scope of their own, or belong to whatever template they end up in. */
    private static final Set<String> NOT_OF_THE_SPEC =
            Set.of("templates", "templateDefaults", "podSpecPatch", "podMetadata", "hooks", "metrics");

    /** What the fields of a workflow do not know, because they are read before it runs; its hooks and metrics do (SUBST-16). */
    private static final Set<String> AT_RUN_TIME = Set.of("workflow.status", "workflow.failures", "workflow.duration");

    private static final List<String> DURING_THE_RUN = List.of("hooks", "metrics");

    private static final Set<String> NOT_OF_THE_TEMPLATE = Set.of("steps", "dag", "metrics");
    private static final Set<String> NOT_OF_THE_CALL = Set.of("inline", "hooks", "name");

    @Override
    public void check(Survey survey, Consumer<Problem> report) {
        new Run(survey, report, new IdentityHashMap<>(), new IdentityHashMap<>(), new IdentityHashMap<>()).check();
    }

    /** The maps are by identity: equality of a site means comparing whole documents. */
    private record Run(
            Survey survey,
            Consumer<Problem> report,
            Map<SpecSite, GlobalScope> globals,
            Map<TemplateSite, Map<String, CallSite>> callsOf,
            Map<TemplateSite, TaskGraph> graphs) {

        void check() {
            for (SpecSite site : survey.specs()) {
                JsonNode spec = json(site.spec());
                TagScope global = global(site);
                TagScope before = name -> AT_RUN_TIME.contains(name) ? Optional.of(tooEarly(name)) : global.flaw(name);
                TextWalk.visit(
                        spec, site.path(), NOT_OF_THE_SPEC, new TextChecks(site.located(), before, report)::check);
                TextChecks during = new TextChecks(site.located(), global, report);
                for (String field : DURING_THE_RUN) {
                    TextWalk.visit(spec.path(field), site.path().key(field), Set.of(), during::check);
                }
            }
            for (TemplateSite site : survey.templates()) {
                TextChecks checks = new TextChecks(site.located(), template(site), report);
                TextWalk.visit(json(site.template()), site.path(), NOT_OF_THE_TEMPLATE, checks::check);
                if (site.template().metrics() != null) {
                    TagScope whenOver = name -> TagScope.root(name).equals("outputs")
                            ? new OutputScope(site, true).flaw(name)
                            : template(site).flaw(name);
                    TextChecks metrics = new TextChecks(site.located(), whenOver, report);
                    DocPath path = site.path().key("metrics");
                    TextWalk.visit(json(site.template().metrics()), path, Set.of(), metrics::check);
                }
            }
            survey.calls().forEach(this::call);
        }

        private static Flaw tooEarly(String name) {
            return new Flaw(
                    "'%s' is not known yet when the fields of the workflow are read".formatted(name),
                    "templates, hooks and metrics know it");
        }

        private void call(CallSite call) {
            TextChecks checks = new TextChecks(call.located(), fields(call, false), report);
            TextWalk.visit(json(call.source()), call.path(), NOT_OF_THE_CALL, checks::check);
            TextChecks hooks = new TextChecks(call.located(), fields(call, true), report);
            call.hooks().forEach((name, hook) -> {
                DocPath path = call.path().key("hooks").key(name);
                TextWalk.visit(json(hook), path, Set.of(), hooks::check);
            });
        }

        /** What the fields of a step or task know; its hooks know its own outputs, too (EXIT-06). */
        private TagScope fields(CallSite call, boolean itself) {
            CallScope calls = calls(call.parent(), call, itself);
            TagScope around = template(call.parent());
            ItemScope item = new ItemScope(call);
            return name -> switch (TagScope.root(name)) {
                case "steps", "tasks" -> either(calls.flaw(name), around, call.parent(), name);
                case "item" -> either(item.flaw(name), around, call.parent(), name);
                default -> around.flaw(name);
            };
        }

        /** An inline template is part of its caller, which replaces what it knows first. */
        private static Optional<Flaw> either(Optional<Flaw> own, TagScope around, TemplateSite parent, String name) {
            boolean inline = parent.caller() != null;
            return own.isPresent() && inline && around.flaw(name).isEmpty() ? Optional.empty() : own;
        }

        private CallScope calls(TemplateSite parent, CallSite call, boolean itself) {
            Map<String, CallSite> all = callsOf(parent);
            Predicate<CallSite> visible = call.task() == null
                    ? other -> other.group() < call.group()
                    : other -> graphs.computeIfAbsent(parent, p -> new TaskGraph(all))
                            .waits(call.name(), other.name());
            Predicate<CallSite> self = other -> itself && other.name().equals(call.name());
            return new CallScope(survey.catalog(), all, visible.or(self), call, call.word() + "s");
        }

        /** What the fields of a template know; its outputs know all of its steps and tasks. */
        private TagScope template(TemplateSite site) {
            TagScope own = new TemplateScope(site);
            TagScope global = global(site.owner());
            Map<String, CallSite> all = callsOf(site);
            boolean dag = site.template().dag() != null;
            CallScope calls = new CallScope(survey.catalog(), all, c -> true, null, dag ? "tasks" : "steps");
            TagScope scope = name -> switch (TagScope.root(name)) {
                case "workflow" -> global.flaw(name);
                case "steps", "tasks" -> all.isEmpty() ? own.flaw(name) : calls.flaw(name);
                default -> own.flaw(name);
            };
            return site.caller() == null ? scope : fields(site.caller(), false).or(scope);
        }

        private Map<String, CallSite> callsOf(TemplateSite site) {
            return callsOf.computeIfAbsent(site, TemplateSite::callsByName);
        }

        private TagScope global(SpecSite site) {
            return globals.computeIfAbsent(site, s -> new GlobalScope(survey, s));
        }

        private static JsonNode json(Object value) {
            return ModelMapper.strict().valueToTree(value);
        }
    }
}
